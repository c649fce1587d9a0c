import { samePage } from "./leads.ts";
import type { Search } from "./search.ts";
import type { Sighting } from "./sighting.ts";

/** From here on patterns would have followed a lead by themselves. */
const likely = 40;

/**
 * Notes that a model's word, and nothing that patterns know, led to an address. Whatever is shown
 * there and beyond proves only what the vendor, or the tenant's name, says is this company's: a site
 * has many doors, and a liar may choose one that leads to somebody else.
 */
export function advise(search: Search, url: string): void {
  if (!isOrdinary(search, url)) search.advised.add(samePage(url));
}

/** An advised page's links lead on as it was come to. */
export function adviseOnward(search: Search, from: string, urls: readonly string[]): void {
  if (!search.advised.has(samePage(from))) return;
  for (const url of urls) advise(search, url);
}

export function isAdvised({ advised }: Search, { isAdvised: isMarked, page }: Sighting): boolean {
  return isMarked === true || advised.has(samePage(page.url));
}

function isOrdinary({ pages, frontier, subject, advised }: Search, url: string): boolean {
  const key = samePage(url);
  if (advised.has(key)) return false;
  if (subject.careersUrl !== null && samePage(subject.careersUrl) === key) return true;
  if (pages.some((page) => samePage(page.url) === key)) return true;
  return frontier.peek((lead) => lead.score >= likely && samePage(lead.url) === key) !== undefined;
}
