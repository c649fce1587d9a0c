import type { Redis } from "ioredis";
import { openJobLoop } from "./job-loop.ts";
import { openQueue } from "./open-queue.ts";

export interface WatchdogQueue {
  /** Sets the schedule up and starts to look. */
  start(): Promise<void>;
  /** Sets the schedule up again if it is gone; true when it was. */
  ensure(): Promise<boolean>;
  /** Sets the schedule up again even if it seems to be there. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

const name = "watchdog";
const scheduler = "look";

/**
 * Calls `look` every `everyMs` in one of the processes that have opened this queue, one call at a
 * time among all of them.
 */
export function openWatchdogQueue(options: {
  connection: Redis;
  /** BullMQ's own: it blocks on it. */
  blocking: Redis;
  everyMs: number;
  look: () => Promise<unknown>;
  onError: (error: Error) => void;
}): WatchdogQueue {
  const { connection, blocking, everyMs, look, onError } = options;
  const queue = openQueue(name, connection);
  queue.on("error", onError);
  const loop = openJobLoop(name, () => look().then(() => undefined), {
    connection: blocking,
    concurrency: 1,
    lockDuration: 30_000,
    stalledInterval: 15_000,
    onError,
  });

  async function renew(): Promise<void> {
    await queue.setGlobalConcurrency(1);
    const keep = { removeOnComplete: true, removeOnFail: true };
    await queue.upsertJobScheduler(scheduler, { every: everyMs }, { name: "look", opts: keep });
  }

  return {
    renew,
    async start() {
      await renew();
      await loop.start();
    },
    async ensure() {
      const found = await queue.getJobScheduler(scheduler);
      if (found?.next !== undefined) return false;
      await renew();
      return true;
    },
    async stop() {
      await loop.stop();
      await queue.close();
    },
  };
}
