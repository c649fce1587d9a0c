import type { Redis } from "ioredis";
import { type Tier, tiers } from "../src/domain/tier.ts";
import { findBatch } from "../src/records/batch.ts";
import { cancelWaiting } from "../src/records/cancel.ts";
import { listUnclaimed, makeDue, takeDue } from "../src/records/dispatch.ts";
import { batchKeys, globalKeys } from "../src/records/keys.ts";
import { reclaimExpired } from "../src/records/lease.ts";
import { readRecords } from "../src/records/record.ts";
import { jobId, type TierQueue } from "./tier-queues.ts";

export interface Recovered {
  /** Rows whose worker fell silent. */
  readonly reclaimed: number;
  /** Rows whose job was gone. */
  readonly redispatched: number;
}

/** A dispatched row is looked for in its queue once it has waited this long. */
const jobMissingAfterMs = 5_000;
const chunk = 500;

/**
 * One sweep over the active batches: expired leases and lost jobs become due again and go to the
 * head of their queues, cancelled batches lose their waiting rows, finished ones leave the
 * rotation. Safe to run anywhere, at once.
 */
export async function recover(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  now: number,
): Promise<Recovered> {
  const batches = await redis.lrange(globalKeys.active, 0, -1);
  let reclaimed = 0;
  let redispatched = 0;
  for (const batch of new Set(batches)) {
    const found = await findBatch(redis, batch);
    if (!found || found.doneAt !== null) {
      await redis.lrem(globalKeys.active, 0, batch);
      continue;
    }
    if (found.status === "cancelled") await cancelWaiting(redis, { batch, max: 5_000 });
    reclaimed += await reclaimAll(redis, queues, batch);
    redispatched += await redispatchLost(redis, queues, batch, now);
  }
  return { reclaimed, redispatched };
}

async function reclaimAll(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  batch: string,
): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await reclaimExpired(redis, { batch, max: chunk });
    await sendFirst(redis, queues, batch, rows);
    total += rows.length;
    if (rows.length < chunk) return total;
  }
}

async function redispatchLost(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  batch: string,
  now: number,
): Promise<number> {
  const beforeMs = now - jobMissingAfterMs;
  const rows = await listUnclaimed(redis, { batch, beforeMs, max: 2_000 });
  const outcomes = await Promise.all(
    rows.map(async ({ n, tierNumber, epoch }) => {
      const tier = tiers[tierNumber - 1];
      if (!tier) return "stale";
      const id = jobId({ b: batch, r: n, e: epoch }, tier);
      if ((await redis.exists(queues[tier].toKey(id))) === 1) return "stale";
      return makeDue(redis, { batch, n, tier, epoch });
    }),
  );
  const due = rows.filter((_, i) => outcomes[i] === "due").map(({ n }) => n);
  await sendFirst(redis, queues, batch, due);
  return due.length;
}

/**
 * Puts rows that are due again at the head of the line: their turn had come before, and behind
 * thousands of fresh rows they would wait for most of the batch. If this dies half-way, they are
 * due or found missing like any other.
 */
async function sendFirst(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  batch: string,
  rows: readonly number[],
): Promise<void> {
  const records = await readRecords(redis, batch, rows);
  for (const tier of tiers) {
    const mine = records.filter((record) => record?.tier === tier).flatMap((one) => one?.n ?? []);
    if (mine.length === 0) continue;
    // By the number of the row, as at intake; a row that somebody took meanwhile stays taken.
    const places = mine.flatMap((n) => [n, n]);
    await redis.zadd(batchKeys(batch).due(tier), "XX", "LT", ...places);
    const sent = await takeDue(redis, { batch, tier, max: mine.length });
    await queues[tier].addBulk(
      sent.rows.map(({ n, epoch }) => {
        const data = { b: batch, r: n, e: epoch };
        return { name: "attempt", data, opts: { jobId: jobId(data, tier), lifo: true } };
      }),
    );
  }
}
