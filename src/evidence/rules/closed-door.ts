import type { Snapshot } from "../../domain/snapshot.ts";
import type { Reading, SystemReader } from "./read-signature.ts";
import { isSameId } from "./same-tenant.ts";
import type { TenantAnswer } from "./tenant-proof.ts";

const closesAll = /^[ \t]*disallow[ \t]*:[ \t]*\/[ \t]*\*?[ \t\r]*$/im;

/**
 * Whether a snapshot is the robots.txt of a host that is this tenant's alone, and closes all of
 * it: served there, without a detour, it shows that the tenant exists and may not be asked more.
 */
export function isClosedDoor(
  { system, readAddress }: SystemReader,
  { tenant }: Reading,
  { requestedUrl, url, status, redirects, text }: Snapshot,
): boolean {
  if (tenant === null || !URL.canParse(requestedUrl)) return false;
  const { origin, hostname, pathname } = new URL(requestedUrl);
  if (pathname !== "/robots.txt" || status !== 200) return false;
  if (redirects.length > 0 || url !== requestedUrl || !closesAll.test(text)) return false;
  // Paths of the host don't matter; its name must be the tenant's.
  if (!hostname.includes(tenant.toLowerCase())) return false;
  return [`${origin}/`, `${origin}/jobs`, `${origin}/jobs/search`, `${origin}/careers`].some(
    (address) => isSameId(readAddress(address)?.tenant ?? null, tenant, system.caseSensitive),
  );
}

/** What it says of the tenant. */
export function closedDoor({ requestedUrl }: Snapshot): TenantAnswer {
  return {
    isProbe: true,
    life: "walled",
    whose: "unnamed",
    told: [],
    detail: `${requestedUrl} closes the tenant's host to robots`,
  };
}
