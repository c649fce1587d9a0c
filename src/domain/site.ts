import { getDomain } from "tldts";

/** The registrable domain of a host or URL (`jobs.acme.co.uk` → `acme.co.uk`), or `undefined`. */
export function siteOf(hostOrUrl: string): string | undefined {
  return getDomain(hostOrUrl, { allowPrivateDomains: true }) ?? undefined;
}

/** Whether two hosts or URLs belong to the same registrable domain. */
export function isSameSite(a: string, b: string): boolean {
  const site = siteOf(a);
  return site !== undefined && site === siteOf(b);
}
