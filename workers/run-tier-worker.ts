import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { openTools } from "../src/agents/open-tools.ts";
import { loadWorkflows } from "../src/agents/registry.ts";
import type { Tier } from "../src/domain/tier.ts";
import { fileSnapshotStore } from "../src/evidence/file-snapshot-store.ts";
import type { Config } from "../src/platform/config.ts";
import { createTierWorker } from "./tier-worker.ts";

/** Joins a tier's worker to the outside and runs it until it is told to stop. */
export async function startTierWorker(
  tier: Tier,
  { config, connect, log }: { config: Config; connect: (role: "worker" | "commands") => Redis; log: Logger },
): Promise<{ stop(): Promise<void> }> {
  const redis = connect("commands");
  const tools = await openTools(tier, { config, redis, log });
  const worker = createTierWorker({
    tier,
    concurrency: concurrencyOf(tier, config),
    leaseMs: config.ASSAY_LEASE_MS,
    drainMs: config.ASSAY_DRAIN_MS,
    workflows: loadWorkflows(),
    redis,
    blocking: connect("worker"),
    store: fileSnapshotStore(config.ASSAY_SNAPSHOTS),
    openTools: tools.open,
    log,
  });
  await worker.start();
  log.info({ tier, concurrency: concurrencyOf(tier, config) }, "worker started");
  return {
    async stop() {
      await worker.stop();
      await tools.close();
      log.info({ tier }, "worker stopped");
    },
  };
}

function concurrencyOf(tier: Tier, config: Config): number {
  switch (tier) {
    case "http":
      return config.ASSAY_CONCURRENCY_HTTP;
    case "classifier":
      return config.ASSAY_CONCURRENCY_CLASSIFIER;
    case "browser":
      return config.ASSAY_CONCURRENCY_BROWSER;
  }
}
