import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { loadWorkflows } from "../src/agents/registry.ts";
import type { Workflow } from "../src/agents/workflow.ts";
import { type HousekeepingScope, startHousekeeping } from "../src/housekeeping/start.ts";
import { createKeyRing, keysOf } from "../src/models/keys/key-ring.ts";
import { openNoticeChannels } from "../src/notices/channels/open.ts";
import { deliverNotices } from "../src/notices/deliver.ts";
import { type Config, loadConfig } from "../src/platform/config.ts";
import { endOnUncaught } from "../src/platform/last-words.ts";
import { createLogger } from "../src/platform/log.ts";
import { secretsOf } from "../src/platform/log-secrets.ts";
import { startLoop } from "../src/platform/loop.ts";
import { openRedis, type RedisHandle } from "../src/platform/redis.ts";
import { startTracing } from "../src/platform/tracing.ts";
import { tracingOf } from "../src/platform/tracing-settings.ts";
import { readScheduleFacts } from "../src/schedules/judge.ts";
import { untilStopped } from "../src/platform/stop-signal.ts";
import { createWatchdog } from "./watchdog-service.ts";

/** How soon a notice goes out. */
const deliverEveryMs = 2_000;

/** A watchdog process: looks until it is told to stop. */
export async function runWatchdog(env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  const log = createLogger({
    level: config.ASSAY_LOG_LEVEL,
    name: "watchdog",
    secrets: secretsOf(config),
  });
  endOnUncaught(log);
  const stopped = untilStopped();
  const tracing = await startTracing({ ...tracingOf(config, "watchdog"), log });
  const redis = await openRedis(config, log);
  const watchdog = startWatchdog({ config, redis, workflows: loadWorkflows(), log, env });
  log.info({ everyMs: config.ASSAY_WATCHDOG_EVERY_MS }, "watchdog started");
  const cause = await stopped;
  log.info({ cause }, "watchdog stops");
  await watchdog.stop();
  await redis.close();
  await tracing.stop();
  if (process.connected) process.disconnect();
}

/** Joins a watchdog to the outside and starts it, with the delivery of what it has to say. */
export function startWatchdog(of: {
  config: Config;
  redis: RedisHandle;
  workflows: ReadonlyMap<string, Workflow>;
  log: Logger;
  /** A process that is there for one batch keeps nothing but the room that batches take. */
  scope?: HousekeepingScope;
  env?: NodeJS.ProcessEnv;
}): { stop(): Promise<void> } {
  const { config, redis, workflows, log } = of;
  const commands = redis.connect("commands");
  const keys = createKeyRing({
    redis: commands,
    keys: keysOf(config),
    cooldownsMs: config.ASSAY_COOLDOWNS_MS,
    log,
  });
  const watchdog = createWatchdog({
    redis: commands,
    blocking: redis.connect("worker"),
    workflows,
    readKeys: () => keys.states(),
    readSchedules: () => readScheduleFacts({ redis: commands }),
    everyMs: config.ASSAY_WATCHDOG_EVERY_MS,
    log,
  });
  const delivery = startDelivery({ config, redis: commands, log });
  const blocking = redis.connect("worker");
  const housekeeping = startHousekeeping({
    config,
    redis: commands,
    blocking,
    workflows,
    log,
    path: of.env?.["PATH"],
    scope: of.scope ?? "all",
  });
  watchdog.start();
  return {
    async stop() {
      await Promise.all([watchdog.stop(), delivery.stop(), housekeeping.stop()]);
    },
  };
}

function startDelivery({ config, redis, log }: { config: Config; redis: Redis; log: Logger }) {
  const channels = openNoticeChannels(config, log);
  const loop = startLoop({
    name: "notices",
    everyMs: deliverEveryMs,
    tick: (signal) => deliverNotices({ redis, channels, log, signal }),
    log,
  });
  return {
    async stop() {
      await loop.stop();
      await channels.close();
    },
  };
}
