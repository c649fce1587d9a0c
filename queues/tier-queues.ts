import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type Tier, tierNumber, tiers } from "../src/domain/tier.ts";
import { openQueue } from "./open-queue.ts";
import type { RowJob } from "./row-job.ts";

export type TierQueue = Queue<RowJob, void, "attempt">;

/**
 * Opens a tier's queue for adding and looking. BullMQ keeps no finished jobs; rows do. It is the
 * consumer that says so: as an option of each job it would be packed, stored and read once a row.
 */
export function openTierQueue(tier: Tier, connection: Redis): TierQueue {
  return openQueue(tier, connection);
}

export function openTierQueues(connection: Redis): Record<Tier, TierQueue> {
  return Object.fromEntries(tiers.map((tier) => [tier, openTierQueue(tier, connection)])) as Record<
    Tier,
    TierQueue
  >;
}

/** Deterministic, so that the same dispatch can't be queued twice; no `:`, never a bare integer. */
export function jobId({ b, r, e }: RowJob, tier: Tier): string {
  return `${b}-${r}-t${tierNumber(tier)}-e${e}`;
}
