import { createLeaseKeeper } from "../../src/agents/lease-keeper.ts";
import { createRowWorker } from "../../src/agents/row-worker.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { type Measured, startMeter } from "./meter.ts";
import { acceptRows, connect, type EngineOptions, nullDeps } from "./null-batch.ts";

/** The engine without its queue: rows are taken, claimed, attempted and settled, `concurrency` at a time. */
export async function measureRows(options: EngineOptions): Promise<Measured> {
  const { socket, units, concurrency } = options;
  const { redis, disconnect } = connect(socket);
  const batch = await acceptRows(redis, units);
  const leaseMs = 10_000;
  const work = createRowWorker({
    ...nullDeps,
    redis,
    tier: "http",
    leaseMs,
    leases: createLeaseKeeper(redis, leaseMs),
    now: Date.now,
    onBug: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const stopMeter = await startMeter(redis);
  for (;;) {
    const { rows } = await takeDue(redis, { batch, tier: "http", max: concurrency });
    if (rows.length === 0) break;
    await Promise.all(rows.map((row) => work({ batch, ...row })));
  }
  const measured = await stopMeter(units);
  disconnect();
  return measured;
}
