import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { batchKeys } from "../../src/records/keys.ts";
import { bigList } from "../small-web/big-list.ts";
import type { RedisDeath } from "./check.ts";
import type { ChaosSite } from "./site.ts";
import { haveEnded } from "./take-in.ts";

/** How long work stood still after one trouble, and whether all rows of its batch ended. */
export interface Trial {
  readonly batch: string;
  /** First and last line of the long list. */
  readonly from: number;
  readonly rows: number;
  /** For each row, or for the whole: ms until work went on. */
  readonly waitedMs: readonly number[];
  /** When Redis was away, where that was the trouble. */
  readonly deaths?: readonly RedisDeath[];
}

/** Rows of the long list that no trial had before. */
export interface Rows {
  readonly from: number;
  readonly rows: number;
  /** So many of them are in the hands of the first tier's workers when the trouble comes. */
  readonly busy: number;
}

async function underWay(site: ChaosSite, { from, rows, busy }: Rows): Promise<string> {
  const { direct } = site.redis;
  const batch = await site.take([...bigList(from + rows)].slice(from));
  for (;;) {
    const held = await heldRows(direct, batch);
    const on = await Promise.all(held.map((n) => direct.hget(batchKeys(batch).row(n), "t")));
    if (on.filter((tier) => tier === "1").length >= busy) return batch;
    await wait(20);
  }
}

const everyMs = 50;

/** kill -9 for one worker: how long each row that it held waits until another has it in hand. */
export async function workerKilled(
  site: ChaosSite,
  { from, rows, busy, victim }: Rows & { victim: number },
): Promise<Trial> {
  const { direct } = site.redis;
  const batch = await underWay(site, { from, rows, busy });
  const workers = site.crew.members().filter(({ post }) => post === "http-worker");
  const member = workers[victim % workers.length];
  if (!member) throw new Error("no worker is alive");
  // Whose rows they are is not written down: the killed one's are those whose lease will run out.
  const before = await readFences(direct, batch, await heldRows(direct, batch));
  site.crew.kill(member);
  const at = Date.now();
  const waitedMs: number[] = [];
  while (before.size > 0) {
    await wait(everyMs);
    const held = new Set(await heldRows(direct, batch));
    const now = await readFences(direct, batch, [...before.keys()]);
    for (const [n, { fence, lost }] of before) {
      const seen = now.get(n);
      if (!seen) throw new Error(`row ${n} of ${batch} is gone`);
      if (seen.fence > fence && seen.lost > lost) waitedMs.push(Date.now() - at);
      // Another worker's row, which it has settled; it may be in hand again.
      const isOthers = seen.lost === lost && (seen.fence > fence || !held.has(n));
      if (isOthers || seen.fence > fence) before.delete(n);
    }
  }
  return { batch, from, rows, waitedMs };
}

/** Redis killed and started again: how long nobody takes a row in hand, from its first answer on. */
export async function redisKilled(
  site: ChaosSite,
  { from, rows, busy, awayMs }: Rows & { awayMs: number },
): Promise<Trial> {
  const batch = await underWay(site, { from, rows, busy });
  const killedAt = Date.now();
  await site.redis.kill();
  await wait(awayMs);
  await site.redis.start();
  const deaths = [[killedAt, Date.now()] as const];
  return { batch, from, rows, waitedMs: [await untilClaimed(site.redis.direct, batch)], deaths };
}

/** No worker at all for so long: how long nobody takes a row in hand once they are started again. */
export async function allAway(
  site: ChaosSite,
  { from, rows, busy, awayMs }: Rows & { awayMs: number },
): Promise<Trial> {
  const batch = await underWay(site, { from, rows, busy });
  site.crew.sendHome();
  await wait(awayMs);
  site.crew.resume();
  return { batch, from, rows, waitedMs: [await untilClaimed(site.redis.direct, batch)] };
}

/** Resolves when every row of these batches has ended. */
export async function untilEnded(site: ChaosSite, batches: readonly string[]): Promise<void> {
  while (!(await haveEnded(site.redis.direct, batches))) await wait(200);
}

async function untilClaimed(redis: Redis, batch: string): Promise<number> {
  const at = Date.now();
  const before = await claimsOf(redis, batch);
  while ((await claimsOf(redis, batch)) <= before) await wait(everyMs);
  return Date.now() - at;
}

async function claimsOf(redis: Redis, batch: string): Promise<number> {
  const counters = await redis.hgetall(batchKeys(batch).counters);
  return Object.entries(counters)
    .filter(([name]) => name.startsWith("did:claimed:"))
    .reduce((sum, [, count]) => sum + Number(count), 0);
}

async function heldRows(redis: Redis, batch: string): Promise<number[]> {
  return (await redis.zrange(batchKeys(batch).held, "0", "-1")).map(Number);
}

interface Fence {
  readonly fence: number;
  /** Leases of it that ran out. */
  readonly lost: number;
}

async function readFences(
  redis: Redis,
  batch: string,
  rows: readonly number[],
): Promise<Map<number, Fence>> {
  const found = await Promise.all(rows.map((n) => redis.hmget(batchKeys(batch).row(n), "f", "l")));
  return new Map(
    rows.map((n, i) => {
      const [fence, lost] = found[i] ?? [];
      return [n, { fence: Number(fence ?? 0), lost: Number(lost ?? 0) }];
    }),
  );
}
