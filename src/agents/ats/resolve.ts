import { saysCareers, saysOpenings } from "../page/careers-words.ts";
import { isCareersKind } from "../page/link-rank.ts";
import type { Candidate, Checked } from "./candidates.ts";

/** What the candidates add up to. */
export type Resolution =
  | { readonly kind: "settled"; readonly winner: Checked; readonly withTenant: boolean; readonly frontEnd: Candidate | undefined }
  /** Two systems stand on equal ground. */
  | { readonly kind: "conflict"; readonly between: readonly Checked[] }
  /** Only a layer over the system is known. */
  | { readonly kind: "front_end"; readonly frontEnd: Candidate }
  | { readonly kind: "open" };

/**
 * Chooses among candidates, or refuses to. Alive and identified beats alive, alive beats what may
 * not be asked; where identity and position disagree nobody wins. `patient`: a later tier, which
 * has seen all there is to see and may take a sole candidate's word.
 */
export function resolve(checked: readonly Checked[], isPatient: boolean): Resolution {
  const isCrowded = crowded(checked);
  const answers = checked
    .map((each) => ({ each, grade: gradeOf(each, checked, isCrowded, isPatient) }))
    .filter(({ grade }) => grade > 0);
  const frontEnd = checked.find(({ candidate, check }) => isFrontEnd(candidate) && check.identity !== "mismatch" && check.life !== "dead")?.candidate;
  const bySystem = new Map<string, { each: Checked; grade: number }>();
  for (const answer of answers) {
    const known = bySystem.get(answer.each.candidate.system.id);
    if (known === undefined || better(answer, known)) bySystem.set(answer.each.candidate.system.id, answer);
  }
  const best = [...bySystem.values()];
  const winners = best.filter((one) => best.every((other) => one === other || dominates(one, other)));
  const [winner] = winners;
  if (winner !== undefined) {
    const { each } = winner;
    return { kind: "settled", winner: each, withTenant: each.check.life === "alive", frontEnd };
  }
  if (best.length > 1) return { kind: "conflict", between: best.map(({ each }) => each) };
  return frontEnd === undefined ? { kind: "open" } : { kind: "front_end", frontEnd };
}

function isFrontEnd({ system, standing }: Candidate): boolean {
  return system.role === "front_end" && standing >= 2;
}

/** Several companies' tenants on the own pages: a group, a fund or an agency; silence identifies nobody there. */
function crowded(checked: readonly Checked[]): boolean {
  const tenants = checked.filter(({ candidate }) => candidate.system.role === "system" && candidate.tenant !== null && candidate.standing >= 2);
  return tenants.length >= 4 || tenants.filter(({ check }) => check.identity === "mismatch" && check.life === "alive").length >= 2;
}

/** 0: no answer. 1: the vendor alone, from an embed. 2: alive. 3: alive and identified. */
function gradeOf({ candidate, check }: Checked, all: readonly Checked[], isCrowded: boolean, isPatient: boolean): number {
  if (candidate.system.role !== "system" || check.identity === "mismatch" || check.life === "dead") return 0;
  const isAddressed = candidate.sightings.some(({ url }) => url !== "");
  if (check.life === "alive" && check.identity === "match") return candidate.standing >= 2 || isAddressed ? 3 : 0;
  if (isCrowded || candidate.standing < 2 || isSaidToBeAnothers(candidate)) return 0;
  // Where several tenants are shown, one that is called like somebody else may be a client's or a sister's.
  if (!candidate.resembles && !isEmbedded(candidate) && tenantsShown(all) >= 2) return 0;
  if (check.life === "alive") return isTrusted(candidate) || (isPatient && isSole(candidate, all) && isOnCareersPage(candidate)) ? 2 : 0;
  return isVendorCertain(candidate, all, isPatient) ? 1 : 0;
}

/** The vendor keeps silent on the owner: then the own page's way of pointing there has to carry it. */
function isTrusted(candidate: Candidate): boolean {
  if (candidate.standing < 3) return candidate.resembles && candidate.standing >= 2;
  return isEmbedded(candidate) || candidate.resembles || isCalled(candidate) || openingsShown(candidate) >= 2;
}

/** The tenant can't be asked: a live embed on a careers page proves the vendor, a link only when nothing else is there. */
function isVendorCertain(candidate: Candidate, all: readonly Checked[], isPatient: boolean): boolean {
  if (candidate.standing >= 4.5 && isEmbedded(candidate)) return true;
  if (!isPatient || !isSole(candidate, all) || !isOnCareersPage(candidate)) return false;
  return candidate.resembles || isCalled(candidate) || openingsShown(candidate) >= 2;
}

/** "Careers at Globex", on a page that isn't Globex's. */
function isSaidToBeAnothers({ resembles, sightings }: Candidate): boolean {
  return !resembles && sightings.some(({ namesOther }) => namesOther);
}

function tenantsShown(all: readonly Checked[]): number {
  const shown = all.filter(
    ({ candidate, check }) => candidate.system.role === "system" && candidate.tenant !== null && candidate.standing >= 2 && check.life !== "dead",
  );
  return shown.filter(({ candidate }) => !isAsideOnly(candidate)).length;
}

function isEmbedded({ sightings }: Candidate): boolean {
  return sightings.some(({ weight }) => weight === "embed");
}

function isCalled({ sightings }: Candidate): boolean {
  return sightings.some(({ weight, text, isAside }) => weight === "call" && !isAside && (saysOpenings(text) || saysCareers(text)));
}

function isOnCareersPage({ sightings }: Candidate): boolean {
  return sightings.some(({ page, weight, isAside }) => isCareersKind(page.kind) && weight !== "hint" && !isAside);
}

function openingsShown({ sightings }: Candidate): number {
  return new Set(sightings.filter(({ page, weight }) => isCareersKind(page.kind) && weight !== "hint").map(({ url }) => url)).size;
}

function isSole(candidate: Candidate, all: readonly Checked[]): boolean {
  return all.every(
    ({ candidate: other, check }) =>
      other === candidate || other.system.role !== "system" || check.life === "dead" || check.identity === "mismatch" || other.standing < 2,
  );
}

interface Graded {
  readonly each: Checked;
  readonly grade: number;
}

/** Between tenants of one system any order will do, as long as it is always the same. */
function better(a: Graded, b: Graded): boolean {
  if (a.grade !== b.grade) return a.grade > b.grade;
  const one = a.each.candidate;
  const other = b.each.candidate;
  if (one.standing !== other.standing) return one.standing > other.standing;
  if (one.resembles !== other.resembles) return one.resembles;
  return one.sightings.length > other.sightings.length;
}

/** Whether one system leaves the other no case: better in something, worse in nothing that counts. */
function dominates(a: Graded, b: Graded): boolean {
  const one = a.each.candidate;
  const other = b.each.candidate;
  if (isAsideOnly(other) && !isAsideOnly(one)) return true;
  if (isAsideOnly(one)) return false;
  const position = one.standing - other.standing;
  // What the careers page does now outweighs what is still linked elsewhere, unless it can't be asked.
  if (position >= 1) return a.grade >= Math.min(b.grade, 2);
  if (position > -0.6) {
    if (a.grade !== b.grade) return a.grade > b.grade;
    if (position >= 0.5) return true;
    return openingsShown(one) >= 3 * Math.max(1, openingsShown(other));
  }
  return false;
}

function isAsideOnly({ sightings }: Candidate): boolean {
  return sightings.every(({ isAside, weight }) => isAside || weight === "hint");
}
