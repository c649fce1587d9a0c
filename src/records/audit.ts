import type { Redis } from "ioredis";
import { recordStates } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import { readCounts } from "./counters.ts";
import { batchKeys } from "./keys.ts";

/**
 * Compares a batch's rows with its counters and its waiting places: every line counted once
 * (conservation), every row that goes on in exactly one place. Returns what is broken, in words;
 * nothing when all holds. Reads row by row, so the batch should be at rest.
 */
export async function auditBatch(redis: Redis, batch: string): Promise<string[]> {
  const keys = batchKeys(batch);
  const counts = await readCounts(redis, batch);
  const broken: string[] = [];
  const seen = new Map<string, number>();
  const places = await readPlaces(redis, batch);

  for (let n = 0; n < counts.lines; n += 1) {
    const [state, duplicateOf, weight] = await redis.hmget(keys.row(n), "s", "d", "w");
    const where = places.get(String(n)) ?? [];
    if (duplicateOf) {
      if (where.length > 0) broken.push(`row ${n} is a duplicate and waits in ${where.join(", ")}`);
      continue;
    }
    if (!state) {
      broken.push(`row ${n} is missing`);
      continue;
    }
    seen.set(state, (seen.get(state) ?? 0) + Number(weight ?? 1));
    if (!isPlacedRight(state, where)) {
      broken.push(`row ${n} is ${state} and waits in [${where.join(", ")}]`);
    }
  }
  for (const state of recordStates) {
    const counted = counts.states[state];
    if (counted !== (seen.get(state) ?? 0)) {
      broken.push(`${counted} lines are counted as ${state}, ${seen.get(state) ?? 0} are`);
    }
  }
  const sum = recordStates.reduce((total, state) => total + counts.states[state], 0);
  if (sum !== counts.lines) broken.push(`${counts.lines} lines came in, ${sum} are accounted for`);
  const { completed } = counts.states;
  if (completed !== counts.answered + counts.undeterminable) {
    broken.push(
      `${completed} completed, but ${counts.answered} + ${counts.undeterminable} outcomes`,
    );
  }
  return broken;
}

function isPlacedRight(state: string, where: readonly string[]): boolean {
  const [place] = where;
  if (state === "completed" || state === "failed") return place === undefined;
  if (place === undefined || where.length > 1) return false;
  return state === "in_progress" ? place === "held" : place !== "held";
}

async function readPlaces(redis: Redis, batch: string): Promise<Map<string, string[]>> {
  const keys = batchKeys(batch);
  const zsets = [
    ...tiers.map((tier) => [`due ${tier}`, keys.due(tier)] as const),
    ["sent", keys.sent] as const,
    ["held", keys.held] as const,
  ];
  const places = new Map<string, string[]>();
  for (const [name, key] of zsets) {
    for (const n of await redis.zrange(key, "0", "-1")) {
      places.set(n, [...(places.get(n) ?? []), name]);
    }
  }
  return places;
}
