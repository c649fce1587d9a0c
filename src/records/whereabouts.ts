import type { Redis } from "ioredis";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { batchKeys } from "./keys.ts";

/** One batch's open rows on one tier. */
export interface TierRows {
  /** Due or queued. */
  readonly waiting: number;
  /** Of these, not to be tried before some later time. */
  readonly pausing: number;
  readonly working: number;
}
export type Whereabouts = Readonly<Record<Tier, TierRows>>;

/** Rows looked at one by one; beyond that many in hand at once the tiers' shares are estimated. */
const mostLookedAt = 1_000;

/** Reads where a batch's open rows are; rows of other batches in the same queues don't count. */
export async function readWhereabouts(redis: Redis, batch: string): Promise<Whereabouts> {
  const keys = batchKeys(batch);
  const [due, later, sent, held] = await Promise.all([
    Promise.all(tiers.map((tier) => redis.zcard(keys.due(tier)))),
    Promise.all(tiers.map((tier) => redis.zcount(keys.due(tier), `(${Date.now()}`, "+inf"))),
    tally(redis, batch, keys.sent),
    tally(redis, batch, keys.held),
  ]);
  return Object.fromEntries(
    tiers.map((tier, i) => [
      tier,
      {
        waiting: (due[i] ?? 0) + (sent.get(tier) ?? 0),
        pausing: later[i] ?? 0,
        working: held.get(tier) ?? 0,
      },
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

/** Of a batch that has no open row. */
export const nowhere: Whereabouts = {
  http: { waiting: 0, pausing: 0, working: 0 },
  classifier: { waiting: 0, pausing: 0, working: 0 },
  browser: { waiting: 0, pausing: 0, working: 0 },
};
