import type { Redis } from "ioredis";
import type { NanoDollars } from "../domain/money.ts";
import { readCounts } from "./counters.ts";
import { batchKeys } from "./keys.ts";
import { readLedger, readSpend } from "./ledger.ts";
import { readMoney } from "./money.ts";

/**
 * Compares everything that says what a batch has spent (ledger, sums, counters, rows) and what it
 * has set aside (calls, rows). Returns what is broken, in words; nothing when all holds. The batch
 * should be at rest.
 */
export async function auditMoney(redis: Redis, batch: string): Promise<string[]> {
  const keys = batchKeys(batch);
  const broken: string[] = [];
  const agree = (what: string, found: number, expected: number) => {
    if (found !== expected) broken.push(`${what} ${found} nano-dollars, not ${expected}`);
  };
  const money = await readMoney(redis, batch);
  const counts = await readCounts(redis, batch);
  const spend = await readSpend(redis, batch);
  const rows = await readRows(redis, batch, counts.lines);
  const open = await reservedOf(redis, batch);
  const byAgent = await redis.hgetall(keys.money);
  const sumOf = (prefix: string) =>
    total(Object.entries(byAgent).map(([name, nano]) => (name.startsWith(prefix) ? +nano : 0)));

  agree("the ledger holds", await sumOfLedger(redis, batch), money.spentNano);
  agree("the sums hold", total(spend.map(({ nano }) => nano)), money.spentNano);
  agree("the agents have spent", sumOf("spent:"), money.spentNano);
  agree("the counters say", counts.costNano, money.spentNano);
  agree("the tiers have spent", total(Object.values(counts.costNanoByTier)), money.spentNano);
  agree("the rows have spent", total(rows.map(({ spent }) => spent)), money.spentNano);
  agree("the agents have reserved", sumOf("reserved:"), money.reservedNano);
  agree("open calls have reserved", total(Object.values(open)), money.reservedNano);
  agree("the rows have reserved", total(rows.map(({ reserved }) => reserved)), money.reservedNano);
  for (const { n, state, reserved, calls } of rows) {
    if (state !== "in_progress" && calls > 0) {
      broken.push(`row ${n} is ${state} and has ${calls} open calls (${reserved} nano-dollars)`);
    }
  }
  return broken;
}

/** What each open call has set aside. */
export async function reservedOf(
  redis: Redis,
  batch: string,
): Promise<Readonly<Record<string, NanoDollars>>> {
  const open = await redis.hgetall(batchKeys(batch).calls);
  return Object.fromEntries(
    Object.entries(open).map(([call, packed]) => [call, Number(packed.split(",")[1])]),
  );
}

async function sumOfLedger(redis: Redis, batch: string): Promise<NanoDollars> {
  let sum = 0;
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof readLedger>> = await readLedger(redis, batch, {
      cursor,
      limit: 1_000,
    });
    sum += total(page.entries.map(({ nano }) => nano));
    if (page.next === null) return sum;
    cursor = page.next;
  }
}

async function readRows(redis: Redis, batch: string, lines: number) {
  const rows = [];
  for (let n = 0; n < lines; n += 1) {
    const [state, c, oc] = await redis.hmget(batchKeys(batch).row(n), "s", "c", "oc");
    const open = (oc ?? "").split(" ").filter(Boolean);
    const reserved = total(open.map((one) => Number(one.slice(one.lastIndexOf(":") + 1))));
    rows.push({ n, state, spent: Number(c ?? 0), reserved, calls: open.length });
  }
  return rows;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
