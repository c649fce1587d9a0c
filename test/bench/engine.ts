import { Redis } from "ioredis";
import { pino } from "pino";
import { createBatch } from "../../src/records/batch.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { type Measured, startMeter } from "./meter.ts";
import { nullWorkflow } from "./null-workflow.ts";

export interface EngineOptions {
  readonly socket: string;
  readonly units: number;
  readonly concurrency: number;
}

/** The engine with an agent that does nothing, one worker process: from the first row taken to the last settled. */
export async function measureEngine(options: EngineOptions): Promise<Measured> {
  const { socket, units, concurrency } = options;
  const redis = new Redis({
    path: socket,
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
  });
  const blocking = new Redis({ path: socket, maxRetriesPerRequest: null });
  await redis.flushall();
  const batch = await acceptRows(redis, units);
  const worker = createTierWorker({
    tier: "http",
    concurrency,
    leaseMs: 10_000,
    drainMs: 1_000,
    workflows: new Map([["nothing", nullWorkflow()]]),
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
  const stopMeter = await startMeter(redis);
  await worker.start();
  while (!isFinished(await readCounts(redis, batch))) await new Promise((r) => setTimeout(r, 10));
  const measured = await stopMeter(units);
  await worker.stop();
  redis.disconnect();
  blocking.disconnect();
  return measured;
}

async function acceptRows(redis: Redis, rows: number): Promise<string> {
  const batch = await createBatch(redis, {
    workflow: "nothing",
    name: "",
    specs: nullWorkflow().hashes,
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
  return batch;
}
