import { siteOf } from "../../domain/site.ts";
import { unescapeHtml } from "../page/entities.ts";
import { isInitialsOf, isLabelOf, isSameName, nameOf } from "./names.ts";
import { labelOf, type Subject } from "./subject.ts";

/** What a vendor says about a tenant's owner, compared with the record. */
export type Identity = "match" | "mismatch" | "unstated";

/** Sites that say nothing of who owns a tenant: profiles, shorteners, placeholders. */
const nobodysSites =
  /(?:^|\.)(?:linkedin|facebook|twitter|x|instagram|youtube|glassdoor|indeed|google|goo|bit|example|localhost|xing|kununu|tiktok|github|apple|wikipedia|schema|w3)\.(?:com|gl|ly|org|de|test)$/;

/** Compares a company's name as a vendor tells it. */
export function compareName(told: string, subject: Subject): Identity {
  const readings = told.split(/\s+(?:[|–—·•]|-)\s+|\s*\|\s*/).concat(told);
  const names = readings.map((text) => nameOf(plain(text))).filter((name) => name !== undefined);
  if (names.length === 0) return "unstated";
  const isOurs = names.some(
    (name) =>
      subject.names.some((own) => isSameName(own, name) || isInitialsOf(name, own)) ||
      [...subject.labels].some((label) => isLabelOf(label, name)),
  );
  return isOurs ? "match" : "mismatch";
}

/** Compares the web site that a vendor names as the tenant owner's. */
export function compareWebsite(
  told: string,
  subject: Subject,
  isVendor: (site: string) => boolean,
): Identity {
  const address = plain(told).trim();
  const site = siteOf(/^https?:/i.test(address) ? address : `https://${address}`);
  if (site === undefined || isVendor(site) || nobodysSites.test(site)) return "unstated";
  if (subject.sites.has(site)) return "match";
  // The same name under another ending is the company's branch abroad, or its older address.
  return subject.labels.has(labelOf(site)) && labelOf(site).length >= 4 ? "match" : "mismatch";
}

function plain(text: string): string {
  const unescaped = text.replace(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return unescapeHtml(unescaped.replace(/\\(["'/\\])/g, "$1")).trim();
}

const whose =
  /\b(?:careers?|jobs?|positions?|openings?|work(?:ing)?|life|opportunities|vacancies|karriere|stellen|arbeiten|emplois?|carrieres?|travailler|empleos?|trabajar|vagas|vacatures|werken|jobba?|lediga jobb|lavorare|praca) (?:at|with|for|bei|chez|en|na|no|bij|hos|in|w|beim) (.{2,40})$/i;

/** Whether a link's text says whose jobs it leads to, and names somebody else: "Careers at Globex". */
export function namesAnother(text: string, subject: Subject): boolean {
  const named = whose.exec(text.trim())?.[1];
  if (named === undefined || !/^\p{Lu}/u.test(named)) return false;
  return compareName(named, subject) === "mismatch";
}

/** Whether a tenant's slug looks like the record's name or domain. A likeness proves nothing; it ranks. */
export function resembles(tenant: string, subject: Subject): boolean {
  const slug = plain(tenant.replaceAll("%20", " "))
    .toLowerCase()
    .replace(/^(?:careers?|jobs?|external|uscareers|us)[-_.]/, "");
  const joined = slug.replace(/[^\p{L}\p{N}]+/gu, "");
  for (const label of subject.labels) {
    const own = label.replace(/[^\p{L}\p{N}]+/gu, "");
    if (
      joined === own ||
      (own.length >= 4 &&
        (joined.startsWith(own) || (joined.length >= 4 && own.startsWith(joined))))
    )
      return true;
  }
  return subject.names.some((name) => {
    const core = name.core.join("");
    return (
      isLabelOf(slug, name) ||
      (core.length >= 4 && joined.startsWith(core)) ||
      ((name.core[0]?.length ?? 0) >= 5 && joined.startsWith(name.core[0] ?? ""))
    );
  });
}
