import type { Redis } from "ioredis";
import { countLost } from "../../queues/recovery.ts";
import type { TierQueue } from "../../queues/tier-queues.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { lastEventId } from "../records/events.ts";
import { batchKeys } from "../records/keys.ts";
import { type BatchPlaces, readPlaces } from "../records/places.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import type { BatchFacts } from "./facts.ts";
import { readStuck } from "./read-stuck.ts";

export interface ReadBatchDeps {
  readonly redis: Redis;
  readonly queues: Record<Tier, TierQueue>;
  readonly spec: OrchestratorSpec | undefined;
  readonly now: number;
  readonly graceMs: number;
  /** Rows to look at one by one, for each question. */
  readonly mostRows: number;
  readonly isInRotation: boolean;
}

export interface ReadBatch {
  readonly facts: Omit<BatchFacts, "audit">;
  readonly places: BatchPlaces;
}

/** One batch in numbers: a fixed number of questions, sent together. */
export async function readBatch(batch: Batch, deps: ReadBatchDeps): Promise<ReadBatch | undefined> {
  const { redis, now, mostRows } = deps;
  const { id } = batch;
  const keys = batchKeys(id);
  const isActive = batch.status === "active";
  const overdue = now - deps.graceMs;
  const [places, counts, event, expired, missing, hands] = await Promise.all([
    readPlaces(redis, id),
    readCounts(redis, id),
    lastEventId(redis, id),
    isActive ? redis.zcount(keys.held, "-inf", overdue) : 0,
    isActive ? countLost(redis, deps.queues, { batch: id, beforeMs: overdue, max: mostRows }) : 0,
    isActive ? readStuck(redis, id, { ...deps, max: mostRows }) : [],
  ]);
  if (!places) return undefined;
  const { maxUsdNano, spentNano, reservedNano, status } = places;
  const begunAt = batch.sealedAt ?? batch.createdAt;
  return {
    facts: {
      id,
      status,
      statusNote: batch.statusNote,
      counts,
      maxUsdNano,
      spentNano,
      reservedNano,
      waiting: byTier((tier) => places.tiers[tier].due + places.tiers[tier].sent),
      held: tiers.reduce((sum, tier) => sum + places.tiers[tier].held, 0),
      lastChangeAt: event === "0" ? begunAt : Number(event.split("-")[0]),
      isInRotation: deps.isInRotation || !isActive,
      lost: expired + missing,
      stuck: hands,
    },
    places,
  };
}

export function byTier<T>(of: (tier: Tier) => T): Record<Tier, T> {
  return Object.fromEntries(tiers.map((tier) => [tier, of(tier)])) as Record<Tier, T>;
}
