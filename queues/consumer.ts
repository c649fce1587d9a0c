import type { Redis } from "ioredis";
import type { Tier } from "../src/domain/tier.ts";
import { within } from "../src/platform/tracing.ts";
import { type JobLoop, openJobLoop } from "./job-loop.ts";
import { jobContext } from "./job-trace.ts";
import { RowJob } from "./row-job.ts";

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
}): JobLoop {
  const { tier, concurrency, connection, handle, onError } = options;
  return openJobLoop(
    tier,
    async ({ data, timestamp }) => {
      const job = RowJob.parse(data);
      const waitedMs = Math.max(0, Date.now() - timestamp);
      await within(
        () => jobContext(tier, job, timestamp),
        () => handle(job, waitedMs),
      );
    },
    {
      connection,
      concurrency,
      lockDuration,
      stalledInterval,
      maxStalledCount,
      drainDelay: 2,
      onError,
    },
  );
}
