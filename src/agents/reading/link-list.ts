import type { Link, Page } from "../page/page.ts";
import { siteOf } from "../../domain/site.ts";
import { oneLine, tokensOf } from "./tokens.ts";

/** A link of the site's own that nobody has followed, under the number that a model knows it by. */
export interface OfferedLink {
  readonly number: number;
  readonly link: Link;
  readonly page: Page;
  readonly line: string;
}

const mostLinks = 200;

/** The links of pages, each address once, numbered from 1, within a number of tokens. */
export function offerLinks(
  pages: readonly Page[],
  isOffered: (link: Link) => boolean,
  maxTokens: number,
): OfferedLink[] {
  const seen = new Set<string>();
  const offered: OfferedLink[] = [];
  let left = maxTokens;
  const links = pages.flatMap((page) => page.links.map((link) => ({ link, page })));
  for (const { link, page } of links.toSorted((a, b) => rank(b.link) - rank(a.link))) {
    const key = link.url.replace(/#.*$/, "").replace(/\/$/, "");
    if (seen.has(key) || !isOffered(link)) continue;
    const number = offered.length + 1;
    const line = `${number}. ${described(link, page)}`;
    const tokens = tokensOf(line) + 1;
    if (tokens > left || offered.length >= mostLinks) break;
    seen.add(key);
    offered.push({ number, link, page, line });
    left -= tokens;
  }
  return offered;
}

/** Menus and footers tell the way; articles tell stories. */
function rank({ place, text }: Link): number {
  const byPlace = { nav: 3, header: 3, footer: 3, main: 2, body: 2, aside: 1, article: 0 };
  return byPlace[place.region] + (text === "" ? -1 : 0);
}

function described({ text, url }: Link, page: Page): string {
  const { hostname, pathname, search } = new URL(url);
  const isHere = siteOf(hostname) === siteOf(page.snapshot.url);
  const where = isHere && hostname === new URL(page.snapshot.url).hostname ? "" : hostname;
  return `"${oneLine(text, 80)}" ${oneLine(where + pathname + search, 120)}`;
}

/** The links that a model chose, each once, at most `most`; and how many numbers mean none. */
export function chosenLinks(
  offered: readonly OfferedLink[],
  numbers: readonly number[],
  most: number,
): { readonly chosen: readonly OfferedLink[]; readonly unknown: number } {
  const chosen = new Set<OfferedLink>();
  let unknown = 0;
  for (const number of numbers) {
    const link = offered[number - 1];
    if (link === undefined) unknown += 1;
    else if (chosen.size < most) chosen.add(link);
  }
  return { chosen: [...chosen], unknown };
}
