import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Explorer, Visit, Visited } from "../page/explorer.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, type Subject } from "./subject.ts";
import { foldedTenant, type Recognised } from "./system.ts";
import { nothingTold, type readAnswer, type Told } from "./told.ts";

/** What the vendor answers about a tenant, all its addresses together. */
export interface TenantCheck extends Told {
  /** Whether a wall (robots.txt, a challenge, a limit) kept the answer back. */
  readonly isWalled: boolean;
  /** Whether that wall was a host's plea for patience: it answers later. */
  readonly isBusy?: boolean;
}

export const notAsked: TenantCheck = { ...nothingTold, isWalled: false };

export interface CheckDeps {
  readonly subject: Subject;
  readonly explorer: Explorer;
  readonly catalogue: Catalogue;
}

/** What was asked, and how the owner is found in the answer. */
export interface Asked {
  readonly probe: Probe;
  readonly recognised: Recognised;
  readonly read: typeof readAnswer;
}

/** What one answer of the vendor's says of a tenant. */
export function judge(
  visited: Visited,
  { probe, recognised, read }: Asked,
  { subject, catalogue }: CheckDeps,
): TenantCheck {
  if (!visited.ok) {
    // The tenant's own host is gone with the tenant; a host that all tenants share says nothing of one.
    if (visited.kind === "no_such_domain" && isTenantHost(visited.url, recognised))
      return { ...notAsked, life: "dead" };
    return {
      ...notAsked,
      isWalled: visited.kind === "robots_denied" || visited.kind === "rate_limited",
      isBusy: visited.kind === "rate_limited",
    };
  }
  const { snapshot } = visited;
  const home =
    isOwn(subject, snapshot.url) && snapshot.status < 400 ? lastHop(snapshot) : undefined;
  // The customer has put its own address in front: the vendor itself says whose tenant it is.
  if (home !== undefined)
    return {
      ...notAsked,
      life: "alive",
      identity: "match",
      alive: home,
      owner: home,
      told: subject.domain,
    };
  const refusal = refusalOf(visited, probe);
  if (refusal !== undefined) return refusal;
  if (isElsewhere(snapshot, recognised, catalogue)) return { ...notAsked, life: "dead" };
  return { ...read(probe, snapshot, subject, catalogue), isWalled: false };
}

function isTenantHost(url: string, { tenant }: Recognised): boolean {
  return (
    tenant !== null && URL.canParse(url) && new URL(url).hostname.includes(tenant.toLowerCase())
  );
}

function refusalOf({ snapshot, state }: Visit, { aliveStatus }: Probe): TenantCheck | undefined {
  if (state === "blocked") return { ...notAsked, alive: wallProof(snapshot), isWalled: true };
  if (snapshot.status >= 500) return notAsked;
  return aliveStatus.includes(snapshot.status) ? undefined : { ...notAsked, life: "dead" };
}

/** The wall itself: a tenant that does not exist has none. */
function wallProof(snapshot: Snapshot): Proof | undefined {
  const found =
    /<title[^>]{0,80}>[^<]{1,120}|^\s*[^\s<][^\n]{0,119}|<(?!!|\?)[a-z][^>]{0,80}>/i.exec(
      snapshot.text,
    );
  return found === null
    ? undefined
    : proofAt(snapshot, "text", { raw: found[0], start: found.index });
}

/** The vendor sent us away to where the tenant isn't: how many answer for tenants they don't have. */
function isElsewhere(snapshot: Snapshot, recognised: Recognised, catalogue: Catalogue): boolean {
  const [first] = snapshot.redirects;
  if (first === undefined) return false;
  const there = catalogue.recognise(snapshot.url);
  if (there !== undefined) {
    return (
      there.tenant !== null &&
      there.system === recognised.system &&
      foldedTenant(there) !== foldedTenant(recognised)
    );
  }
  // Same host, deeper path: an address of the tenant that the catalogue doesn't spell out.
  if (new URL(first.from).hostname === new URL(snapshot.url).hostname) return false;
  return !snapshot.url.toLowerCase().includes((recognised.tenant ?? "").toLowerCase());
}

function lastHop(snapshot: Snapshot): Proof | undefined {
  const lines = snapshot.redirects.map(({ status, from, to }) => `${status} ${from} -> ${to}`);
  const raw = lines.at(-1);
  if (raw === undefined) return undefined;
  const start = lines.slice(0, -1).reduce((length, line) => length + line.length + 1, 0);
  return proofAt(snapshot, "redirect", { raw, start }, "redirects");
}
