import type { Redis } from "ioredis";
import { batchKeys, recordId } from "./keys.ts";
import { parseTransitions, type Transition } from "./record.ts";

/** One state change as followers of a batch see it; `id` is where to resume after it. */
export interface BatchEvent extends Transition {
  readonly id: string;
  readonly record: string;
}

/**
 * State changes after `after` (an event id; `"0"`: from the oldest kept), oldest first. Doesn't
 * wait. `max` counts entries: what happened at once comes at once.
 */
export async function readEvents(
  redis: Redis,
  batch: string,
  { after, max = 500 }: { after: string; max?: number },
): Promise<BatchEvent[]> {
  const reply = await redis.xread("COUNT", max, "STREAMS", batchKeys(batch).events, after);
  const entries = reply?.[0]?.[1] ?? [];
  let before = after;
  return entries.flatMap(([entry, [, value]]) => {
    const lines = (value ?? "").split(";").filter(Boolean);
    const events = lines.flatMap((line, i) => {
      const comma = line.indexOf(",");
      const record = recordId(batch, Number(line.slice(0, comma)));
      // Within an entry, whoever breaks off gets all of it again rather than lose the rest.
      const id = i === lines.length - 1 ? entry : before;
      return parseTransitions(line.slice(comma + 1)).map((change) => ({ ...change, id, record }));
    });
    before = entry;
    return events;
  });
}

/** What changed since `after`, oldest first; of more than `max` entries the newest, and the last one's id. */
export async function readNewest(
  redis: Redis,
  batch: string,
  { after, max }: { after: string; max: number },
): Promise<{ changes: (Transition & { readonly n: number })[]; last: string }> {
  const start = after === "0" ? "-" : `(${after}`;
  const entries = await redis.xrevrange(batchKeys(batch).events, "+", start, "COUNT", max);
  const changes = entries.toReversed().flatMap(([, [, value]]) =>
    (value ?? "").split(";").flatMap((line) => {
      const comma = line.indexOf(",");
      const n = Number(line.slice(0, comma));
      return parseTransitions(line.slice(comma + 1)).map((change) => ({ ...change, n }));
    }),
  );
  return { changes, last: entries[0]?.[0] ?? after };
}

/** The id of the newest event, to follow from now on; `"0"` when there is none yet. */
export async function lastEventId(redis: Redis, batch: string): Promise<string> {
  const newest = await redis.xrevrange(batchKeys(batch).events, "+", "-", "COUNT", 1);
  return newest[0]?.[0] ?? "0";
}
