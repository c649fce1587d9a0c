import { siteOf } from "../../domain/site.ts";
import { folded } from "../page/careers-words.ts";
import { visibleText } from "../page/live-source.ts";
import { metaOf, type Page } from "../page/page.ts";
import { isLabelOf, isSameName, type Name, nameOf } from "./names.ts";
import { labelOf, siteNames, type Subject } from "./subject.ts";

const taken =
  /(?:is now|is|has become|now|becomes|became) (?:a |an |proud(?:ly)? )?(?:part|member|division|subsidiary|brand|business|company) of|(?:been|was|were|is|got) acquired|acquired by|acquires|acquisition of|joins? forces|has joined|have joined|joined the|a .{2,40} company\b|gehort (?:jetzt |nun )?zu|ist (?:jetzt |nun )?teil|ubernommen|fait (?:desormais )?partie|a rejoint|rejoint|rachete|forma parte|adquirid[ao]|ora parte|fa parte|acquisit[ao]|onderdeel van|overgenomen|faz parte|en del av|en del af|uppkopt|osa .{2,30}konsernia|nalezy do|czesc(?:ia)? grupy/;

/** Whether a site that an own address leads to is the record's own under another name, or its buyer's. */
export function isOwnBrand(page: Page, subject: Subject): boolean {
  if (isLikeLabel(page.snapshot.url, subject)) return true;
  const described = metaOf(page, "description", "og:description")?.content ?? "";
  const said = folded(
    [page.title, described, ...page.headings.slice(0, 4), visibleText(page, 1_500)].join(" · "),
  );
  if (taken.test(said)) return false;
  const names = siteNames(page).slice(0, 8).map(nameOf);
  return names.some((name) => name !== undefined && isCalled(name, subject));
}

function isCalled(name: Name, { names, labels }: Subject): boolean {
  return (
    names.some((own) => isSameName(own, name)) ||
    [...labels].some((label) => isLabelOf(label, name))
  );
}

/** Whether an address's domain is written like one of the record's: `acme.io`, `getacme.com`, `acme-group.de`. */
export function isLikeLabel(url: string, subject: Subject): boolean {
  const site = siteOf(url);
  return site !== undefined && isLikeOwn(labelOf(site), subject);
}

const careersPrefix =
  /^(?:careersat|careers|career|jobsat|jobs|job|workat|workfor|workwith|work|join|lifeat|life|hiring|talent|recruiting|karriere|werkenbij|werkenvoor|jobbahos|jobba|rejoindre)-?/;

/** Whether a domain is called after the record and its jobs: `workatacme.com`, `werkenbijacme.nl`, `acmejobs.com`. */
export function isCareersLabel(site: string, subject: Subject): boolean {
  return (
    isLikeOwn(labelOf(site), subject) ||
    isLikeOwn(labelOf(site).replace(careersPrefix, ""), subject)
  );
}

function isLikeOwn(label: string, { labels, names }: Subject): boolean {
  const name = nameOf(label.replaceAll("-", " "));
  const isLike = [...labels].some((own) => {
    const mine = nameOf(own.replaceAll("-", " "));
    return (
      own.replaceAll("-", "") === label.replaceAll("-", "") ||
      (name && isLabelOf(own, name)) ||
      (mine && isLabelOf(label, mine))
    );
  });
  return isLike || names.some((own) => isLabelOf(label, own));
}
