import type { Redis } from "ioredis";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { batchKeys } from "./keys.ts";

/** How many of one batch's open rows wait for each tier, due or queued, and how many it works on. */
export type Whereabouts = Readonly<
  Record<Tier, { readonly waiting: number; readonly working: number }>
>;

/** Rows looked at one by one; beyond that many in hand at once the tiers' shares are estimated. */
const mostLookedAt = 1_000;

/** Reads where a batch's open rows are; rows of other batches in the same queues don't count. */
export async function readWhereabouts(redis: Redis, batch: string): Promise<Whereabouts> {
  const keys = batchKeys(batch);
  const [due, sent, held] = await Promise.all([
    Promise.all(tiers.map((tier) => redis.zcard(keys.due(tier)))),
    tally(redis, batch, keys.sent),
    tally(redis, batch, keys.held),
  ]);
  return Object.fromEntries(
    tiers.map((tier, i) => [
      tier,
      { waiting: (due[i] ?? 0) + (sent.get(tier) ?? 0), working: held.get(tier) ?? 0 },
    ]),
  ) as Whereabouts;
}

async function tally(redis: Redis, batch: string, key: string): Promise<Map<Tier, number>> {
  const [size, rows] = await Promise.all([
    redis.zcard(key),
    redis.zrange(key, 0, `${mostLookedAt - 1}`),
  ]);
  const numbers = await Promise.all(
    rows.map((row) => redis.hget(batchKeys(batch).row(Number(row)), "t")),
  );
  const scale = rows.length === 0 ? 1 : Math.max(1, size / rows.length);
  return new Map(
    tiers.map((tier) => {
      const found = numbers.filter((number) => number === String(tierNumber(tier))).length;
      return [tier, Math.round(found * scale)];
    }),
  );
}
