import type { Redis } from "ioredis";
import type { NanoDollars } from "../domain/money.ts";
import { recordStates } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import { readCounts } from "./counters.ts";
import { batchKeys } from "./keys.ts";
import { readLedger, readSpend } from "./ledger.ts";
import { readMoney } from "./money.ts";

/**
 * Compares a batch's rows with its counters and its waiting places: every line counted once
 * (conservation), every row that goes on in exactly one place, every nano-dollar in all books. Returns what is broken, in words;
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
  return [...broken, ...(await auditMoney(redis, batch))];
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
    sumUp(Object.entries(byAgent).map(([name, nano]) => (name.startsWith(prefix) ? +nano : 0)));

  agree("the ledger holds", await sumOfLedger(redis, batch), money.spentNano);
  agree("the sums hold", sumUp(spend.map(({ nano }) => nano)), money.spentNano);
  agree("the agents have spent", sumOf("spent:"), money.spentNano);
  agree("the counters say", counts.costNano, money.spentNano);
  agree("the tiers have spent", sumUp(Object.values(counts.costNanoByTier)), money.spentNano);
  agree("the rows have spent", sumUp(rows.map(({ spent }) => spent)), money.spentNano);
  agree("the agents have reserved", sumOf("reserved:"), money.reservedNano);
  agree("open calls have reserved", sumUp(Object.values(open)), money.reservedNano);
  agree("the rows have reserved", sumUp(rows.map(({ reserved }) => reserved)), money.reservedNano);
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
    sum += sumUp(page.entries.map(({ nano }) => nano));
    if (page.next === null) return sum;
    cursor = page.next;
  }
}

async function readRows(redis: Redis, batch: string, lines: number) {
  const rows = [];
  for (let n = 0; n < lines; n += 1) {
    const [state, c, oc] = await redis.hmget(batchKeys(batch).row(n), "s", "c", "oc");
    const open = (oc ?? "").split(" ").filter(Boolean);
    const reserved = sumUp(open.map((one) => Number(one.slice(one.lastIndexOf(":") + 1))));
    rows.push({ n, state, spent: Number(c ?? 0), reserved, calls: open.length });
  }
  return rows;
}

function sumUp(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
