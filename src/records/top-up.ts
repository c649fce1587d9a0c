import type { Redis } from "ioredis";
import type { NanoDollars } from "../domain/money.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import { findBatch, setCeiling } from "./batch.ts";
import { reopenRows } from "./cancel.ts";
import { readCounts } from "./counters.ts";
import { batchKeys } from "./keys.ts";
import { readMoney } from "./money.ts";
import { parseTransitions, type Transition } from "./record.ts";

const chunk = 500;

/**
 * Gives a batch another ceiling (`null`: none) and reopens the rows that failed at the old one,
 * each on the tier where work with models was refused first; returns how many. Nothing reopens
 * while the ceiling is not above what is spent, nor in a batch that was cancelled. Safe to repeat.
 */
export async function topUpBatch(
  redis: Redis,
  batch: string,
  maxUsdNano: NanoDollars | null,
): Promise<number> {
  const found = await findBatch(redis, batch);
  if (!found) return 0;
  await setCeiling(redis, batch, maxUsdNano);
  const { spentNano } = await readMoney(redis, batch);
  const hasRoom = maxUsdNano === null || maxUsdNano > spentNano;
  if (!hasRoom || found.status === "cancelled") return 0;

  const { lines, reasons } = await readCounts(redis, batch);
  if (reasons.batch_ceiling === undefined) return 0;
  let reopened = 0;
  for (let first = 0; first < lines; first += chunk) {
    const rows = Array.from({ length: Math.min(chunk, lines - first) }, (_, i) => first + i);
    const stopped = await findStopped(redis, batch, rows);
    for (const startsAt of tiers) {
      const here = stopped.filter(({ tier }) => tier === startsAt).map(({ n }) => n);
      if (here.length > 0) reopened += await reopenRows(redis, { batch, startsAt }, here);
    }
  }
  return reopened;
}

/** Those of the rows that failed at the ceiling, with the tier to go on from. */
async function findStopped(
  redis: Redis,
  batch: string,
  rows: readonly number[],
): Promise<{ n: number; tier: Tier }[]> {
  const keys = batchKeys(batch);
  const read = await Promise.all(rows.map((n) => redis.hmget(keys.row(n), "s", "r", "t", "tr")));
  return rows.flatMap((n, i) => {
    const [state, reason, tier, history] = read[i] ?? [];
    if (state !== "failed" || reason !== "batch_ceiling") return [];
    const ended = tiers[Number(tier) - 1] ?? "http";
    return [{ n, tier: refusedFirst(parseTransitions(history ?? "")) ?? ended }];
  });
}

/** The tier whose models were refused first since the row was last reopened, if it went up from there. */
function refusedFirst(history: readonly Transition[]): Tier | undefined {
  const life = history.slice(history.findLastIndex(({ event }) => event === "reopened") + 1);
  return life.find(({ event, reason }) => event === "escalated" && reason === "batch_ceiling")
    ?.tier;
}
