import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { pino } from "pino";
import { createBatch } from "../../src/records/batch.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { nullWorkflow } from "./null-workflow.ts";

const concurrency = 64;

/** Rows per second of the engine with an agent that does nothing, one worker process. */
export async function engineRate(port: number, rows: number): Promise<number> {
  const connect = () => new Redis({ port, maxRetriesPerRequest: null, enableAutoPipelining: true });
  const redis = connect();
  const blocking = new Redis({ port, maxRetriesPerRequest: null });
  await redis.flushall();
  const workflow = nullWorkflow();
  const batch = await createBatch(redis, {
    workflow: "nothing",
    name: "",
    specs: workflow.hashes,
    maxTier: "http",
    maxUsdNano: null,
  });
  for (let first = 0; first < rows; first += 500) {
    const lines = Array.from({ length: Math.min(500, rows - first) }, (_, i) => ({
      cells: [`row ${first + i}`],
      fingerprint: `f${first + i}`,
    }));
    await acceptLines(redis, { batch, first, startsAt: "http" }, lines);
  }
  await sealBatch(redis, batch, ["name"]);
  const worker = createTierWorker({
    tier: "http",
    concurrency,
    leaseMs: 10_000,
    drainMs: 1_000,
    workflows: new Map([["nothing", workflow]]),
    redis,
    blocking,
    store: { put: async () => undefined, get: async () => undefined },
    openTools: (_claimed, { signal }) => ({
      web: { get: () => Promise.reject(new Error("no web")), dns: async () => undefined },
      renderer: undefined,
      recall: async () => undefined,
      signal,
    }),
    log: pino({ level: "warn" }),
  });
  const started = performance.now();
  await worker.start();
  while (!isFinished(await readCounts(redis, batch))) await new Promise((r) => setTimeout(r, 20));
  const seconds = (performance.now() - started) / 1_000;
  await worker.stop();
  redis.disconnect();
  blocking.disconnect();
  return rows / seconds;
}

/** Jobs per second of BullMQ alone, adding included: a window kept full by the same process. */
export async function plainRate(port: number, jobs: number): Promise<number> {
  const redis = new Redis({ port, maxRetriesPerRequest: null, enableAutoPipelining: true });
  const blocking = new Redis({ port, maxRetriesPerRequest: null });
  await redis.flushall();
  const queue = new Queue("plain", { connection: redis });
  let done = 0;
  let finish: () => void;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const worker = new Worker(
    "plain",
    async () => {
      done += 1;
      if (done === jobs) finish();
    },
    { connection: blocking, concurrency, removeOnComplete: { count: 0 }, autorun: false },
  );
  const started = performance.now();
  const running = worker.run();
  for (let first = 0; first < jobs; first += 256) {
    const chunk = Array.from({ length: Math.min(256, jobs - first) }, (_, i) => ({
      name: "job",
      data: { n: first + i },
    }));
    await queue.addBulk(chunk);
  }
  await finished;
  const seconds = (performance.now() - started) / 1_000;
  await worker.close();
  await running;
  await queue.close();
  redis.disconnect();
  blocking.disconnect();
  return jobs / seconds;
}
