import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { openScheduleQueue } from "../../queues/schedule-queue.ts";
import type { Workflow } from "../agents/workflow.ts";
import { fromUsd } from "../domain/money.ts";
import { openDropFolder } from "../drop/drop-folder.ts";
import { fileSnapshotStore } from "../evidence/file-snapshot-store.ts";
import { lookAtHealth } from "../health/look.ts";
import { browserProbe, egressProbe } from "../health/outside-probes.ts";
import type { Probe } from "../health/probe.ts";
import { archiveProbe, keyProbes, redisProbe, workerProbes } from "../health/probes.ts";
import { knownLabels } from "../metrics/known-labels.ts";
import { sumNames } from "../metrics/sum-names.ts";
import { keysOf } from "../models/keys/key-ring.ts";
import { openProviders } from "../models/open-providers.ts";
import type { Config } from "../platform/config.ts";
import { type Loop, startLoop } from "../platform/loop.ts";
import type { ArchiveStore } from "../retention/archive-store.ts";
import { openArchive } from "../retention/open-archive.ts";
import { ownsSnapshots } from "../retention/snapshot-owners.ts";
import { sweepBatches } from "../retention/sweep.ts";
import { sweepSnapshots } from "../retention/sweep-snapshots.ts";
import { fireSchedule } from "../schedules/fire.ts";
import { keepSchedules } from "../schedules/keep.ts";
import { recordRepair } from "../watchdog/repairs.ts";
import { inTurn } from "./lease.ts";

export interface HousekeepingDeps {
  readonly config: Config;
  readonly redis: Redis;
  /** BullMQ's own: it blocks on it. */
  readonly blocking: Redis;
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** `PATH`, where a browser is looked for. */
  readonly path?: string | undefined;
  readonly log: Logger;
  readonly now?: () => number;
  readonly scope?: HousekeepingScope;
}

/** Everything, or only what keeps Redis and the snapshots from growing. */
export type HousekeepingScope = "all" | "retention";

const dayMs = 86_400_000;
const everyMs = { schedules: 15_000, drop: 5_000, retention: 3_600_000, snapshots: dayMs } as const;
/** How soon a process takes over what another one has left. */
const longestWaitMs = 60_000;
/** No attempt takes as long as this from its first page to its end. */
const leastGraceMs = 2 * dayMs;

/** One thing that is done again and again, by one process at a time. */
interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly work: (signal: AbortSignal) => Promise<unknown>;
}

/**
 * What goes on beside the work: schedules, the drop folder, sealing what is old, looks at health.
 * Every watchdog process runs this; each job is done by one of them at a time.
 */
export function startHousekeeping(deps: HousekeepingDeps): { stop(): Promise<void> } {
  const { config, redis, log, workflows, now = Date.now } = deps;
  const archive = openArchive(config);
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const places = { redis, store, archive, workflows, now };
  const retention = retentionJobs({ ...deps, now }, places);
  if (deps.scope === "retention") return runJobs(redis, retention, log);
  const queue = openScheduleQueue({
    connection: redis,
    blocking: deps.blocking,
    fire: (name, dueAt) => fireSchedule(places, name, dueAt),
    onError: (error) => log.debug({ err: error }, "the schedules' queue answered with an error"),
  });
  const started = queue.start().catch((error: unknown) => {
    log.error({ err: error }, "schedules are not fired in this process");
  });
  const schedules: Job = {
    name: "schedules",
    everyMs: everyMs.schedules,
    work: (signal) => keepSchedules(places, queue, signal),
  };
  const health: Job = {
    name: "health",
    everyMs: config.ASSAY_HEALTH_EVERY_MS,
    work: (signal) => lookAtHealth({ redis, probes: probesOf(deps, archive), now, log }, signal),
  };
  const dropped = dropJobs({ ...deps, now }, places);
  const running = runJobs(redis, [schedules, ...dropped, ...retention, health], log);
  return {
    async stop() {
      await running.stop();
      await started;
      await queue.stop();
    },
  };
}

function runJobs(redis: Redis, jobs: readonly Job[], log: Logger): { stop(): Promise<void> } {
  const loops = jobs.map((job) => startJob(redis, job, log));
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function startJob(redis: Redis, job: Job, log: Logger): Loop {
  return startLoop({
    name: job.name,
    everyMs: Math.min(job.everyMs, longestWaitMs),
    tick: (signal) => inTurn(redis, job, signal, job.work),
    log,
  });
}

type Places = Parameters<typeof fireSchedule>[0];
type Deps = HousekeepingDeps & { readonly now: () => number };

function dropJobs({ config, log }: Deps, places: Places): Job[] {
  const { ASSAY_DROP_DIR: dir, ASSAY_DROP_MAX_USD: maxUsd } = config;
  if (dir === undefined) return [];
  const maxUsdNano = maxUsd === 0 ? null : fromUsd(maxUsd);
  const folder = openDropFolder({ ...places, dir, maxUsdNano, log });
  return [{ name: "drop", everyMs: everyMs.drop, work: (signal) => folder.look(signal) }];
}

function retentionJobs({ config, redis, log, workflows, now }: Deps, places: Places): Job[] {
  const sealAfterMs = config.ASSAY_SEAL_AFTER_DAYS * dayMs;
  const dir = config.ASSAY_SNAPSHOTS;
  return [
    {
      name: "retention",
      everyMs: everyMs.retention,
      async work(signal) {
        const namesOf = sumNames(knownLabels(workflows));
        const onDiscarded = (batch: string, rows: number) =>
          recordRepair(redis, {
            kind: "discard_intake",
            subject: batch,
            what: "removed the half of a batch that was taken in",
            why: "its intake had died a day before",
            rows,
          });
        await sweepBatches({ ...places, namesOf, sealAfterMs, onDiscarded, log, signal });
      },
    },
    {
      name: "snapshots",
      everyMs: everyMs.snapshots,
      async work(signal) {
        if (!(await ownsSnapshots(redis, dir))) {
          log.debug({ dir }, "snapshots are not swept: workers of this Redis alone must sign them");
          return;
        }
        const graceMs = Math.max(sealAfterMs, leastGraceMs);
        const swept = await sweepSnapshots({ redis, dir, graceMs, now, signal });
        log.debug(swept, "swept snapshots that nobody cites");
      },
    },
  ];
}

function probesOf({ config, redis, log, path }: HousekeepingDeps, archive: ArchiveStore): Probe[] {
  return [
    redisProbe(redis),
    ...workerProbes(redis),
    browserProbe(config.ASSAY_CHROMIUM, path, log),
    egressProbe(config),
    ...(config.ASSAY_MODELS ? keyProbes(keysOf(config), openProviders(config)) : []),
    archiveProbe(archive),
  ];
}
