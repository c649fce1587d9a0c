import type { Redis } from "ioredis";
import type { TierQueue } from "../../queues/tier-queues.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import type { KeyState } from "../models/keys/key-states.ts";
import { pause } from "../platform/loop.ts";
import { type Batch, findBatch } from "../records/batch.ts";
import { globalKeys } from "../records/keys.ts";
import { listWorkers, type WorkerBeat } from "../records/worker-beats.ts";
import { type ChosenBatches, chooseBatches } from "./choose-batches.ts";
import type { BatchFacts, Facts, ScheduleFacts, TierFacts } from "./facts.ts";
import type { Memory } from "./memory.ts";
import { type Audited, readAudit } from "./read-audit.ts";
import { byTier, readBatch, type ReadBatch } from "./read-batch.ts";
import { readOutcomes } from "./read-outcomes.ts";
import { readRedis } from "./read-redis.ts";
import { redisNow } from "./redis-now.ts";
import type { Contracts } from "./read-stuck.ts";

export interface FactsDeps {
  readonly redis: Redis;
  readonly queues: Record<Tier, TierQueue>;
  readonly workflows: Contracts;
  readonly readKeys: () => Promise<readonly KeyState[]>;
  readonly readSchedules?: () => Promise<readonly ScheduleFacts[]>;
  readonly findBrowserOrphans: () => readonly number[];
  /** What workers have to mend by themselves before the watchdog does, and what attempts get beyond their time. */
  readonly graceMs: number;
  /** Between finding something broken and looking again. */
  readonly confirmMs: number;
  readonly signal: AbortSignal;
}

/** Looked at in one look, over all batches together. */
const most = { rows: 4_000, events: 8_000, hosts: 2_000 };
const atOnce = 10;

/**
 * Reads what the watchdog judges by. However many rows there are, a look costs the same: numbers
 * are exact, rows and events are read up to a limit, the rest comes in turn (see `most`).
 */
export async function readFacts(
  deps: FactsDeps,
  memory: Memory,
): Promise<{ facts: Facts; cursors: Memory["cursors"] }> {
  const { redis } = deps;
  const now = await redisNow(redis);
  const [redisFacts, workers, keys, schedules, chosen] = await Promise.all([
    readRedis(redis),
    listWorkers(redis),
    deps.readKeys(),
    deps.readSchedules?.() ?? [],
    chooseBatches(redis, memory, now),
  ]);
  const looks: Look[] = [];
  for (let i = 0; i < chosen.batches.length; i += atOnce) {
    const some = chosen.batches.slice(i, i + atOnce);
    const read = await Promise.all(
      some.map((batch) => lookAt(batch, { deps, memory, chosen, now })),
    );
    looks.push(...read.filter((one) => one !== undefined));
  }
  return {
    facts: {
      now,
      tiers: await readTiers(deps, looks, workers),
      batches: looks.map(({ facts }) => facts),
      outcomes: looks.flatMap(({ outcomes }) => outcomes),
      keys,
      redis: redisFacts,
      schedules,
      browserOrphans: deps.findBrowserOrphans(),
    },
    cursors: {
      open: [...chosen.open],
      batches: chosen.cursor,
      events: Object.fromEntries(looks.map(({ facts, lastEvent }) => [facts.id, lastEvent])),
      audit: Object.fromEntries(looks.map(({ facts, nextRow }) => [facts.id, nextRow])),
    },
  };
}

interface Look {
  readonly facts: BatchFacts;
  readonly places: ReadBatch["places"];
  readonly outcomes: Facts["outcomes"];
  readonly lastEvent: string;
  readonly nextRow: number;
}

async function lookAt(
  batch: Batch,
  of: { deps: FactsDeps; memory: Memory; chosen: ChosenBatches; now: number },
): Promise<Look | undefined> {
  const { deps, memory, chosen, now } = of;
  const { redis, confirmMs } = deps;
  const share = (all: number) => Math.max(20, Math.floor(all / chosen.batches.length));
  const wait = () => pause(confirmMs, deps.signal);
  const read = await readBatch(batch, {
    ...deps,
    now,
    spec: deps.workflows.get(batch.workflow)?.spec,
    mostRows: share(most.rows),
    isInRotation: chosen.rotation.has(batch.id),
  });
  if (!read) return undefined;
  const { lines } = read.facts.counts;
  const [outcomes, audited, isInRotation] = await Promise.all([
    readOutcomes(redis, batch.id, {
      after: memory.cursors.events[batch.id] ?? "0",
      max: share(most.events),
      mostHosts: share(most.hosts),
    }),
    batch.status === "receiving"
      ? unaudited
      : readAudit(
          redis,
          {
            batch: batch.id,
            lines,
            first: memory.cursors.audit[batch.id] ?? 0,
            max: share(most.rows),
          },
          wait,
        ),
    read.facts.isInRotation || isFedAfterAll(redis, batch.id, wait),
  ]);
  return {
    facts: { ...read.facts, isInRotation, audit: audited.broken },
    places: read.places,
    outcomes: outcomes.outcomes,
    lastEvent: outcomes.last,
    nextRow: audited.next,
  };
}

const unaudited: Audited = { broken: [], next: 0 };

/** A batch that ends, or is only just resumed, is not in the rotation for a moment. */
async function isFedAfterAll(
  redis: Redis,
  id: string,
  wait: () => Promise<void>,
): Promise<boolean> {
  await wait();
  const [batch, place] = await Promise.all([
    findBatch(redis, id),
    redis.lpos(globalKeys.active, id),
  ]);
  return place !== null || batch?.status !== "active";
}

async function readTiers(
  { queues }: FactsDeps,
  looks: readonly Look[],
  workers: readonly WorkerBeat[],
): Promise<Record<Tier, TierFacts>> {
  const active = looks.filter(({ facts }) => facts.status === "active");
  const counts = await Promise.all(
    tiers.map((tier) => queues[tier].getJobCounts("wait", "prioritized", "active", "delayed")),
  );
  const jobs = byTier((tier) =>
    Object.values(counts[tiers.indexOf(tier)] ?? {}).reduce((sum, count) => sum + count, 0),
  );
  return byTier((tier) => {
    const dues = active.flatMap(({ places }) => places.tiers[tier].oldestDueAt ?? []);
    return {
      waiting: active.reduce((sum, { facts }) => sum + facts.waiting[tier], 0),
      oldestDueAt: dues.length === 0 ? null : Math.min(...dues),
      held: looks.reduce((sum, { places }) => sum + places.tiers[tier].held, 0),
      jobs: jobs[tier],
      workers: workers.filter((worker) => worker.tier === tier),
    };
  });
}
