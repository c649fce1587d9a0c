import type { OwnEnd } from "./crew.ts";
import type { Made } from "./troubles.ts";
import type { TroubleKind } from "./plan.ts";

/** A process that finds no Redis to begin with gives up after 5 s, and loading takes its time. */
const graceMs = 15_000;

/** What may make a process that is only starting give up: its manager starts it again. */
const reasons: ReadonlySet<TroubleKind> = new Set([
  "Redis killed",
  "lines dropped",
  "lines delayed",
  "lines half open",
  "memory full",
  "disk full",
]);

/** Processes that ended by themselves while nothing was wrong with Redis or its line. */
export function unexplained(ends: readonly OwnEnd[], made: readonly Made[]): string[] {
  return ends
    .filter(
      ({ at }) =>
        !made.some((one) => reasons.has(one.kind) && one.at <= at && at <= one.until + graceMs),
    )
    .map(({ post, how }) => `a ${post} ended by itself with ${how}`);
}
