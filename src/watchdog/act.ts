import { hostname } from "node:os";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { resumeBatch } from "../../queues/recovery.ts";
import type { TierQueue } from "../../queues/tier-queues.ts";
import type { Tier } from "../domain/tier.ts";
import { raiseNotice, resolveNotice } from "../notices/notices.ts";
import type { Action } from "./actions.ts";
import { killProcesses } from "./browser-orphans.ts";
import { releaseRows } from "./release-rows.ts";
import { recordRepair } from "./repairs.ts";

export interface ActDeps {
  readonly redis: Redis;
  readonly queues: Record<Tier, TierQueue>;
  readonly log: Pick<Logger, "debug" | "error">;
  /** Epoch ms, of the look that led here. */
  readonly now: number;
}

/** Does one thing that was decided. A repair that found something to mend is written down. */
export async function act(action: Action, deps: ActDeps): Promise<void> {
  const { redis, log } = deps;
  switch (action.kind) {
    case "resume":
      return resume(action, deps);
    case "release": {
      const { batch, why } = action;
      const rows = await releaseRows(redis, action);
      const what = "took rows from workers that held them too long; each attempt counts";
      if (rows > 0) await recordRepair(redis, { kind: "release", subject: batch, what, why, rows });
      return log.debug({ batch, rows, why }, "rows released");
    }
    case "kill_browser_orphans": {
      const { pids, why } = action;
      const ended = killProcesses(pids);
      const what = `ended ${ended} browser processes on ${hostname()}`;
      if (ended > 0)
        await recordRepair(redis, { kind: action.kind, subject: hostname(), what, why, rows: 0 });
      return log.debug({ pids, why }, "browsers without a worker ended");
    }
    case "raise": {
      const reply = await raiseNotice(redis, action.notice);
      return log.debug(
        { cause: action.notice.cause, subject: action.notice.subject, reply },
        "notice",
      );
    }
    case "resolve":
      await resolveNotice(redis, action);
      return log.debug({ cause: action.cause, subject: action.subject }, "notice resolved");
  }
}

async function resume(
  { batch, why, isStalled }: Extract<Action, { kind: "resume" }>,
  { redis, queues, log, now }: ActDeps,
): Promise<void> {
  const done = await resumeBatch(redis, queues, { batch, now, isStalled });
  const rows = done.reclaimed + done.redispatched;
  const parts = [
    done.redispatched > 0 ? `sent ${done.redispatched} rows again whose job was gone` : "",
    done.reclaimed > 0 ? `took back ${done.reclaimed} rows of silent workers` : "",
    done.isFedAnew ? "put it back into the rotation" : "",
  ].filter(Boolean);
  if (parts.length > 0)
    await recordRepair(redis, {
      kind: "resume",
      subject: batch,
      what: parts.join("; "),
      why,
      rows,
    });
  log.debug({ batch, why, ...done }, "batch resumed");
}
