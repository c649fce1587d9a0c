import type { Redis } from "ioredis";
import type { RecordEvent } from "../domain/state.ts";
import { readNewest } from "../records/events.ts";
import { batchKeys } from "../records/keys.ts";
import { failureReasons, type SeriesOutcomes } from "./facts.ts";
import { hostClassOf } from "./host-class.ts";
import type { FinalOutcome } from "./spike.ts";

/** What ends a record's stay on a tier. */
const lastWords: ReadonlySet<string> = new Set<RecordEvent>([
  "answered",
  "closed",
  "gave_up",
  "escalated",
]);

/**
 * How records ended since `after`: on each tier, where going up is an end as well, and for each
 * class of host. Reads the newest `max` entries of the batch's events; of hosts, the newest
 * `mostHosts` ends.
 */
export async function readOutcomes(
  redis: Redis,
  batch: string,
  { after, max, mostHosts }: { after: string; max: number; mostHosts: number },
): Promise<{ outcomes: SeriesOutcomes[]; last: string }> {
  const { changes, last } = await readNewest(redis, batch, { after, max });
  const series = new Map<string, FinalOutcome[]>();
  const add = (name: string, outcome: FinalOutcome) => {
    const known = series.get(name);
    if (known) known.push(outcome);
    else series.set(name, [outcome]);
  };
  const ends = changes.filter(({ event }) => lastWords.has(event));
  for (const end of ends) add(`tier ${end.tier}`, outcomeOf(end));
  const final = ends.filter(({ event }) => event !== "escalated").slice(-mostHosts);
  const classes = await Promise.all(
    final.map(async ({ n }) => hostClassOf(await redis.hget(batchKeys(batch).row(n), "in"))),
  );
  for (const [i, end] of final.entries()) add(`hosts ${classes[i] ?? "none"}`, outcomeOf(end));
  return { outcomes: [...series].map(([name, outcomes]) => ({ batch, name, outcomes })), last };
}

function outcomeOf(end: Awaited<ReturnType<typeof readNewest>>["changes"][number]): FinalOutcome {
  const { event, reason, at } = end;
  const isFailure = event !== "answered" && reason !== null && failures.has(reason);
  return { at, failure: isFailure ? reason : null };
}

const failures: ReadonlySet<string> = failureReasons;
