import { saysCareers, saysOpenings } from "../page/careers-words.ts";
import { isCareersKind } from "../page/link-rank.ts";
import type { Candidate, Checked } from "./candidates.ts";

/** What is known when one candidate is judged. */
export interface Company {
  readonly all: readonly Checked[];
  /** Whether the own pages show several companies' tenants: silence identifies nobody there. */
  readonly isCrowded: boolean;
  /** A later tier: it has seen all there is to see, and may take a sole candidate's word. */
  readonly isPatient: boolean;
}

/** 0: no answer. 1: the vendor alone, from an embed. 2: alive. 3: alive and identified. */
export type Grade = 0 | 1 | 2 | 3;

/** How well one candidate is proven. */
export function gradeOf({ candidate, check }: Checked, company: Company): Grade {
  if (candidate.system.role !== "system" || isRefuted({ candidate, check }, company)) return 0;
  if (check.life === "alive" && check.identity === "match") return isShown(candidate) ? 3 : 0;
  if (isDoubtful(candidate, company)) return 0;
  if (check.life === "alive") return isTrusted(candidate) || isLastWord(candidate, company) ? 2 : 0;
  return isVendorCertain({ candidate, check }, company) ? 1 : 0;
}

function isRefuted({ candidate, check }: Checked, { all }: Company): boolean {
  if (check.identity === "mismatch" || check.life === "dead") return true;
  // What embeds a closed tenant embeds nothing.
  return (
    candidate.tenant === null &&
    all.some((other) => other.candidate.system === candidate.system && other.check.life === "dead")
  );
}

function isShown({ standing, sightings }: Candidate): boolean {
  return standing >= 2 || sightings.some(({ url }) => url !== "");
}

/** The vendor names nobody, and the own pages leave open whose tenant it is. */
function isDoubtful(candidate: Candidate, { all, isCrowded }: Company): boolean {
  if (isCrowded || candidate.standing < 2) return true;
  if (candidate.resembles) return false;
  // What only a model led to must be called like the record, or named by the vendor.
  if (candidate.unadvised < 2) return true;
  // "Careers at Globex", on a page that isn't Globex's.
  if (candidate.sightings.some(({ namesOther }) => namesOther)) return true;
  // Where several tenants are shown, one that is called like somebody else may be a client's or a sister's.
  return (
    !isEmbedded(candidate) &&
    tenantsIn(all).filter((each) => each.check.life !== "dead" && !isAsideOnly(each.candidate))
      .length >= 2
  );
}

/** The own page's way of pointing there carries it. */
function isTrusted(candidate: Candidate): boolean {
  if (candidate.standing < 3) return candidate.resembles;
  return isEmbedded(candidate) || isInvited(candidate);
}

/** A live embed on a careers page proves the vendor of a tenant that can't be asked; a link only when nothing else is there. */
function isVendorCertain({ candidate, check }: Checked, company: Company): boolean {
  // Samples and left-overs are embedded too: a named tenant must have shown at least its wall.
  if (candidate.tenant !== null && (!check.isWalled || check.isBusy === true)) return false;
  if (candidate.standing >= 4.5 && isEmbedded(candidate)) return true;
  // A link that names no tenant may be to anybody's job.
  if (candidate.tenant === null && !isEmbedded(candidate)) return false;
  return isLastWord(candidate, company) && isInvited(candidate);
}

function isLastWord(candidate: Candidate, { all, isPatient }: Company): boolean {
  if (
    !isPatient ||
    !candidate.sightings.some(
      ({ page, weight, isAside }) => isCareersKind(page.kind) && weight !== "hint" && !isAside,
    )
  )
    return false;
  return all.every((other) => other.candidate.system === candidate.system || !isRival(other));
}

function isRival({ candidate, check }: Checked): boolean {
  return (
    candidate.system.role === "system" &&
    candidate.standing >= 2 &&
    check.life !== "dead" &&
    check.identity !== "mismatch"
  );
}

/** Called like the record, asked for by name of openings, or shown with several of them. */
function isInvited(candidate: Candidate): boolean {
  const isCalled = candidate.sightings.some(
    ({ weight, text, isAside }) =>
      weight === "call" && !isAside && (saysOpenings(text) || saysCareers(text)),
  );
  return candidate.resembles || isCalled || openingsShown(candidate) >= 2;
}

function isEmbedded({ sightings }: Candidate): boolean {
  return sightings.some(({ weight }) => weight === "embed");
}

/** How many different addresses of the tenant the careers pages show. */
export function openingsShown({ sightings }: Candidate): number {
  return new Set(
    sightings
      .filter(({ page, weight }) => isCareersKind(page.kind) && weight !== "hint")
      .map(({ url }) => url),
  ).size;
}

/** Whether it is only shown for people who are not applying now. */
export function isAsideOnly({ sightings }: Candidate): boolean {
  return sightings.every(({ isAside, weight }) => isAside || weight === "hint");
}

/** A group, a fund or an agency shows the tenants of many. */
export function isCrowd(all: readonly Checked[]): boolean {
  const tenants = tenantsIn(all);
  return (
    tenants.length >= 4 ||
    tenants.filter(({ check }) => check.identity === "mismatch" && check.life === "alive").length >=
      2
  );
}

function tenantsIn(all: readonly Checked[]): Checked[] {
  return all.filter(
    ({ candidate }) =>
      candidate.system.role === "system" && candidate.tenant !== null && candidate.standing >= 2,
  );
}
