import type { Redis } from "ioredis";
import { type Tier, tiers } from "../src/domain/tier.ts";
import { activate, findBatch } from "../src/records/batch.ts";
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
const lookedAt = 2_000;

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
    redispatched += await redispatchLost(redis, queues, { batch, now, isStalled: false });
  }
  return { reclaimed, redispatched };
}

/** Rows sent before `beforeMs` without a job, among the `max` that were sent first. Changes nothing. */
export async function countLost(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  { batch, beforeMs, max }: { batch: string; beforeMs: number; max: number },
): Promise<number> {
  const rows = await listUnclaimed(redis, { batch, beforeMs, max });
  const isLost = await Promise.all(rows.map((row) => hasNoJob(redis, queues, batch, row)));
  return isLost.filter(Boolean).length;
}

/**
 * Brings one batch going again: every expired lease and every lost job at once, and it is fed
 * again. `isStalled`: a job that stands in no list of its queue counts as lost, too.
 */
export async function resumeBatch(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  { batch, now, isStalled }: { batch: string; now: number; isStalled: boolean },
): Promise<Recovered & { readonly isFedAnew: boolean }> {
  const reclaimed = await reclaimAll(redis, queues, batch);
  const redispatched = await redispatchLost(redis, queues, { batch, now, isStalled });
  const isFedAnew = (await redis.lpos(globalKeys.active, batch)) === null;
  if (isFedAnew) await activate(redis, batch);
  return { reclaimed, redispatched, isFedAnew };
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
  { batch, now, isStalled }: { batch: string; now: number; isStalled: boolean },
): Promise<number> {
  const beforeMs = now - jobMissingAfterMs;
  let total = 0;
  for (let skip = 0; ;) {
    const rows = await listUnclaimed(redis, { batch, beforeMs, max: lookedAt, skip });
    const outcomes = await Promise.all(
      rows.map(async (row) => {
        const tier = tiers[row.tierNumber - 1];
        const isLost =
          (await hasNoJob(redis, queues, batch, row)) ||
          (isStalled && (await dropStrayJob(queues, batch, row)));
        return isLost && tier ? makeDue(redis, { batch, tier, ...row }) : "stale";
      }),
    );
    const due = rows.filter((_, i) => outcomes[i] === "due").map(({ n }) => n);
    await sendFirst(redis, queues, batch, due);
    total += due.length;
    skip += rows.length - due.length;
    if (rows.length < lookedAt) return total;
  }
}

interface Sent {
  readonly n: number;
  readonly tierNumber: number;
  readonly epoch: number;
}

async function hasNoJob(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  batch: string,
  sent: Sent,
): Promise<boolean> {
  const job = jobOf(batch, sent);
  return job !== undefined && (await redis.exists(queues[job.tier].toKey(job.id))) === 0;
}

/** Removes a job that exists and is in no list, where no worker would ever find it. */
async function dropStrayJob(
  queues: Record<Tier, TierQueue>,
  batch: string,
  sent: Sent,
): Promise<boolean> {
  const job = jobOf(batch, sent);
  if (!job || (await queues[job.tier].getJobState(job.id)) !== "unknown") return false;
  await queues[job.tier].remove(job.id);
  return true;
}

/** The job that a row was sent as; `undefined` for a tier that there is not. */
function jobOf(
  batch: string,
  { n, tierNumber, epoch }: Sent,
): { tier: Tier; id: string } | undefined {
  const tier = tiers[tierNumber - 1];
  return tier && { tier, id: jobId({ b: batch, r: n, e: epoch }, tier) };
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
