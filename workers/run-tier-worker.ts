import type { Logger } from "pino";
import { openGateway } from "../src/agents/open-gateway.ts";
import { openTools } from "../src/agents/open-tools.ts";
import { loadWorkflows } from "../src/agents/registry.ts";
import { fromUsd } from "../src/domain/money.ts";
import type { Tier } from "../src/domain/tier.ts";
import { fileSnapshotStore } from "../src/evidence/file-snapshot-store.ts";
import { type MetricsServer, serveMetrics } from "../src/metrics/serve.ts";
import { watchModels } from "../src/metrics/watch-models.ts";
import { watchTools } from "../src/metrics/watch-tools.ts";
import { createWorkerMetrics, type WorkerMetrics } from "../src/metrics/worker-metrics.ts";
import { type Config, loadConfig } from "../src/platform/config.ts";
import { endOnUncaught } from "../src/platform/last-words.ts";
import { createLogger } from "../src/platform/log.ts";
import { secretsOf } from "../src/platform/log-secrets.ts";
import { startLoop } from "../src/platform/loop.ts";
import { openRedis, type RedisHandle } from "../src/platform/redis.ts";
import { untilStopped } from "../src/platform/stop-signal.ts";
import { startTracing } from "../src/platform/tracing.ts";
import { tracingOf } from "../src/platform/tracing-settings.ts";
import { signSnapshots } from "../src/retention/snapshot-owners.ts";
import { createTierWorker } from "./tier-worker.ts";

/** A worker process of one tier: runs until it is told to stop, then drains. */
export async function runTierWorker(tier: Tier, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  const log = createLogger({
    level: config.ASSAY_LOG_LEVEL,
    name: `${tier}-worker`,
    secrets: secretsOf(config),
  });
  endOnUncaught(log);
  const stopped = untilStopped();
  const tracing = await startTracing({ ...tracingOf(config, `${tier}-worker`), log });
  const redis = await openRedis(config, log);
  const worker = await startTierWorker(tier, { config, redis, log });
  const cause = await stopped;
  log.info({ tier, cause }, "worker stops");
  await worker.stop();
  await redis.close();
  await tracing.stop();
  // An open channel to the parent would keep this process alive.
  if (process.connected) process.disconnect();
}

/** Joins a tier's worker to the outside and starts it. */
export async function startTierWorker(
  tier: Tier,
  { config, redis, log }: { config: Config; redis: RedisHandle; log: Logger },
): Promise<{ stop(): Promise<void> }> {
  const workflows = loadWorkflows();
  const commands = redis.connect("commands");
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const metrics = createWorkerMetrics(tier, workflows);
  const models = openGateway({ config, redis: commands, workflows, log });
  const gateway = models && watchModels(models, metrics);
  const onBrowser = metrics.browser;
  const tools = await openTools(tier, { config, redis: commands, store, gateway, log, onBrowser });
  const concurrency = concurrencyOf(tier, config);
  const worker = createTierWorker({
    tier,
    concurrency,
    leaseMs: config.ASSAY_LEASE_MS,
    drainMs: config.ASSAY_DRAIN_MS,
    workflows,
    redis: commands,
    blocking: redis.connect("worker"),
    store,
    openTools: watchTools(tools.open, metrics),
    memory: tools.memory,
    unitCosts: {
      fetchNano: fromUsd(config.ASSAY_FETCH_USD),
      browserSecondNano: fromUsd(config.ASSAY_BROWSER_SECOND_USD),
    },
    onAttempt: metrics.attempt,
    onTaken: metrics.waited,
    log,
  });
  await signSnapshots(commands, config.ASSAY_SNAPSHOTS);
  const shown = await showMetrics(metrics, config, log);
  await worker.start();
  const pruning = startLoop({
    name: "prune",
    everyMs: pruneEveryMs,
    tick: () => tools.memory.prune(),
    log,
  });
  log.info({ tier, concurrency, models: gateway !== undefined }, "worker started");
  return {
    async stop() {
      await pruning.stop();
      await worker.stop();
      await tools.close();
      await shown?.close();
    },
  };
}

/** Nobody waits for numbers: a worker that can't show them works all the same. */
async function showMetrics(
  { registry }: WorkerMetrics,
  { ASSAY_METRICS_PORT: port, ASSAY_METRICS_HOST: host }: Config,
  log: Logger,
): Promise<MetricsServer | undefined> {
  if (port === 0) return undefined;
  try {
    const shown = await serveMetrics(registry, { host, port });
    log.info({ url: shown.url }, "metrics are shown");
    return shown;
  } catch (error) {
    log.error({ err: error, host, port }, "metrics can't be shown; the worker works all the same");
    return undefined;
  }
}

/** What is remembered of hosts ages in days; once an hour is often enough to forget. */
const pruneEveryMs = 3_600_000;

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
