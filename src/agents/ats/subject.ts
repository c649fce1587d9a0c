import { domainToUnicode } from "node:url";
import { siteOf } from "../../domain/site.ts";
import { linkedData, textAt } from "../page/json-ld.ts";
import { metaOf, type Page } from "../page/page.ts";
import { isLabelOf, isSameName, type Name, nameOf } from "./names.ts";

/** Whose record it is, and what its own pages have told so far. */
export interface Subject {
  readonly company: string | null;
  readonly domain: string;
  readonly careersUrl: string | null;
  /** Registrable domains that are its own: the input's, and those it proved to lead to. */
  readonly sites: Set<string>;
  /** The distinctive part of each site: `acme` of acme.co.uk. */
  readonly labels: Set<string>;
  readonly names: Name[];
}

export function createSubject(input: {
  readonly company: string | null;
  readonly domain: string;
  readonly careers_url: string | null;
}): Subject {
  const subject: Subject = {
    company: input.company,
    domain: input.domain,
    careersUrl: input.careers_url,
    sites: new Set(),
    labels: new Set(),
    names: [],
  };
  addSite(subject, input.domain);
  if (input.company !== null)
    for (const reading of readingsOf(input.company)) addName(subject, reading);
  return subject;
}

export function addSite(subject: Subject, hostOrUrl: string): void {
  const site = siteOf(hostOrUrl);
  if (site === undefined) return;
  subject.sites.add(site);
  subject.labels.add(labelOf(site));
}

/** `acme` of acme.co.uk, in letters people read: `münchen` of xn--mnchen-3ya.de. */
export function labelOf(site: string): string {
  return domainToUnicode(site).split(".")[0] ?? site;
}

function addName(subject: Subject, written: string): void {
  const name = nameOf(written);
  if (name !== undefined && !subject.names.some((known) => known.whole === name.whole))
    subject.names.push(name);
}

export function isOwn(subject: Subject, url: string): boolean {
  const site = siteOf(url);
  return site !== undefined && subject.sites.has(site);
}

/** Takes over what an own page calls its owner. Titles are hostile ground: only a name that fits the domain counts. */
export function learnNames(subject: Subject, page: Page): void {
  const names = siteNames(page);
  const known = subject.company === null;
  for (const written of names.slice(0, 6)) {
    const name = nameOf(written);
    if (name === undefined || name.core.length > 6) continue;
    const fits = [...subject.labels].some((label) => isLabelOf(label, name) || folds(label, name));
    const agrees = subject.names.some((other) => isSameName(other, name));
    if (fits || agrees || (known && subject.names.length === 0)) addName(subject, written);
  }
}

/** `acme-robotics.de` and "Acme": the label begins with the name. */
function folds(label: string, name: Name): boolean {
  const plain = label.replace(/[^\p{L}\p{N}]+/gu, "");
  return (
    name.whole.length >= 4 &&
    (plain.startsWith(name.whole) || name.whole.startsWith(plain)) &&
    plain.length >= 4
  );
}

/** What a page says its owner is called: machine-readable names first, then parts of the title. */
export function siteNames(page: Page): string[] {
  const names: string[] = [];
  const siteName = metaOf(page, "og:site_name", "application-name");
  if (siteName !== undefined) names.push(siteName.content);
  for (const { types, value } of linkedData(page)) {
    if (!types.some((type) => /Organization$|Corporation$|LocalBusiness$|^WebSite$/.test(type)))
      continue;
    for (const key of ["name", "legalName", "alternateName"]) {
      const name = textAt(value, key);
      if (name !== undefined) names.push(name);
    }
  }
  names.push(
    ...page.title
      .split(/\s+[|–—·:•»-]+\s+|\s*\|\s*|: /)
      .filter((part) => part.length >= 2 && part.length <= 60),
  );
  return names;
}

/** "Acme (formerly Beta)" is two names; "Acme, a Beta company" is the first. */
function readingsOf(written: string): string[] {
  const [bare = written] = written.split(/\s*(?:,|[-–—|])\s+(?:an?|part of|member of)\s/i);
  const inside = /\(([^)]{2,80})\)/
    .exec(bare)?.[1]
    ?.replace(/^(?:formerly|fka|aka|previously|now|dba|d\/b\/a)\s+/i, "");
  const outside = bare.replace(/\([^)]*\)/g, " ").trim();
  const others = outside.split(
    /\s+(?:dba|d\/b\/a|t\/a|trading as|doing business as|formerly|fka|aka)\s+/i,
  );
  return [...new Set([outside, ...others, ...(inside === undefined ? [] : [inside])])].filter(
    (text) => text !== "",
  );
}
