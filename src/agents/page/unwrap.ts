import { siteOf } from "../../domain/site.ts";

/** Services that pass every visitor on to the address in their own: mail filters, search results. */
const passages =
  /(?:^|\.)(?:safelinks\.protection\.outlook\.com|urldefense\.com|linkprotect\.cudasvc\.com)$|^(?:www\.)?google\.[a-z.]{2,6}$/i;
const targets = new Set([
  "url",
  "u",
  "q",
  "to",
  "target",
  "link",
  "href",
  "redirect",
  "redirect_url",
  "dest",
  "destination",
  "goto",
  "out",
  "a",
]);

/**
 * The address that a link leads to through a passage: the own site's redirector (`/out?url=…`), or
 * a service that only passes on. `undefined` for all other links; share buttons are no passages.
 */
export function unwrapped(url: string, pageUrl: string): string | undefined {
  if (!/https?(?::|%3a)/i.test(url.slice(8)) || !URL.canParse(url)) return undefined;
  const outer = new URL(url);
  const isOwn = siteOf(outer.hostname) === siteOf(pageUrl) && siteOf(pageUrl) !== undefined;
  if (!isOwn && !passages.test(outer.hostname)) return undefined;
  if (/^(?:www\.)?google\./.test(outer.hostname) && outer.pathname !== "/url") return undefined;
  for (const [name, value] of outer.searchParams) {
    if (targets.has(name.toLowerCase()) && /^https?:\/\//i.test(value) && URL.canParse(value))
      return new URL(value).href;
  }
  return undefined;
}
