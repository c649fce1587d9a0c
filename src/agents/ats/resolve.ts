import type { Candidate, Checked } from "./candidates.ts";
import { type Grade, gradeOf, isAsideOnly, isCrowd, openingsShown } from "./grade.ts";

/** What the candidates add up to. */
export type Resolution =
  | {
      readonly kind: "settled";
      readonly winner: Checked;
      readonly withTenant: boolean;
      readonly frontEnd: Candidate | undefined;
    }
  /** Two systems stand on equal ground. */
  | { readonly kind: "conflict"; readonly between: readonly Checked[] }
  /** Only a layer over the system is known. */
  | { readonly kind: "front_end"; readonly frontEnd: Candidate }
  | { readonly kind: "open" };

interface Graded {
  readonly each: Checked;
  readonly grade: Grade;
}

/**
 * Chooses among candidates, or refuses to. Alive and identified beats alive, alive beats what may
 * not be asked; where identity and position disagree nobody wins. `isPatient`: see `Company`.
 */
export function resolve(checked: readonly Checked[], isPatient: boolean): Resolution {
  const company = { all: checked, isCrowded: isCrowd(checked), isPatient };
  const best = new Map<string, Graded>();
  for (const each of checked) {
    const graded = { each, grade: gradeOf(each, company) };
    const known = best.get(each.candidate.system.id);
    if (graded.grade > 0 && (known === undefined || isBetter(graded, known)))
      best.set(each.candidate.system.id, graded);
  }
  const frontEnd = checked.find(isFrontEnd)?.candidate;
  const rivals = [...best.values()];
  const winner = rivals.find((one) =>
    rivals.every((other) => one === other || dominates(one, other)),
  )?.each;
  if (winner !== undefined)
    return { kind: "settled", winner, withTenant: winner.check.life === "alive", frontEnd };
  if (rivals.length > 1) return { kind: "conflict", between: rivals.map(({ each }) => each) };
  return frontEnd === undefined ? { kind: "open" } : { kind: "front_end", frontEnd };
}

function isFrontEnd({ candidate, check }: Checked): boolean {
  const { system, standing, unadvised, resembles } = candidate;
  return (
    system.role === "front_end" &&
    (resembles ? standing : unadvised) >= 2 &&
    check.identity !== "mismatch" &&
    check.life !== "dead"
  );
}

/** Between tenants of one system any order will do, as long as it is always the same. */
function isBetter(a: Graded, b: Graded): boolean {
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
  if (isAsideOnly(one) || isAsideOnly(other)) return !isAsideOnly(one);
  const ahead = one.standing - other.standing;
  // What the careers page does now outweighs what is still linked elsewhere, unless it can't be asked.
  if (ahead >= 1) return a.grade >= Math.min(b.grade, 2);
  if (ahead < -0.5) return false;
  if (a.grade !== b.grade) return a.grade > b.grade;
  return (
    ahead >= 0.5 || (ahead > -0.5 && openingsShown(one) >= 3 * Math.max(1, openingsShown(other)))
  );
}
