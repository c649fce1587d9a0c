import { join } from "node:path";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Tier } from "../domain/tier.ts";
import { raiseNotice, resolveNotice } from "../notices/notices.ts";
import { findBrowserOrphans, killProcesses } from "../watchdog/browser-orphans.ts";
import { recordRepair } from "../watchdog/repairs.ts";
import type { Session } from "./session.ts";
import { type LostWorker, startWorkerProcesses, type WorkerProcesses } from "./worker-processes.ts";

export interface SuperviseOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly counts: Readonly<Record<Tier, number>>;
  /** Told of the first loss of a worker in a while, in words. */
  readonly onLost: (words: string) => void;
  readonly onTierLost: (tier: Tier, logFile: string) => void;
}

/**
 * Workers of this process. Each restart is a repair that is written down; one that was restarted as
 * often as it may be is told to a person; browsers that a dead worker left behind are ended.
 */
export function superviseWorkers(session: Session, options: SuperviseOptions): WorkerProcesses {
  const { config, handle, redis, log } = session;
  const write = writer(redis, log);
  return startWorkerProcesses({
    env: {
      ...options.env,
      REDIS_URL: handle.url,
      REDIS_URL_FILE: undefined,
      ASSAY_HOME: config.ASSAY_HOME,
    },
    logDir: join(config.ASSAY_HOME, "logs"),
    counts: options.counts,
    drainMs: config.ASSAY_DRAIN_MS,
    hungAfterMs: config.ASSAY_HUNG_AFTER_MS,
    onLost(lost) {
      if (lost.isFirst)
        options.onLost(
          `a ${lost.tier} worker ${lost.how} and is started again; its log is ${lost.logFile}`,
        );
      write.restart(lost);
      if (lost.tier === "browser") write.orphans(killProcesses(findBrowserOrphans()));
    },
    onSteady: write.steady,
    onTierLost: options.onTierLost,
  });
}

/** Writes down in the background: Redis may be away, and work goes on all the same. */
function writer(redis: Redis, log: Pick<Logger, "debug">) {
  const inBackground = (writing: Promise<unknown>) => {
    writing.catch((error: unknown) => log.debug({ err: error }, "a repair was not written down"));
  };
  return {
    restart({ name, pid, loss, how, isExhausted }: LostWorker): void {
      const what = loss === "hung" ? `killed and restarted ${name}` : `restarted ${name}`;
      const why = `process ${pid} ${how}`;
      inBackground(
        recordRepair(redis, { kind: "restart_worker", subject: name, what, why, rows: 0 }),
      );
      if (!isExhausted) return;
      const text = `${name} ${how}, again and again.`;
      const did = "Restarted it as often as it may be; from here on every five minutes.";
      inBackground(raiseNotice(redis, { cause: "repairs_exhausted", subject: name, text, did }));
    },
    steady(name: string): void {
      inBackground(resolveNotice(redis, { cause: "repairs_exhausted", subject: name }));
    },
    orphans(ended: number): void {
      if (ended === 0) return;
      const what = `ended ${ended} browser processes`;
      const why = "their worker is dead";
      const kind = "kill_browser_orphans";
      inBackground(recordRepair(redis, { kind, subject: "browsers", what, why, rows: 0 }));
    },
  };
}
