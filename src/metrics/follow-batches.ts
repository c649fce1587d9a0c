import type { Redis } from "ioredis";
import { addUp, listGrowing, type NameSums } from "../records/all-time.ts";
import { type BatchPlaces, readPlaces } from "../records/places.ts";

/** What is known of the unfinished batches. */
export interface Followed {
  readonly batches: readonly BatchPlaces[];
  /** Unfinished batches that were not looked at this time. */
  readonly behind: number;
}

/**
 * Follows all unfinished batches at a bounded cost: each call looks at `most` of them at most, those
 * first that it has not seen for longest, and remembers the others as they were. Finished batches
 * cost nothing.
 */
export function followBatches(redis: Redis, namesOf: NameSums, most: number) {
  const known = new Map<string, { places: BatchPlaces | undefined; at: number }>();
  let turn = 0;

  return async (): Promise<Followed> => {
    turn += 1;
    const growing = await listGrowing(redis);
    for (const batch of known.keys()) if (!growing.has(batch)) known.delete(batch);
    const waiting = [...growing.keys()].toSorted(
      (a, b) => (known.get(a)?.at ?? 0) - (known.get(b)?.at ?? 0),
    );
    const chosen = waiting.slice(0, most);
    const [places] = await Promise.all([
      Promise.all(chosen.map((batch) => readPlaces(redis, batch))),
      addUp(redis, new Map(chosen.map((batch) => [batch, growing.get(batch) ?? ""])), namesOf),
    ]);
    chosen.forEach((batch, i) => known.set(batch, { places: places[i], at: turn }));
    return {
      batches: [...known.values()].flatMap((one) => one.places ?? []),
      behind: growing.size - chosen.length,
    };
  };
}
