import { isCareersKind, type PageKind, rankLink } from "../page/link-rank.ts";
import { absolute } from "../page/collect.ts";
import { liveSource } from "../page/live-source.ts";
import type { Link, Page } from "../page/page.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, labelOf, type Subject } from "./subject.ts";
import { siteOf } from "../../domain/site.ts";

/** An address worth a look, and what made it so. */
export interface Lead {
  readonly url: string;
  readonly kind: PageKind;
  readonly score: number;
  /** The link that led here, for addresses off the known own sites. */
  readonly via: Proof | undefined;
  /** A usual place that nothing links to. */
  readonly isGuess: boolean;
}

/** Leads not yet followed, best first, each address once in a search. */
export interface Frontier {
  add(lead: Lead): void;
  /** The best lead that `accepts`, removed. */
  next(accepts: (lead: Lead) => boolean): Lead | undefined;
  peek(accepts: (lead: Lead) => boolean): Lead | undefined;
  readonly all: () => readonly Lead[];
  /** Marks an address as seen without following it. */
  readonly done: (url: string) => void;
  /** Lets an address be followed again, by other means. */
  readonly reopen: (url: string) => void;
}

const mostLeads = 400;

export function createFrontier(): Frontier {
  const waiting: Lead[] = [];
  const seen = new Set<string>();
  const find = (accepts: (lead: Lead) => boolean): Lead | undefined => {
    let best: Lead | undefined;
    for (const lead of waiting)
      if (accepts(lead) && (best === undefined || lead.score > best.score)) best = lead;
    return best;
  };
  return {
    add(lead) {
      const key = samePage(lead.url);
      const known = waiting.findIndex((other) => samePage(other.url) === key);
      if (known !== -1) {
        if ((waiting[known]?.score ?? 0) < lead.score) waiting[known] = lead;
        return;
      }
      if (seen.has(key) || waiting.length >= mostLeads) return;
      waiting.push(lead);
    },
    next(accepts) {
      const best = find(accepts);
      if (best === undefined) return undefined;
      waiting.splice(waiting.indexOf(best), 1);
      seen.add(samePage(best.url));
      return best;
    },
    peek: find,
    all: () => waiting,
    reopen: (url) => void seen.delete(samePage(url)),
    done(url) {
      seen.add(samePage(url));
      const at = waiting.findIndex((lead) => samePage(lead.url) === samePage(url));
      if (at !== -1) waiting.splice(at, 1);
    },
  };
}

/** One spelling per page: scheme, `www.`, fragment and a last slash don't matter. */
export function samePage(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/i, "")
    .replace(/#.*$/, "")
    .replace(/\/(?=$|\?)/, "")
    .toLowerCase();
}

/** Registrable domains where companies have profiles, and boards of everybody's jobs. */
const elsewhere =
  /(?:^|\.)(?:facebook|twitter|x|instagram|youtube|linkedin|tiktok|pinterest|glassdoor|indeed|kununu|xing|google|apple|github|medium|vimeo|whatsapp|wa|telegram|t|stepstone|monster|wellfound|angel|welcometothejungle|ziprecruiter|naukri|seek|totaljobs|reed|builtin|ycombinator|wantedly|jobteaser|hellowork|infojobs|pracuj|vk|weibo)\.(?:com|net|org|co|me|de|pl|jp|fr|es|ru|cn|uk|us|io|be)$/;

/** Text of a page that only sends its visitors on. */
const mostOnwardText = 400;
const assignment =
  /\blocation(?:\.href)?\s{0,4}=\s{0,4}["'`]([^"'`\s]{1,500})["'`]|\blocation\.(?:assign|replace)\(\s{0,4}["'`]([^"'`\s]{1,500})["'`]/g;

/** Where a page without much of its own sends its visitors, within the own sites. */
export function onwardOf(page: Page, subject: Subject): string[] {
  if (page.textLength > mostOnwardText || page.links.length > 10) return [];
  const live = liveSource(page);
  const assigned = page.scripts.flatMap(({ inline }) => {
    if (inline === undefined) return [];
    const code = live.slice(inline.start, inline.start + inline.raw.length);
    return [...code.matchAll(assignment)].slice(0, 3).map(([, one, other]) => one ?? other ?? "");
  });
  const targets = assigned.flatMap((written) => absolute(written, page.baseUrl) ?? []);
  return [...(page.refresh === undefined ? [] : [page.refresh.url]), ...targets].filter(
    (url) => isOwn(subject, url) && samePage(url) !== samePage(page.snapshot.url),
  );
}

/** The links of an own page that may lead to its jobs. */
export function leadsOn(page: Page, subject: Subject, catalogue: Catalogue): Lead[] {
  const leads: Lead[] = [];
  for (const link of page.links) {
    const { kind, score } = rankLink(link);
    if (score <= 0) continue;
    if (isOwn(subject, link.url))
      leads.push({ url: link.url, kind, score, via: undefined, isGuess: false });
    else if (mayBeOwn(link, score, kind, catalogue)) {
      const via = proofAt(page.snapshot, "link", link);
      // Its own pages first; what is elsewhere has to prove that it belongs.
      leads.push({ url: link.url, kind, score: score - 6, via, isGuess: false });
    }
  }
  const isDeadEnd = !leads.some(({ kind }) => isCareersKind(kind));
  return [
    ...leads,
    ...languageVersions(page, subject, isDeadEnd),
    ...(isDeadEnd ? nationalSites(page, subject) : []),
  ];
}

const mostVersions = 2;

/** The page's other languages: a page without a careers link may have a version with one. */
function languageVersions(page: Page, subject: Subject, isDeadEnd: boolean): Lead[] {
  return page.linkTags
    .filter(
      ({ rel, hreflang, url }) => rel === "alternate" && hreflang !== "" && isOwn(subject, url),
    )
    .filter(({ url }) => samePage(url) !== samePage(page.snapshot.url))
    .toSorted((one, other) => Number(isMain(other.hreflang)) - Number(isMain(one.hreflang)))
    .map(({ url }, i) => ({
      url,
      kind: "other" as const,
      score: isDeadEnd && i < mostVersions ? 20 : 3,
      via: undefined,
      isGuess: false,
    }));
}

const isMain = (hreflang: string) => hreflang === "x-default" || hreflang.startsWith("en");

/** The same name under another country's ending, linked from here: `acme.de` of acme.co.uk. */
function nationalSites(page: Page, subject: Subject): Lead[] {
  return page.links
    .filter(({ url }) => {
      const site = siteOf(url);
      return site !== undefined && !subject.sites.has(site) && subject.labels.has(labelOf(site));
    })
    .slice(0, mostVersions)
    .map((link) => ({
      url: link.url,
      kind: "other" as const,
      score: 18,
      via: proofAt(page.snapshot, "link", link),
      isGuess: false,
    }));
}

function mayBeOwn(link: Link, score: number, kind: PageKind, catalogue: Catalogue): boolean {
  const site = siteOf(link.url);
  if (site === undefined || !isCareersKind(kind) || score < 60) return false;
  return (
    !elsewhere.test(site) &&
    !catalogue.isVendor(site) &&
    catalogue.recognise(link.url) === undefined
  );
}

/** Whether a site is where everybody has a profile or an advertisement: no company's own place. */
export function isEverybodys(url: string): boolean {
  return elsewhere.test(siteOf(url) ?? "");
}
