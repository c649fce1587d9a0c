import { symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { describe, expect, vi } from "vitest";
import { openScheduleQueue } from "../../queues/schedule-queue.ts";
import { changeStatus, findBatch } from "../../src/records/batch.ts";
import { readCounts } from "../../src/records/counters.ts";
import { globalKeys } from "../../src/records/keys.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { fireSchedule } from "../../src/schedules/fire.ts";
import { judgeFires, readScheduleFacts } from "../../src/schedules/judge.ts";
import { keepSchedules } from "../../src/schedules/keep.ts";
import {
  listFires,
  listSchedules,
  removeSchedule,
  saveFire,
} from "../../src/schedules/schedule.ts";
import { endRows, type Lists, test, threeRows } from "./lists.ts";

const hourMs = 3_600_000;
const dueAt = Date.UTC(2026, 10, 2, 5);

async function batchesOf(redis: Redis): Promise<string[]> {
  return redis.zrange(globalKeys.batches, "0", "-1");
}

async function fired(lists: Lists, at = dueAt): Promise<string> {
  const fire = await fireSchedule(lists, "weekly", at);
  if (!fire?.batch) throw new Error(fire?.error ?? "nothing was begun");
  return fire.batch;
}

async function verdict(lists: Lists): Promise<unknown> {
  await judgeFires(lists, lists.now());
  const [fire] = await listFires(lists.redis, "weekly");
  return fire?.verdict;
}

describe("a time that comes", () => {
  test("begins a batch of the file as it is then", async ({ lists, redis }) => {
    lists.write("list.csv", "domain\nold.example\n");
    await lists.schedule({ maxUsdNano: 2_000_000_000, maxTier: "classifier" });
    lists.write("list.csv", threeRows);

    const batch = await fired(lists);

    expect(await findBatch(redis, batch)).toMatchObject({
      status: "active",
      workflow: "colour",
      name: "weekly",
      maxUsdNano: 2_000_000_000,
      maxTier: "classifier",
      specs: { colour: "hash-of-colour" },
    });
    expect((await readCounts(redis, batch)).lines).toBe(3);
  });

  test("begins one batch, however often it is brought", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule();

    const replies = await Promise.allSettled([1, 2, 3].map(() => fired(lists)));
    const batch = await fired(lists);

    expect(replies.some(({ status }) => status === "fulfilled")).toBe(true);
    const active = await Promise.all(
      (await batchesOf(redis)).map(async (id) => (await findBatch(redis, id))?.status),
    );
    expect(active.filter((status) => status === "active")).toHaveLength(1);
    expect((await findBatch(redis, batch))?.status).toBe("active");
  });

  test("begins one batch, wherever a process dies with it", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    for (let death = 1; ; death += 1) {
      await redis.flushdb();
      await lists.schedule();
      const outcome = await fireSchedule(
        { ...lists, redis: dying(redis, death) },
        "weekly",
        dueAt,
      ).catch(() => "died");
      const batch = await fired(lists);

      const statuses = await Promise.all(
        (await batchesOf(redis)).map(async (id) => (await findBatch(redis, id))?.status),
      );
      expect(statuses.filter((status) => status === "active")).toHaveLength(1);
      expect((await findBatch(redis, batch))?.status).toBe("active");
      if (outcome !== "died") {
        expect(death).toBeGreaterThan(8);
        break;
      }
    }
  });

  test("without a file says why, and tries again when it is brought again", async ({ lists }) => {
    await lists.schedule();
    const fire = await fireSchedule(lists, "weekly", dueAt);
    expect(fire).toMatchObject({ batch: null, error: expect.stringContaining("it is not there") });

    lists.write("list.csv", "colour\nred\n");
    expect((await fireSchedule(lists, "weekly", dueAt))?.error).toContain("no column");
    lists.write("list.csv", threeRows);
    expect((await fireSchedule(lists, "weekly", dueAt))?.batch).toMatch(/^b/);
  });

  test("does not follow a link out of the directory that it may read", async ({ lists }) => {
    const within = join(lists.dir, "lists");
    const secret = join(lists.dir, "secret.csv");
    lists.write("../secret.csv", threeRows);
    symlinkSync(secret, join(within, "list.csv"));
    await lists.schedule({ within });
    const fire = await fireSchedule(lists, "weekly", dueAt);
    expect(fire?.error).toContain("lies outside");

    unlinkSync(join(within, "list.csv"));
    lists.write("list.csv", threeRows);
    expect((await fireSchedule(lists, "weekly", dueAt))?.batch).toMatch(/^b/);
  });

  test("of a schedule that is gone begins nothing", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule();
    await removeSchedule(redis, "weekly");

    expect(await fireSchedule(lists, "weekly", dueAt)).toBeUndefined();
    expect(await batchesOf(redis)).toEqual([]);
  });
});

describe("what is expected of it", () => {
  test("is open while the batch runs within its time, then missing", async ({ lists }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule();
    await fired(lists);

    expect(await verdict(lists)).toBeNull();
    lists.later(6.1 * hourMs);
    expect(await verdict(lists)).toEqual({
      produced: false,
      detail: "not done in time: 0 of 3 rows have ended",
    });
  });

  test("is there when enough rows are answered in time", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule({ expectRows: 3, expectAnswered: 0.5 });
    const batch = await fired(lists);
    await endRows(redis, batch, { answered: 2, closed: 1 });
    // Sealed meanwhile: that is no reason to miss it.
    await sealIntoArchive(lists, batch);

    expect(await verdict(lists)).toEqual({ produced: true, detail: "2 of 3 rows are answered" });
  });

  test("is missing when rows or answers are too few", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule({ expectRows: 4 });
    await fired(lists);
    expect(await verdict(lists)).toMatchObject({ produced: false, detail: "3 rows, not 4" });

    await lists.schedule({ expectAnswered: 0.9 });
    await endRows(redis, await fired(lists, dueAt + hourMs), { answered: 2, closed: 1 });
    expect(await verdict(lists)).toMatchObject({ produced: false });
  });

  test("is missing when the batch was cancelled or there was none", async ({ lists, redis }) => {
    await lists.schedule();
    await fireSchedule(lists, "weekly", dueAt);
    expect(await verdict(lists)).toMatchObject({ produced: false });

    lists.write("list.csv", threeRows);
    await changeStatus(redis, await fired(lists, dueAt + hourMs), "cancelled");
    expect(await verdict(lists)).toMatchObject({ detail: "its batch was cancelled" });
  });

  test("is told to the watchdog until the next one is good", async ({ lists, redis }) => {
    await lists.schedule({ expectAnswered: 0.5 });
    expect(await readScheduleFacts(lists)).toMatchObject([{ id: "weekly", produced: null }]);
    await fireSchedule(lists, "weekly", dueAt);
    await verdict(lists);
    const missing = await readScheduleFacts(lists);
    expect(missing).toMatchObject([{ lastFireAt: dueAt, produced: false }]);
    expect(missing[0]?.expected).toMatch(
      /at least 1 row, 50 % of them answered, within 6 h \(.*not there/,
    );

    lists.write("list.csv", threeRows);
    const batch = await fired(lists, dueAt + hourMs);
    await verdict(lists);
    expect(await readScheduleFacts(lists)).toMatchObject([{ lastFireAt: dueAt, produced: false }]);
    await endRows(redis, batch, { answered: 3, closed: 0 });
    await verdict(lists);
    expect(await readScheduleFacts(lists)).toMatchObject([{ produced: true }]);
  });

  test("is remembered for the last fifty times", async ({ lists, redis }) => {
    await lists.schedule();
    const base = { schedule: "weekly", firedAt: 1, batch: null, error: "none", verdict: null };
    for (let i = 0; i < 55; i += 1) await saveFire(redis, { ...base, dueAt: i });
    const fires = await listFires(redis, "weekly");
    expect([fires.length, fires[0]?.dueAt, fires.at(-1)?.dueAt]).toEqual([50, 54, 5]);
  });
});

describe("BullMQ's schedulers", () => {
  const open = (redis: Redis, fire: (name: string, at: number) => Promise<unknown>) =>
    openScheduleQueue({
      connection: redis,
      blocking: redis.duplicate(),
      fire,
      onError: () => undefined,
    });

  test("follow the schedules: set up, changed, removed, and set up again when lost", async ({
    lists,
    redis,
  }) => {
    const queue = open(redis, async () => undefined);
    await lists.schedule();
    await lists.schedule({ name: "daily", cron: "@daily", tz: "UTC" });
    const wanted = async () =>
      new Map((await listSchedules(redis)).map(({ name, cron, tz }) => [name, { cron, tz }]));

    expect(await queue.sync(await wanted())).toEqual(["daily", "weekly"]);
    expect(await queue.sync(await wanted())).toEqual([]);
    await lists.schedule({ tz: "UTC" });
    expect(await queue.sync(await wanted())).toEqual(["weekly"]);
    await redis.unlink(...(await redis.keys("{assay}:schedules*")));
    expect(await queue.sync(await wanted())).toEqual(["daily", "weekly"]);
    await removeSchedule(redis, "daily");
    await queue.sync(await wanted());
    expect(await redis.keys("{assay}:schedules:repeat:daily*")).toEqual([]);
    await queue.stop();
  });

  test("bring a time that has come to one process of several, once", async ({ redis }) => {
    const brought: number[] = [];
    const queues = [0, 1, 2].map(() => open(redis, async (_name, at) => void brought.push(at)));
    const [first] = queues;
    await first?.sync(new Map([["weekly", { cron: "0 6 * * 1", tz: "UTC" }]]));
    // Its time has passed while nothing was up: three weeks ago.
    const [id = ""] = await redis.zrange("{assay}:schedules:delayed", "0", "-1");
    await redis.zadd("{assay}:schedules:delayed", (Date.now() - 21 * 86_400_000) * 4_096, id);
    for (const queue of queues) await queue.start();

    await vi.waitFor(() => expect(brought.length).toBeGreaterThan(0), { timeout: 20_000 });
    const delayed = await vi.waitFor(async () => {
      const found = await redis.zrange("{assay}:schedules:delayed", "0", "-1", "WITHSCORES");
      expect(found).toHaveLength(2);
      return Number(found[1]) / 4_096;
    });

    expect(brought).toHaveLength(1);
    expect(delayed).toBeGreaterThan(Date.now() - 1_000);
    await Promise.all(queues.map((queue) => queue.stop()));
  });

  test("may be lost: what did not come is begun all the same, once", async ({ lists, redis }) => {
    lists.write("list.csv", threeRows);
    await lists.schedule();
    const queue = { sync: async () => [] };
    const keep = () => keepSchedules(lists, queue, new AbortController().signal);

    await keep();
    expect(await batchesOf(redis)).toEqual([]);
    lists.later(30 * 86_400_000);
    await keep();
    await keep();

    expect(await batchesOf(redis)).toHaveLength(1);
    expect(await listFires(redis, "weekly")).toHaveLength(1);
  });
});

/** A process that dies with its command of that number. */
function dying(redis: Redis, death: number): Redis {
  let count = 0;
  const names = new Set(["evalsha", "hset", "hsetnx", "zadd", "rpush", "hincrby", "call"]);
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (!names.has(String(name))) return value.bind(target);
      return async (...args: unknown[]) => {
        count += 1;
        if (count > death) throw new Error("died");
        const reply: unknown = await value.apply(target, args);
        if (count === death) throw new Error("died");
        return reply;
      };
    },
  });
}
