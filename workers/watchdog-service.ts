import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { openTierQueues } from "../queues/tier-queues.ts";
import { openWatchdogQueue } from "../queues/watchdog-queue.ts";
import { startLoop } from "../src/platform/loop.ts";
import { findBrowserOrphans } from "../src/watchdog/browser-orphans.ts";
import { isSilent, readHeartbeat } from "../src/watchdog/heartbeat.ts";
import { type LookDeps, lookOnce } from "../src/watchdog/look.ts";
import type { FactsDeps } from "../src/watchdog/read-facts.ts";
import { readRedis } from "../src/watchdog/read-redis.ts";
import { redisNow } from "../src/watchdog/redis-now.ts";
import { recordRepair } from "../src/watchdog/repairs.ts";
import { watchdogSettings } from "../src/watchdog/settings.ts";

export interface WatchdogOptions {
  readonly redis: Redis;
  /** BullMQ's own: it blocks on it. */
  readonly blocking: Redis;
  readonly workflows: FactsDeps["workflows"];
  readonly readKeys: FactsDeps["readKeys"];
  readonly readSchedules?: FactsDeps["readSchedules"];
  readonly everyMs: number;
  /** See `FactsDeps`. */
  readonly graceMs?: number;
  readonly confirmMs?: number;
  readonly log: Pick<Logger, "debug" | "info" | "warn" | "error">;
}

export interface Watchdog {
  /** Starts to look; comes back at once, and goes on trying while Redis is away. */
  start(): void;
  stop(): Promise<void>;
}

const defaultGraceMs = 30_000;
const defaultConfirmMs = 500;
const longestGuardMs = 30_000;

/**
 * The watchdog of this process; any number of them may run, and one looks at a time. A plain timer
 * beside the schedule sees that the schedule is there, that somebody looks, and that Redis writes:
 * what lies in Redis can't be trusted to notice that it was lost.
 */
export function createWatchdog(options: WatchdogOptions): Watchdog {
  const { redis, everyMs, log } = options;
  const stopping = new AbortController();
  const queues = openTierQueues(redis);
  const deps: LookDeps = {
    redis,
    queues,
    workflows: options.workflows,
    readKeys: options.readKeys,
    ...(options.readSchedules ? { readSchedules: options.readSchedules } : {}),
    findBrowserOrphans,
    graceMs: options.graceMs ?? defaultGraceMs,
    confirmMs: options.confirmMs ?? defaultConfirmMs,
    signal: stopping.signal,
    settings: watchdogSettings(everyMs),
    leastPauseMs: everyMs / 2,
    log,
  };
  const schedule = openWatchdogQueue({
    connection: redis,
    blocking: options.blocking,
    everyMs,
    look: () => lookOnce(deps),
    onError: (error) => log.debug({ err: error }, "the watchdog's queue answered with an error"),
  });
  const guard = createGuard(redis, { schedule, log, look: () => lookOnce(deps) });
  let started = Promise.resolve();
  let loop: ReturnType<typeof startLoop> | undefined;

  return {
    start() {
      started = schedule.start().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error }, "the watchdog has no schedule");
      });
      const guardMs = Math.min(everyMs, longestGuardMs);
      loop = startLoop({ name: "watchdog guard", everyMs: guardMs, tick: guard, log });
    },
    async stop() {
      stopping.abort();
      await loop?.stop();
      await started;
      await schedule.stop();
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/** One round of the plain timer. */
function createGuard(
  redis: Redis,
  of: {
    schedule: ReturnType<typeof openWatchdogQueue>;
    look: () => Promise<unknown>;
    log: WatchdogOptions["log"];
  },
): () => Promise<void> {
  let refusal = "";
  let isFirst = true;
  return async () => {
    const { isWritable, refusal: now } = await readRedis(redis);
    if (!isWritable) {
      // Nothing can be stored, so it can be said only here; once for each way of refusing.
      if (now !== refusal) of.log.error({ refusal: now }, "Redis refuses to write");
      refusal = now;
      return;
    }
    if (refusal !== "") of.log.info({}, "Redis writes again");
    refusal = "";
    // The schedule is being set up by now.
    if (isFirst) {
      isFirst = false;
      return;
    }
    const wasGone = await of.schedule.ensure();
    const last = await readHeartbeat(redis);
    const isOverdue = last !== undefined && isSilent(last, await redisNow(redis));
    if (isOverdue) {
      await of.schedule.renew();
      await of.look();
    }
    if (!wasGone && !isOverdue) return;
    const why = wasGone ? "its place in Redis was gone" : "nobody had looked for too long";
    const what = "set the watchdog's schedule up again";
    await recordRepair(redis, { kind: "mend_scheduler", subject: "watchdog", what, why, rows: 0 });
    of.log.debug({ why }, what);
  };
}
