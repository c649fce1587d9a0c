import { siteOf } from "../../domain/site.ts";

/** Services that pass every visitor on to the address in their own: mail filters, search results. */
const services =
  /^(?:[a-z0-9-]+\.)*(?:safelinks\.protection\.outlook\.com|urldefense\.com|linkprotect\.cudasvc\.com)$/;
const search = /^(?:www\.)?google\.[a-z.]{2,6}$/;
const parameters = new Set(
  "url u q to target link href redirect redirect_url dest destination goto out a".split(" "),
);

/**
 * Where a link leads through a passage, the page's own redirector or a service that only passes
 * on: the page itself names the target in the link. Share buttons are none of these.
 */
export function behindPassage(address: string, pageUrl: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, pathname, searchParams } = new URL(address);
  const site = siteOf(hostname);
  if (site === undefined) return undefined;
  const isService = services.test(hostname) || (search.test(hostname) && pathname === "/url");
  if (!isService && site !== siteOf(pageUrl)) return undefined;
  const target = [...searchParams].find(
    ([name, value]) => parameters.has(name.toLowerCase()) && /^https?:\/\//i.test(value),
  )?.[1];
  return target !== undefined && URL.canParse(target) ? new URL(target).href : undefined;
}
