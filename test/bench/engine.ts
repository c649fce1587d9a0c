import { pino } from "pino";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { type Measured, startMeter } from "./meter.ts";
import { acceptRows, connect, type EngineOptions, nullDeps } from "./null-batch.ts";

/** The engine with an agent that does nothing, one worker process: from the first row taken to the last settled. */
export async function measureEngine(options: EngineOptions): Promise<Measured> {
  const { socket, units, concurrency } = options;
  const { redis, blocking, disconnect } = connect(socket);
  const batch = await acceptRows(redis, units);
  const worker = createTierWorker({
    ...nullDeps,
    redis,
    blocking,
    tier: "http",
    concurrency,
    leaseMs: 10_000,
    drainMs: 1_000,
    log: pino({ level: "warn" }),
  });
  const stopMeter = await startMeter(redis);
  await worker.start();
  while (!isFinished(await readCounts(redis, batch))) await new Promise((r) => setTimeout(r, 10));
  const measured = await stopMeter(units);
  await worker.stop();
  disconnect();
  return measured;
}
