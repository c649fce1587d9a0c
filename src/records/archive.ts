import type { Redis } from "ioredis";
import { z } from "zod";
import { tiers } from "../domain/tier.ts";
import type { Batch } from "./batch.ts";
import { type Counts, isFinished } from "./counters.ts";
import { batchKeys, globalKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const archive = script("archive", {
  keys: ["batch", "counters", "money", "calls", "held", "sent"],
  reply: z.enum(["archived", "changed", "gone"]),
});

/** A batch's small hashes as they lie in Redis: everything of it but rows and calls. */
export const BatchHashes = z.strictObject({
  batch: z.record(z.string(), z.string()),
  counters: z.record(z.string(), z.string()),
  money: z.record(z.string(), z.string()),
  spend: z.record(z.string(), z.string()),
  figures: z.record(z.string(), z.string()),
});
export type BatchHashes = z.infer<typeof BatchHashes>;

/** Reads them; `undefined` when there is no such batch. */
export async function readHashes(redis: Redis, id: string): Promise<BatchHashes | undefined> {
  const keys = batchKeys(id);
  const [batch, counters, money, spend, figures] = await Promise.all(
    [keys.batch, keys.counters, keys.money, keys.spend, keys.figures].map((key) =>
      redis.hgetall(key),
    ),
  );
  if (!batch?.["id"]) return undefined;
  return {
    batch,
    counters: counters ?? {},
    money: money ?? {},
    spend: spend ?? {},
    figures: figures ?? {},
  };
}

/** When a batch came to rest for good, unless somebody reopens it; `null` while it has not. */
export function restedAt(batch: Batch, counts: Counts): number | null {
  if (batch.status !== "done" && batch.status !== "cancelled") return null;
  if (!isFinished(counts)) return null;
  // A batch that was cancelled before any line of it was work has no end of its own.
  return batch.doneAt ?? batch.createdAt;
}

/** Whether calls of a batch are out that will still be booked. */
export async function hasOpenCalls(redis: Redis, id: string): Promise<boolean> {
  return (await redis.hlen(batchKeys(id).calls)) > 0;
}

/**
 * Says that the batch lies in the archive under that hash, provided that it is at rest and still as
 * it was when these hashes were read. From then on it is read from there.
 */
export async function markArchived(
  redis: Redis,
  id: string,
  hash: string,
  { counters, money }: Pick<BatchHashes, "counters" | "money">,
): Promise<"archived" | "changed" | "gone"> {
  const spent = money["spent"] ?? "0";
  return archive(redis, batchKeys(id), [hash, spent, ...Object.entries(counters).flat()]);
}

/** Rows removed per command: a few milliseconds of Redis at most. */
const slice = 500;

/**
 * Removes what Redis holds of a batch that was marked as archived, in slices, its numbers last and
 * all at once; then its place in the lists. Safe to repeat, and to go on with after a crash.
 */
export async function removeArchived(redis: Redis, id: string): Promise<void> {
  const keys = batchKeys(id);
  const [hash, lines] = await Promise.all([
    redis.hget(keys.batch, "archive"),
    redis.hget(keys.counters, "lines"),
  ]);
  if (hash !== null) {
    const count = Number(lines ?? 0);
    for (let first = 0; first < count; first += slice) {
      const rows = Array.from({ length: Math.min(slice, count - first) }, (_, i) => first + i);
      await redis.unlink(rows.map(keys.row));
    }
    for (const key of [
      keys.events,
      keys.journal,
      keys.steps,
      keys.calls,
      keys.ledger,
      keys.dedupe,
      keys.sent,
      keys.held,
      ...tiers.map(keys.due),
    ]) {
      await redis.unlink(key);
    }
    await redis.lrem(globalKeys.active, 0, id);
    // Together: numbers without what was already told of them would be told again.
    await redis.unlink(keys.batch, keys.counters, keys.money, keys.spend, keys.figures, keys.told);
  }
  if ((await redis.exists(keys.batch)) === 0) await redis.zrem(globalKeys.batches, id);
}
