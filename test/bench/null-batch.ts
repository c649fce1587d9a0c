import { Redis } from "ioredis";
import type { AttemptDeps } from "../../src/agents/attempt.ts";
import { createBatch } from "../../src/records/batch.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { nullWorkflow } from "./null-workflow.ts";

/** What each part of the engine's own cost is told. */
export interface EngineOptions {
  readonly socket: string;
  readonly units: number;
  readonly concurrency: number;
}

/** As `workers/` connects: one connection for commands, one that BullMQ blocks on. */
export function connect(socket: string) {
  const redis = new Redis({
    path: socket,
    maxRetriesPerRequest: null,
    enableAutoPipelining: true,
  });
  const blocking = new Redis({ path: socket, maxRetriesPerRequest: null });
  const disconnect = () => {
    redis.disconnect();
    blocking.disconnect();
  };
  return { redis, blocking, disconnect };
}

/** What an attempt that does nothing needs. */
export const nullDeps = {
  workflows: new Map([["nothing", nullWorkflow()]]),
  store: { put: async () => undefined, get: async () => undefined },
  openTools: (_user, { signal }) => ({
    tools: {
      web: { get: () => Promise.reject(new Error("no web")), dns: async () => undefined },
      renderer: undefined,
      recall: async () => undefined,
      signal,
    },
  }),
  unitCosts: { fetchNano: 0, browserSecondNano: 0 },
} satisfies Pick<AttemptDeps, "store" | "openTools" | "unitCosts"> & Record<string, unknown>;

/** A sealed batch of rows that nothing is done about, in a Redis that holds nothing else. */
export async function acceptRows(redis: Redis, rows: number): Promise<string> {
  await redis.flushall();
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
