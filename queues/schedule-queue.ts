import type { Redis } from "ioredis";
import { z } from "zod";
import type { Cron } from "./cron-times.ts";
import { openJobLoop } from "./job-loop.ts";
import { openQueue } from "./open-queue.ts";

export interface ScheduleQueue {
  /** Starts to fire in this process what is due, one at a time. */
  start(): Promise<void>;
  /** Makes BullMQ's schedulers those named here, and tells which were missing or another. */
  sync(wanted: ReadonlyMap<string, Cron>): Promise<string[]>;
  stop(): Promise<void>;
}

const queueName = "schedules";
const Fire = z.object({ name: z.string() });

/**
 * Calls `fire` when a schedule's time has come, in one of the processes that have this queue open.
 * A time that passed while none was up comes once, as soon as one is; times after it that passed,
 * too, don't come. `fire` may be called again for the same time, after a crash.
 */
export function openScheduleQueue(options: {
  connection: Redis;
  /** BullMQ's own: it blocks on it. */
  blocking: Redis;
  fire: (name: string, dueAtMs: number) => Promise<unknown>;
  onError: (error: Error) => void;
}): ScheduleQueue {
  const { connection, blocking, fire, onError } = options;
  const queue = openQueue(queueName, connection);
  queue.on("error", onError);
  const loop = openJobLoop(
    queueName,
    async ({ data, opts }) => {
      await fire(Fire.parse(data).name, opts.prevMillis ?? Date.now());
    },
    {
      connection: blocking,
      concurrency: 1,
      lockDuration: 60_000,
      stalledInterval: 30_000,
      // Each fire is safe to repeat.
      maxStalledCount: 10,
      onError,
    },
  );

  return {
    start: () => loop.start(),
    async sync(wanted) {
      const found = await queue.getJobSchedulers(0, -1);
      for (const { key } of found) if (!wanted.has(key)) await queue.removeJobScheduler(key);
      const known = new Map(found.map((one) => [one.key, one]));
      const changed: string[] = [];
      for (const [name, { cron, tz }] of wanted) {
        const one = known.get(name);
        // Set up anew it would forget a time that has passed and not come yet.
        if (one?.pattern === cron && one.tz === tz && one.next !== undefined) continue;
        const opts = { removeOnComplete: true, removeOnFail: true };
        await queue.upsertJobScheduler(
          name,
          { pattern: cron, tz },
          { name: "fire", data: { name }, opts },
        );
        changed.push(name);
      }
      return changed;
    },
    async stop() {
      await loop.stop();
      await queue.close();
    },
  };
}
