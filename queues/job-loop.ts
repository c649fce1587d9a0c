import { type Job, Worker, type WorkerOptions } from "bullmq";
import { queuePrefix } from "./open-queue.ts";

export interface JobLoop {
  /** Starts taking jobs. */
  start(): Promise<void>;
  /** Takes no more jobs; resolves when the ones in hand are finished. */
  stop(): Promise<void>;
}

/** How a queue's jobs are taken; nothing is kept of one that is done. */
export interface JobLoopOptions extends Pick<
  WorkerOptions,
  | "connection"
  | "concurrency"
  | "lockDuration"
  | "stalledInterval"
  | "maxStalledCount"
  | "drainDelay"
> {
  readonly onError: (error: Error) => void;
}

/** Hands a queue's jobs to `take`, from `start` until `stop`. */
export function openJobLoop(
  queue: string,
  take: (job: Pick<Job<unknown>, "data" | "timestamp" | "opts">) => Promise<void>,
  { onError, ...options }: JobLoopOptions,
): JobLoop {
  const worker = new Worker<unknown>(queue, take, {
    ...options,
    prefix: queuePrefix,
    autorun: false,
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
