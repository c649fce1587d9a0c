import type { Page, Span } from "./page.ts";

const cache = new WeakMap<Page, string>();

/**
 * The page's source with everything dead blanked out: comments, quoted code, templates.
 * Positions stay those of `snapshot.text`.
 */
export function liveSource(page: Page): string {
  const known = cache.get(page);
  if (known !== undefined) return known;
  const source = page.snapshot.text;
  let live = "";
  let at = 0;
  for (const [start, end] of page.dead) {
    live += source.slice(at, start) + " ".repeat(Math.max(0, end - start));
    at = end;
  }
  live += source.slice(at);
  cache.set(page, live);
  return live;
}

/** The visible text, white space folded, cut at `maxLength` characters. */
export function visibleText(page: Page, maxLength = 20_000): string {
  let text = "";
  for (const [start, end] of page.text) {
    text += ` ${page.snapshot.text.slice(start, end)}`;
    if (text.length > maxLength * 2) break;
  }
  return text.replace(/\s+/g, " ").trim().slice(0, maxLength);
}

// Slashes come plain, as `\/`, as `\u002F` or URL-encoded inside a query.
const address =
  /(?<![a-z0-9.-])(?:https?:)?(?:\/\/|\\\/\\\/|\\u002[fF]\\u002[fF])[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){2,120}(?::\d{2,5})?(?:(?:\/|\\\/|\\u002[fF]|\?)(?:[^\s"'`<>\\(){}|^\]]|\\\/|\\u002[fF]|\\u0026){0,500})?/gi;

/** Web addresses in a piece of code or data, verbatim, with the plain address beside. */
export function addressesIn(code: string, offset: number): (Span & { readonly url: string })[] {
  const found: (Span & { url: string })[] = [];
  for (const match of code.matchAll(address)) {
    const raw = match[0].replace(/[.,;:!)]+$/, "");
    const plain = raw
      .replaceAll("\\/", "/")
      .replace(/\\u002f/gi, "/")
      .replaceAll("\\u0026", "&")
      .replaceAll("&amp;", "&");
    found.push({
      raw,
      start: offset + match.index,
      url: plain.startsWith("//") ? `https:${plain}` : plain,
    });
    if (found.length >= 2_000) break;
  }
  return found;
}
