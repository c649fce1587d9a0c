import { join } from "node:path";
import { type Logger, destination } from "pino";
import { startWatchdog } from "../../workers/run-watchdog.ts";
import type { Config } from "../platform/config.ts";
import { createLogger } from "../platform/log.ts";
import { secretsOf } from "../platform/log-secrets.ts";
import type { Batch } from "../records/batch.ts";
import { lastEventId } from "../records/events.ts";
import { untilStopped } from "../platform/stop-signal.ts";
import { CommandError } from "./exit.ts";
import { lastLines } from "./file-trouble.ts";
import { liveBlock } from "./live-block.ts";
import { type Session, ladderOf } from "./session.ts";
import { type End, watchBatch, type Watching } from "./watch-batch.ts";
import { superviseWorkers } from "./supervise.ts";
import { defaultCounts } from "./worker-processes.ts";

export interface WorkOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly how: Watching;
  /** Where lines about state changes go. */
  readonly to: Pick<NodeJS.WriteStream, "write">;
}

/** Aborted on the first Ctrl-C or SIGTERM. */
export function stoppingSignal(): AbortController {
  const stopping = new AbortController();
  void untilStopped().then(() => stopping.abort());
  return stopping;
}

/** Works on a batch with worker processes of its own, showing how it goes, until it ends or is stopped. */
export async function workHere(
  session: Session,
  batch: Batch,
  stopping: AbortController,
  { env, how, to }: WorkOptions,
): Promise<End> {
  const { config, redis } = session;
  const after = await lastEventId(redis, batch.id);
  const block = liveBlock(process.stderr);
  let lost: string | undefined;
  const workers = superviseWorkers(session, {
    env,
    counts: defaultCounts(batch.maxTier),
    onLost: (words) => block.note(words),
    onTierLost(tier, logFile) {
      lost = `the ${tier} tier's workers don't stay up; ${logFile} ends with:\n${lastLines(logFile)}`;
      stopping.abort();
    },
  });
  const watchdog = startWatchdog({
    ...session,
    redis: session.handle,
    log: watchdogLog(config),
    scope: "retention",
  });
  let end: End;
  try {
    const { signal } = stopping;
    const ladder = ladderOf(session, batch.workflow);
    end = await watchBatch(redis, batch.id, { how, block, to, after, signal, ladder });
    block.erase();
    if (end === "stopped" && lost === undefined) {
      process.stderr.write(
        "stopping: rows in hand are finished or handed back; Ctrl-C again stops at once\n",
      );
    }
  } finally {
    await Promise.all([workers.stop(), watchdog.stop()]);
  }
  if (lost !== undefined && end === "stopped") throw new CommandError(lost);
  return end;
}

/** Beside the workers' logs: the terminal shows how the batch goes. */
function watchdogLog(config: Config): Logger {
  const dest = join(config.ASSAY_HOME, "logs", "watchdog.log");
  const to = destination({ dest, append: true, mkdir: true, sync: true });
  const level = config.ASSAY_LOG_LEVEL;
  return createLogger({ level, name: "watchdog", secrets: secretsOf(config), to });
}
