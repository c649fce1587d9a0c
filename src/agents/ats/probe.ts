import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Explorer, Visit, Visited } from "../page/explorer.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, type Subject } from "./subject.ts";
import { fill, foldedTenant, type Recognised } from "./system.ts";
import { nothingTold, readAnswer, type Told } from "./told.ts";

/** What the vendor answers about a tenant, all its addresses together. */
export interface TenantCheck extends Told {
  /** Whether a wall (robots.txt, a challenge, a limit) kept the answer back. */
  readonly isWalled: boolean;
}

export const notAsked: TenantCheck = { ...nothingTold, isWalled: false };

export interface CheckDeps {
  readonly subject: Subject;
  readonly explorer: Explorer;
  readonly catalogue: Catalogue;
}

const mostQuestions = 3;

/** Asks the vendor, by its public addresses, whether a tenant is alive and whose it is. `undefined`: it could not be asked. */
export async function checkTenant(
  recognised: Recognised,
  deps: CheckDeps,
): Promise<TenantCheck | undefined> {
  let best = notAsked;
  let isDenied = false;
  for (const { probe, url } of addressesOf(recognised).slice(0, mostQuestions)) {
    const visited = await deps.explorer.fetch(url);
    // Out of pages or time: what could not be asked must not be remembered as the vendor's silence.
    if (visited === undefined) return best === notAsked && !isDenied ? undefined : best;
    const answer = judge(visited, probe, recognised, deps);
    if (answer.life === "dead") isDenied = true;
    best = sum(best, answer, isDenied);
    if (best.life === "alive" && best.identity !== "unstated") return best;
  }
  return best.life !== "alive" && isDenied ? { ...best, life: "dead" } : best;
}

/** The better of two answers. The best address comes first: after its no, a later yes must say whose it is. */
function sum(best: TenantCheck, answer: TenantCheck, isDenied: boolean): TenantCheck {
  if (answer.life !== "alive") {
    return best.life === "alive"
      ? best
      : { ...best, alive: best.alive ?? answer.alive, isWalled: best.isWalled || answer.isWalled };
  }
  if (best.life === "alive") return answer.identity === "unstated" ? best : answer;
  return isDenied && answer.identity !== "match" ? best : answer;
}

interface Question {
  readonly probe: Probe;
  readonly url: string;
}

/** For entries without a probe of their own: the board answers, and says nothing else that can be relied on. */
const plainBoard: Probe = {
  url: "{board}",
  aliveStatus: [200],
  companyPatterns: [],
  websitePatterns: [],
};

/** The system's probes that this address has all parts for; each URL once. */
function addressesOf({ system, groups, board, tenant }: Recognised): Question[] {
  const { probes } = system;
  // A tenant of the same name in another silo of the vendor is somebody else.
  const silos = ["region", "pod", "domain"].filter(
    (name) => name in groups && probes.some(({ url }) => url.includes(`{${name}}`)),
  );
  const found = new Map<string, Probe>();
  for (const probe of probes) {
    if (!silos.every((name) => probe.url.includes(`{${name}}`))) continue;
    const url = fill(probe.url, groups);
    if (url !== null && URL.canParse(url) && !found.has(url)) found.set(url, probe);
  }
  if (found.size === 0 && board !== null && tenant !== null)
    return [{ probe: plainBoard, url: board }];
  return [...found].map(([url, probe]) => ({ probe, url }));
}

function judge(
  visited: Visited,
  probe: Probe,
  recognised: Recognised,
  { subject, catalogue }: CheckDeps,
): TenantCheck {
  if (!visited.ok) {
    if (visited.kind === "no_such_domain") return { ...notAsked, life: "dead" };
    return {
      ...notAsked,
      isWalled: visited.kind === "robots_denied" || visited.kind === "rate_limited",
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
  return { ...readAnswer(probe, snapshot, subject, catalogue), isWalled: false };
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
