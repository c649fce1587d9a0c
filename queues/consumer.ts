import { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Tier } from "../src/domain/tier.ts";
import { within } from "../src/platform/tracing.ts";
import { jobContext } from "./job-trace.ts";
import { RowJob } from "./row-job.ts";
import { queuePrefix } from "./tier-queues.ts";

export interface Consumer {
  /** Starts taking jobs. */
  start(): Promise<void>;
  /** Takes no more jobs; resolves when the ones in hand are finished. */
  stop(): Promise<void>;
}

// A dead worker's unclaimed job is back within about 15 s. Rows count their own attempts,
// so a job may stall as often as it likes.
const lockDuration = 10_000;
const stalledInterval = 5_000;
const maxStalledCount = 1_000_000;

/** Hands a tier's jobs to `handle`, `concurrency` at a time. `handle` must not throw for what a row can settle. */
export function createConsumer(options: {
  tier: Tier;
  concurrency: number;
  connection: Redis;
  /** `waitedMs`: since the job was put into the queue. */
  handle: (job: RowJob, waitedMs: number) => Promise<void>;
  onError: (error: Error) => void;
}): Consumer {
  const { tier, concurrency, connection, handle, onError } = options;
  const take = ({ data, timestamp }: { data: unknown; timestamp: number }) => {
    const job = RowJob.parse(data);
    const waitedMs = Math.max(0, Date.now() - timestamp);
    return within(jobContext(tier, job, timestamp), () => handle(job, waitedMs));
  };
  const worker = new Worker<unknown>(tier, take, {
    connection,
    concurrency,
    prefix: queuePrefix,
    autorun: false,
    lockDuration,
    stalledInterval,
    maxStalledCount,
    drainDelay: 2,
    runRetryDelay: 1_000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on("error", onError);
  worker.on("failed", (_job, error) => onError(error));
  let loop = Promise.resolve();

  return {
    async start() {
      await worker.waitUntilReady();
      loop = worker.run();
    },
    async stop() {
      await worker.close();
      await loop;
    },
  };
}
