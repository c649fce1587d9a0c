import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Tier } from "../domain/tier.ts";
import { type Ladder, type Outlook, readOutlook } from "../money/outlook.ts";
import { findBatch } from "../records/batch.ts";
import { isFinished, readCounts } from "../records/counters.ts";
import { readEvents } from "../records/events.ts";
import { readWhereabouts } from "../records/whereabouts.ts";
import type { LiveBlock } from "./live-block.ts";
import { type Progress, progressLines } from "./progress-view.ts";
import { recentRate } from "./recent-rate.ts";

export type Watching = "terminal" | "lines" | "json";
export type End = "ended" | "paused" | "stopped";

export interface WatchOptions {
  readonly how: Watching;
  readonly block: LiveBlock;
  /** Where lines go. */
  readonly to: Pick<NodeJS.WriteStream, "write">;
  /** State changes up to this event are old news. */
  readonly after: string;
  readonly signal: AbortSignal;
  readonly ladder: Ladder;
}

const terminalEveryMs = 250;
const linesEveryMs = 100;
/** A forecast moves slowly and takes some reading. */
const outlookEveryMs = 2_000;

/** Shows a batch until every line has ended, it is paused or cancelled, or the signal says stop. */
export async function watchBatch(redis: Redis, batch: string, options: WatchOptions): Promise<End> {
  return options.how === "terminal"
    ? watchOnTerminal(redis, batch, options)
    : watchAsLines(redis, batch, options);
}

async function watchOnTerminal(
  redis: Redis,
  id: string,
  { block, signal, ladder }: Pick<WatchOptions, "block" | "signal" | "ladder">,
): Promise<End> {
  const rate = recentRate();
  let seen: { readonly at: number; readonly outlook: Outlook } | undefined;
  while (!signal.aborted) {
    const [batch, counts, where] = await Promise.all([
      findBatch(redis, id),
      readCounts(redis, id),
      readWhereabouts(redis, id),
    ]);
    if (!batch) throw new Error(`batch ${id} is gone`);
    const now = Date.now();
    const ended = counts.states.completed + counts.states.failed;
    if (seen === undefined || now - seen.at >= outlookEveryMs) {
      seen = { at: now, outlook: await readOutlook(redis, { batch, counts }, ladder) };
    }
    const { outlook } = seen;
    const pace = { now, recentRate: rate(ended, now) };
    block.draw(progressLines({ batch, counts, tiers: where, outlook, ...pace }));
    const end = endOf({ batch, counts });
    if (end) return end;
    await wait(terminalEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return "stopped";
}

/** One line per state change, so that a pipe or a log file shows all there was. */
async function watchAsLines(
  redis: Redis,
  batch: string,
  { how, to, after: seen, signal }: Omit<WatchOptions, "block" | "ladder">,
): Promise<End> {
  let after = seen;
  for (;;) {
    const stopped = signal.aborted;
    const end = stopped ? undefined : await readEnd(redis, batch);
    for (;;) {
      const events = await readEvents(redis, batch, { after });
      for (const { id, ...event } of events) {
        after = id;
        const line =
          how === "json"
            ? JSON.stringify({ ...event, at: new Date(event.at).toISOString() })
            : plain(event);
        to.write(`${line}\n`);
      }
      if (events.length === 0) break;
    }
    if (stopped) return "stopped";
    if (end) return end;
    await wait(linesEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

function plain(event: {
  at: number;
  record: string;
  event: string;
  tier: Tier;
  attempt: number;
  reason: string | null;
}) {
  const time = new Date(event.at).toISOString().slice(11, 23);
  const reason = event.reason ? ` (${event.reason})` : "";
  return `${time} ${event.record} ${event.event} on ${event.tier}, attempt ${event.attempt}${reason}`;
}

async function readEnd(redis: Redis, id: string) {
  const [batch, counts] = await Promise.all([findBatch(redis, id), readCounts(redis, id)]);
  return batch ? endOf({ batch, counts }) : ("ended" as const);
}

function endOf({ batch, counts }: Pick<Progress, "batch" | "counts">) {
  if (isFinished(counts) && batch.doneAt !== null) return "ended" as const;
  return batch.status === "paused" ? ("paused" as const) : undefined;
}
