import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { createConsumer } from "../queues/consumer.ts";
import { createFeeder } from "../queues/feeder.ts";
import { recover } from "../queues/recovery.ts";
import { openTierQueues } from "../queues/tier-queues.ts";
import type { AttemptDeps } from "../src/agents/attempt.ts";
import { createLeaseKeeper } from "../src/agents/lease-keeper.ts";
import { createRowWorker } from "../src/agents/row-worker.ts";
import type { Workflow } from "../src/agents/workflow.ts";
import type { Tier } from "../src/domain/tier.ts";
import type { Memory } from "../src/memory/host-memory.ts";
import type { SnapshotStore } from "../src/evidence/snapshot-store.ts";
import { startLoop } from "../src/platform/loop.ts";
import { startBeat } from "./beat.ts";

export interface TierWorkerOptions {
  readonly tier: Tier;
  readonly concurrency: number;
  readonly leaseMs: number;
  /** How long work in hand may go on after `stop`. */
  readonly drainMs: number;
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** For commands; pipelines by itself. */
  readonly redis: Redis;
  /** BullMQ's own: it blocks on it. */
  readonly blocking: Redis;
  readonly store: SnapshotStore;
  readonly openTools: AttemptDeps["openTools"];
  readonly unitCosts: AttemptDeps["unitCosts"];
  readonly memory?: Memory;
  /** Told of each attempt's end. */
  readonly onAttempt?: AttemptDeps["onAttempt"];
  /** Told how long each job waited in its queue. */
  readonly onTaken?: (waitedMs: number) => void;
  readonly log: Logger;
}

export interface TierWorker {
  start(): Promise<void>;
  /** Finishes or releases what is in hand within the grace time; takes nothing new. */
  stop(): Promise<void>;
}

const feedEveryMs = 250;
const recoverEveryMs = 2_000;

/** A tier's worker: feeds its queue, works on its rows, keeps their leases, and picks up after dead workers. */
export function createTierWorker(options: TierWorkerOptions): TierWorker {
  const { tier, concurrency, leaseMs, redis, log } = options;
  const queues = openTierQueues(redis);
  const leases = createLeaseKeeper(redis, leaseMs);
  const onError = (error: Error) =>
    log.warn({ err: error, tier }, "the queue answered with an error");
  const feeder = createFeeder({
    redis,
    queue: queues[tier],
    tier,
    window: { least: concurrency * 2, most: concurrency * 32 },
    onError,
  });
  const work = createRowWorker({
    ...options,
    leases,
    now: Date.now,
    onBug: (error, record, run) => log.error({ err: error, tier, record, run }, "an agent failed"),
  });
  const consumer = createConsumer({
    tier,
    concurrency,
    connection: options.blocking,
    onError,
    handle: ({ b, r, e }, waitedMs) => {
      feeder.taken();
      options.onTaken?.(waitedMs);
      return work({ batch: b, n: r, epoch: e });
    },
  });
  const loops: { stop(): Promise<void> }[] = [];
  let beat: { stop(): Promise<void> } | undefined;

  return {
    async start() {
      await consumer.start();
      beat = startBeat({ redis, tier, slots: concurrency, busy: leases.size, log });
      loops.push(
        startLoop({ name: "feed", everyMs: feedEveryMs, tick: () => feeder.fill(), log }),
        startLoop({ name: "renew", everyMs: leaseMs / 3, tick: () => leases.renew(), log }),
        startLoop({
          name: "recover",
          everyMs: recoverEveryMs,
          tick: () => recover(redis, queues, Date.now()),
          log,
        }),
      );
    },
    async stop() {
      const [feed, renew, recovery] = loops;
      await Promise.all([feed?.stop(), recovery?.stop()]);
      const grace = setTimeout(() => leases.interruptAll(), options.drainMs);
      // Leases are renewed until the last row in hand is settled.
      await consumer.stop();
      clearTimeout(grace);
      await renew?.stop();
      await beat?.stop();
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
