import type { Evidence } from "../../domain/evidence.ts";
import { partText, type Snapshot } from "../../domain/snapshot.ts";
import { siteOf } from "../../domain/site.ts";
import { isSameBrand } from "./brand.ts";
import { isOwn } from "./loads.ts";

/** The proof that a page on another domain is the record's own. */
export interface SiteProof {
  readonly evidence: Evidence;
  readonly snapshot: Snapshot;
}

/**
 * Whether a page is the record's own: on its domain (nothing more to prove), or where its domain
 * redirects under the same name (the hop proves it). `undefined`: somebody else's page.
 */
export function ownSite(
  domain: string,
  company: string | null,
  snapshot: Snapshot,
): readonly SiteProof[] | undefined {
  if (isOwn(snapshot.url, `https://${domain}/`)) return [];
  const site = siteOf(snapshot.url);
  if (site === undefined || !isSameBrand(domain, site, company)) return undefined;
  const hop = snapshot.redirects.find(
    ({ from, to }) => isOwn(from, `https://${domain}/`) && isOwn(to, snapshot.url),
  );
  if (hop === undefined) return undefined;
  const line = `${hop.status} ${hop.from} -> ${hop.to}`;
  const at = partText(snapshot, "redirects").indexOf(`${line}\n`);
  return [
    {
      snapshot,
      evidence: {
        fact: "site",
        supports: "domain",
        url: snapshot.url,
        kind: "redirect",
        match: line,
        locator: { part: "redirects", start: at },
        snapshot: snapshot.hash,
        at: snapshot.fetchedAt,
        signature: null,
      },
    },
  ];
}
