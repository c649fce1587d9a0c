import type { Redis } from "ioredis";
import { unpackCold } from "../records/cold.ts";
import { parseAttempts } from "../records/claim.ts";
import { batchKeys } from "../records/keys.ts";
import { settleRow, type Settlement } from "../records/settle.ts";
import type { StuckRow } from "./facts.ts";

/**
 * Takes rows from whoever holds them, each by the fence that was seen: a row that moved on meanwhile
 * stays as it is, and whatever the late worker still writes is refused. The attempt counts; a row
 * whose attempts are used up is given up. Returns how many rows were taken.
 */
export async function releaseRows(
  redis: Redis,
  { batch, rows, dueAt }: { batch: string; rows: readonly StuckRow[]; dueAt: number },
): Promise<number> {
  const replies = await Promise.all(rows.map((row) => releaseRow(redis, batch, row, dueAt)));
  return replies.filter((reply) => reply !== "stale").length;
}

async function releaseRow(redis: Redis, batch: string, row: StuckRow, dueAt: number) {
  const { n, tier, fence } = row;
  const [tried, cells, cold] = await redis.hmget(batchKeys(batch).row(n), "a", "in", "x");
  const claimed = {
    batch,
    n,
    tier,
    fence,
    attempts: parseAttempts(tried ?? undefined),
    postponements: 0,
    workedMs: 0,
    cells: JSON.parse(cells ?? "[]") as unknown[],
    cold: unpackCold(cold ?? undefined),
  };
  const settlement: Settlement =
    row.attempts >= row.mostAttempts
      ? { event: "gave_up", reason: "retries_exhausted" }
      : { event: "released", reason: "deadline", dueAt, refund: false };
  return settleRow(redis, claimed, settlement, { cold: claimed.cold, costNano: 0 });
}
