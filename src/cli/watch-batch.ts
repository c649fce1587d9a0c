import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { openTierQueues, type TierQueue } from "../../queues/tier-queues.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import { findBatch } from "../records/batch.ts";
import { isFinished, readCounts } from "../records/counters.ts";
import { readEvents } from "../records/events.ts";
import { batchKeys } from "../records/keys.ts";
import { liveBlock, type Progress, progressLines } from "./progress-view.ts";

export type Watching = "terminal" | "lines" | "json";

const terminalEveryMs = 200;
const linesEveryMs = 100;

/** Shows a batch until every line has ended, it is paused or cancelled, or the signal says stop. */
export async function watchBatch(
  redis: Redis,
  batch: string,
  how: Watching,
  signal: AbortSignal,
): Promise<"ended" | "paused" | "stopped"> {
  const queues = openTierQueues(redis);
  try {
    return how === "terminal"
      ? await watchOnTerminal(redis, queues, batch, signal)
      : await watchAsLines(redis, batch, how, signal);
  } finally {
    await Promise.all(Object.values(queues).map((queue) => queue.close()));
  }
}

async function watchOnTerminal(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  batch: string,
  signal: AbortSignal,
) {
  const block = liveBlock(process.stderr);
  while (!signal.aborted) {
    const progress = await readProgress(redis, queues, batch);
    block.draw(progressLines(progress));
    const end = endOf(progress);
    if (end) return end;
    await wait(terminalEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return "stopped" as const;
}

/** One line per state change, so that a pipe or a log file shows all there was. */
async function watchAsLines(
  redis: Redis,
  batch: string,
  how: "lines" | "json",
  signal: AbortSignal,
) {
  let after = "0";
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
        process.stdout.write(`${line}\n`);
      }
      if (events.length === 0) break;
    }
    if (stopped) return "stopped" as const;
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

async function readProgress(
  redis: Redis,
  queues: Record<Tier, TierQueue>,
  id: string,
): Promise<Progress> {
  const keys = batchKeys(id);
  const [batch, counts, loads] = await Promise.all([
    findBatch(redis, id),
    readCounts(redis, id),
    Promise.all(
      tiers.map(async (tier) => {
        const [due, waiting, working] = await Promise.all([
          redis.zcard(keys.due(tier)),
          queues[tier].getWaitingCount(),
          queues[tier].getActiveCount(),
        ]);
        return [tier, { due: due + waiting, working }] as const;
      }),
    ),
  ]);
  if (!batch) throw new Error(`batch ${id} is gone`);
  const byTier = Object.fromEntries(loads) as Progress["tiers"];
  return { batch, counts, tiers: byTier, now: Date.now() };
}
