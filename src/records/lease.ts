import type { Redis } from "ioredis";
import { z } from "zod";
import { batchStatuses } from "./batch.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const renew = script("renew", {
  keys: ["batch", "held"],
  reply: z.tuple([z.enum([...batchStatuses, "gone"])]).rest(z.coerce.number()),
});
const reclaim = script("reclaim", {
  keys: ["batch", "counters", "held", "events", "steps", "money", "calls", "ledger", "spend"],
  reply: z.tuple([z.enum(["open", "done"])]).rest(z.coerce.number()),
  books: true,
});

/** A row that kills its worker this often is given up, or it would never end. */
const lostLeasesLimit = 20;

/** Prolongs leases; names the rows that are no longer the caller's, and the batch's status. */
export async function renewLeases(
  redis: Redis,
  { batch, leaseMs }: { batch: string; leaseMs: number },
  rows: readonly { n: number; fence: number }[],
) {
  const keys = batchKeys(batch);
  const [status, ...lost] = await renew(redis, keys, [
    keys.rows,
    leaseMs,
    ...rows.flatMap(({ n, fence }) => [n, fence]),
  ]);
  return { status, lost };
}

/** Makes up to `max` rows due again whose lease ran out. A later claim fences off the old holder. */
export async function reclaimExpired(
  redis: Redis,
  { batch, max }: { batch: string; max: number },
): Promise<{ rows: number[]; done: boolean }> {
  const keys = batchKeys(batch);
  const [end, ...rows] = await reclaim(redis, keys, [keys.rows, keys.dues, max, lostLeasesLimit]);
  return { rows, done: end === "done" };
}
