import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Tier } from "../src/domain/tier.ts";
import { startLoop } from "../src/platform/loop.ts";
import { beatEveryMs, beatWorker, leaveWorkers } from "../src/records/worker-beats.ts";

/** Keeps a worker on the list of those that live, until it is stopped. */
export function startBeat(worker: {
  redis: Redis;
  tier: Tier;
  slots: number;
  busy: () => number;
  log: Pick<Logger, "warn" | "info">;
}): { stop(): Promise<void> } {
  const { redis, tier, slots, busy, log } = worker;
  const id = `${tier}-${randomUUID().slice(0, 8)}`;
  const startedAt = Date.now();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const loop = startLoop({
    name: "beat",
    everyMs: beatEveryMs,
    async tick() {
      const loopLagMs = Math.round(delay.max / 1e6);
      delay.reset();
      const rssBytes = process.memoryUsage.rss();
      const own = { id, tier, host: hostname(), pid: process.pid, startedAt, slots, rssBytes };
      await beatWorker(redis, { ...own, busy: busy(), loopLagMs });
    },
    log,
  });
  return {
    async stop() {
      delay.disable();
      await loop.stop();
      await leaveWorkers(redis, id);
    },
  };
}
