import type { AnswerClaim } from "../../domain/evidence.ts";
import { siteOf } from "../../domain/site.ts";
import { isCareersKind } from "../page/link-rank.ts";
import { isAdvised } from "./advised.ts";
import { type Candidate, candidatesFrom, type Checked } from "./candidates.ts";
import { answerClaim } from "./claim.ts";
import { notAsked, type TenantCheck } from "./judge-answer.ts";
import { checkNameless } from "./nameless.ts";
import { checkTenant } from "./probe.ts";
import { resolve, type Resolution } from "./resolve.ts";
import type { Search } from "./search.ts";

export interface Settling {
  readonly resolution: Resolution;
  readonly checked: readonly Checked[];
}

/** Asks the vendors about the candidates that matter, then weighs what is known. */
export async function settle(
  search: Search,
  limits: { isPatient: boolean; mostChecks: number },
): Promise<Settling> {
  await askNameless(search, limits);
  const candidates = candidatesOf(search);
  const worth = candidates.filter((candidate) => isWorthAsking(candidate, limits.isPatient));
  for (const candidate of worth.slice(0, limits.mostChecks)) {
    if (search.checks.has(candidate.key)) continue;
    const check = await checkTenant(candidate.recognised, search, linkedAddress(candidate));
    if (check !== undefined) search.checks.set(candidate.key, check);
  }
  const checked: Checked[] = [];
  for (const candidate of candidates) {
    const check = search.checks.get(candidate.key);
    if (check !== undefined) checked.push({ candidate, check });
    else if (candidate.tenant === null || candidate.system.role !== "system")
      checked.push({ candidate, check: notAsked });
  }
  const resolution = resolve(checked, limits.isPatient);
  return {
    resolution: isContested(resolution, candidates, search) ? { kind: "open" } : resolution,
    checked,
  };
}

function candidatesOf(search: Search): Candidate[] {
  return candidatesFrom(search.sightings, search.subject, (sighting) =>
    isAdvised(search, sighting),
  );
}

/** Looks behind addresses that name no tenant: what they lead to is a candidate of its own. */
async function askNameless(
  search: Search,
  { isPatient, mostChecks }: { isPatient: boolean; mostChecks: number },
): Promise<void> {
  const nameless = candidatesOf(search).filter(
    ({ tenant, standing, system, recognised }) =>
      tenant === null &&
      system.role === "system" &&
      Object.keys(recognised.groups).length === 0 &&
      (standing >= 2 || isPatient),
  );
  for (const candidate of nameless.slice(0, mostChecks)) {
    if (!search.checks.has(candidate.key))
      search.checks.set(candidate.key, await checkNameless(candidate, search));
  }
}

/** The address of the vendor that an own page sends its visitors to: the board before single jobs. */
function linkedAddress({ sightings, tenant }: Candidate): string | undefined {
  const links = sightings.filter(
    ({ url, weight, recognised: { use, tenant: named } }) =>
      url !== "" &&
      named === tenant &&
      weight !== "hint" &&
      (use === "board" || use === "job" || use === "apply"),
  );
  return (links.find(({ recognised }) => recognised.use === "board") ?? links[0])?.url;
}

function isWorthAsking(
  { system, standing, recognised, sightings }: Candidate,
  isPatient: boolean,
): boolean {
  if (system.role !== "system") return false;
  // Some systems name an account without naming the tenant; their probes may use it.
  if (recognised.tenant === null && Object.keys(recognised.groups).length === 0) return false;
  return standing >= 2 || (isPatient && sightings.some(({ url }) => url !== ""));
}

/** A rival that was seen and not asked, or that asks for patience, may be the one. */
function isContested(
  resolution: Resolution,
  candidates: readonly Candidate[],
  search: Search,
): boolean {
  if (resolution.kind !== "settled") return false;
  const { winner } = resolution;
  return candidates.some(
    (rival) =>
      rival.system.role === "system" &&
      rival.system !== winner.candidate.system &&
      rival.tenant !== null &&
      isUnheard(search.checks.get(rival.key)) &&
      rival.standing >= 2 &&
      rival.standing > winner.candidate.standing - 1,
  );
}

function isUnheard(check: TenantCheck | undefined): boolean {
  return check === undefined || (check.life === "unknown" && check.isBusy === true);
}

/** The claim of a settled search. */
export function claimOf(
  search: Search,
  resolution: Extract<Resolution, { kind: "settled" }>,
): AnswerClaim {
  return answerClaim({
    winner: resolution.winner,
    withTenant: resolution.withTenant,
    frontEnd: resolution.frontEnd,
    careersUrl: careersUrlOf(search, resolution.winner.candidate),
    siteProofs: search.siteProofs,
  });
}

/** The own page that a person would call the careers page: on the record's domain, or where the proof stands. */
function careersUrlOf({ pages, subject }: Search, { sightings }: Candidate): string | null {
  const proven = new Set([
    siteOf(subject.domain),
    ...sightings.map(({ page }) => siteOf(page.url)),
  ]);
  const seen = pages.filter(({ url, kind }) => isCareersKind(kind) && proven.has(siteOf(url)));
  const best =
    seen.find(({ kind }) => kind === "careers") ?? seen.find(({ kind }) => kind === "openings");
  return best?.url ?? null;
}
