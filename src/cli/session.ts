import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { loadWorkflows } from "../agents/registry.ts";
import type { Workflow } from "../agents/workflow.ts";
import { fileSnapshotStore } from "../evidence/file-snapshot-store.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { createKeyRing, type KeyRing, keysOf } from "../models/keys/key-ring.ts";
import type { Ladder } from "../money/outlook.ts";
import { loadPrices, requirePrices } from "../money/prices.ts";
import { spendingTiers } from "../money/spending-tiers.ts";
import { type Config, loadConfig } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { secretsOf } from "../platform/log-secrets.ts";
import { openRedis, type RedisHandle } from "../platform/redis.ts";
import { startTracing } from "../platform/tracing.ts";
import { tracingOf } from "../platform/tracing-settings.ts";
import type { Batch } from "../records/batch.ts";
import type { ArchiveStore } from "../retention/archive-store.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { openBatch } from "../retention/find-batch.ts";
import { openArchive } from "../retention/open-archive.ts";
import { CommandError } from "./exit.ts";

/** What a command works with: settings, Redis, the workflows. */
export interface Session {
  readonly config: Config;
  readonly log: Logger;
  readonly handle: RedisHandle;
  readonly redis: Redis;
  readonly store: SnapshotStore;
  /** Where sealed batches lie. */
  readonly archive: ArchiveStore;
  readonly keys: KeyRing;
  readonly workflows: ReadonlyMap<string, Workflow>;
}

/** Opens a session, runs the command in it, and closes it whatever happens. */
export async function inSession<T>(
  env: NodeJS.ProcessEnv,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const config = loadConfig(env);
  // A command's own words go to the terminal; the log is for what went wrong underneath.
  const log = createLogger({
    level: env["ASSAY_LOG_LEVEL"] ? config.ASSAY_LOG_LEVEL : "error",
    name: "cli",
    secrets: secretsOf(config),
  });
  const tracing = await startTracing({ ...tracingOf(config, "api"), log });
  const handle = await openRedis(config, log);
  const redis = handle.connect("commands");
  let workflows: ReadonlyMap<string, Workflow> | undefined;
  try {
    return await run({
      config,
      log,
      handle,
      redis,
      store: fileSnapshotStore(config.ASSAY_SNAPSHOTS),
      archive: openArchive(config),
      keys: openKeys(config, redis, log),
      // Checked when first asked for: not every command needs them.
      get workflows() {
        return (workflows ??= loadWorkflows());
      },
    });
  } finally {
    await handle.close();
    await tracing.stop();
  }
}

/** The keys of the environment, as all processes over this Redis see them. */
export function openKeys(config: Config, redis: Redis, log: Logger): KeyRing {
  const cooldownsMs = config.ASSAY_COOLDOWNS_MS;
  return createKeyRing({ redis, keys: keysOf(config), cooldownsMs, log });
}

export function getWorkflow({ workflows }: Pick<Session, "workflows">, name: string): Workflow {
  const workflow = workflows.get(name);
  if (workflow) return workflow;
  throw new CommandError(
    `there is no workflow ${name}; there are ${[...workflows.keys()].join(", ")}`,
    2,
  );
}

/** A workflow's way up, and where work costs money with the keys and settings of this process. */
export function ladderOf(session: Session, workflow: string): Ladder {
  const { spec } = getWorkflow(session, workflow);
  return { spec, spending: spendingTiers(spec, session.config, session.keys.has) };
}

/** Refuses to start work that its workers would refuse: a spec names a model whose price is unknown. */
export function demandPrices({ config, workflows }: Session): void {
  requirePrices(loadPrices(config.ASSAY_PRICES), [...workflows.values()]);
}

/** A batch to read, wherever it lies. */
export async function getSource(
  places: Pick<Session, "redis" | "store" | "archive">,
  id: string,
): Promise<BatchSource> {
  const found = await openBatch(places, id);
  if (found) return found;
  throw new CommandError(`there is no batch ${id}; \`assay status\` lists those there are`);
}

/** A batch that can be worked on and steered. */
export async function getBatch(
  places: Pick<Session, "redis" | "store" | "archive">,
  id: string,
): Promise<Batch> {
  const { batch, archivedAt } = await getSource(places, id);
  if (archivedAt === null) return batch;
  throw new CommandError(
    `batch ${id} was sealed into the archive on ${archivedAt.slice(0, 10)}: it can be read and verified, and no longer steered.\n` +
      "Run its results' open rows as a new batch.",
  );
}
