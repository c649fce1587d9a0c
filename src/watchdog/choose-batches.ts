import type { Redis } from "ioredis";
import { type Batch, findBatch } from "../records/batch.ts";
import { globalKeys } from "../records/keys.ts";
import type { Memory } from "./memory.ts";

export interface ChosenBatches {
  readonly batches: readonly Batch[];
  /** Ids of those in work, for the next look: it must see how they ended. */
  readonly open: readonly string[];
  readonly rotation: ReadonlySet<string>;
  /** Place in the list of all batches from which the next look reads on. */
  readonly cursor: number;
}

const mostBatches = 500;
const sliceSize = 100;
const firstLookBackMs = 3_600_000;

/**
 * The batches to look at: those being fed, those that were in work at the last look or began since,
 * those that a standing notice is about, and a slice of all others in turn, where one may be found
 * that somebody dropped. Of more than 500 the others are looked at another time: the rotation turns.
 */
export async function chooseBatches(
  redis: Redis,
  { cursors, standing, lastTickAt }: Memory,
  now: number,
): Promise<ChosenBatches> {
  const since = lastTickAt === null ? now - firstLookBackMs : lastTickAt - 60_000;
  const [fed, begun, slice] = await Promise.all([
    redis.lrange(globalKeys.active, 0, -1),
    redis.zrangebyscore(globalKeys.batches, since, "+inf", "LIMIT", 0, sliceSize),
    redis.zrange(globalKeys.batches, `${cursors.batches}`, `${cursors.batches + sliceSize - 1}`),
  ]);
  const told = standing.flatMap(({ subject }) => subject.split(" ").slice(0, 1)).filter(isId);
  const wanted = new Set([...told, ...fed, ...cursors.open, ...begun]);
  const known = wanted.size;
  for (const id of slice) wanted.add(id);
  const found = await Promise.all(
    [...wanted].slice(0, mostBatches).map((id) => findBatch(redis, id)),
  );
  const batches = found.flatMap((batch, i) =>
    // What is archived is taken out of Redis row by row.
    batch && batch.archive === null && (i < known || isOpen(batch)) ? [batch] : [],
  );
  return {
    batches,
    open: batches.filter(isOpen).map(({ id }) => id),
    rotation: new Set(fed),
    cursor: slice.length < sliceSize ? 0 : cursors.batches + sliceSize,
  };
}

/** Its rows may still change. */
function isOpen({ status, doneAt }: Batch): boolean {
  return doneAt === null && status !== "receiving";
}

function isId(word: string): boolean {
  return /^b[a-z0-9]{11}$/.test(word);
}
