import type { Redis } from "ioredis";
import { type Tier, tiers } from "../src/domain/tier.ts";
import { findBatch } from "../src/records/batch.ts";
import { cancelWaiting } from "../src/records/cancel.ts";
import { listUnclaimed, makeDue } from "../src/records/dispatch.ts";
import { globalKeys } from "../src/records/keys.ts";
import { reclaimExpired } from "../src/records/lease.ts";
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
 * One sweep over the active batches: expired leases and lost jobs become due again, cancelled
 * batches lose their waiting rows, finished ones leave the rotation. Safe to run anywhere, at once.
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
    reclaimed += await reclaimAll(redis, batch);
    redispatched += await redispatchLost(redis, queues, batch, now);
  }
  return { reclaimed, redispatched };
}

async function reclaimAll(redis: Redis, batch: string): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await reclaimExpired(redis, { batch, max: chunk });
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
      const queue = queues[tier];
      const id = jobId({ b: batch, r: n, e: epoch }, tier);
      if ((await redis.exists(queue.toKey(id))) === 1) return "stale";
      return makeDue(redis, { batch, n, tier, epoch });
    }),
  );
  return outcomes.filter((outcome) => outcome === "due").length;
}
