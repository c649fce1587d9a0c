import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import { type CheckDeps, judge, notAsked, type TenantCheck } from "./judge-answer.ts";
import { askLinked, closedDoor } from "./linked-address.ts";
import { fill, type Recognised } from "./system.ts";
import { readAnswer } from "./told.ts";

const mostQuestions = 3;

/**
 * Asks the vendor, by its public addresses, whether a tenant is alive and whose it is. What they
 * deny, the very address that the own pages link may still show. `undefined`: it could not be asked.
 */
export async function checkTenant(
  recognised: Recognised,
  deps: CheckDeps,
  linked?: string,
): Promise<TenantCheck | undefined> {
  const check = await askProbes(recognised, deps);
  if (check === undefined || check.life === "alive") return check;
  if (check.isWalled)
    return { ...check, alive: check.alive ?? (await closedDoor(recognised, deps)) };
  const shown = linked === undefined ? undefined : await askLinked(linked, recognised, deps);
  return shown?.life === "alive" && shown.identity === "match" ? shown : check;
}

async function askProbes(
  recognised: Recognised,
  deps: CheckDeps,
): Promise<TenantCheck | undefined> {
  let best = notAsked;
  let isDenied = false;
  for (const { probe, url } of addressesOf(recognised).slice(0, mostQuestions)) {
    const visited = await deps.explorer.fetch(url);
    // Out of pages or time: what could not be asked must not be remembered as the vendor's silence.
    if (visited === undefined) return best === notAsked && !isDenied ? undefined : best;
    const answer = judge(visited, { probe, recognised, read: readAnswer }, deps);
    if (answer.life === "dead") isDenied = true;
    best = sum(best, answer, isDenied);
    if (best.life === "alive" && best.identity !== "unstated") return best;
  }
  return best.life !== "alive" && isDenied ? { ...best, life: "dead" } : best;
}

/** The better of two answers. The best address comes first: after its no, a later yes must say whose it is. */
function sum(best: TenantCheck, answer: TenantCheck, isDenied: boolean): TenantCheck {
  if (answer.life !== "alive") {
    if (best.life === "alive") return best;
    const isBusy = best.isBusy === true || answer.isBusy === true;
    const isWalled = best.isWalled || answer.isWalled;
    return { ...best, alive: best.alive ?? answer.alive, isWalled, isBusy };
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
