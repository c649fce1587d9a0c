import { describe, expect, vi } from "vitest";
import type { Agent } from "../../src/agents/agent.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus, findBatch } from "../../src/records/batch.ts";
import { listNotices, noticeEvents } from "../../src/notices/notices.ts";
import { readCounts } from "../../src/records/counters.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { readRecords } from "../../src/records/record.ts";
import { settleRow } from "../../src/records/settle.ts";
import { claimNext, nothing } from "../records/rows.ts";
import { readHeartbeat } from "../../src/watchdog/heartbeat.ts";
import { slow, test, untilDone } from "./lab.ts";

const patient = { timeout: 20_000, interval: 50 };
const minuteAgo = () => Date.now() - 60_000;

describe("progress and nothing stuck", () => {
  test(
    "a healthy hour makes no notice, no repair and no log line",
    { timeout: 60_000 },
    async ({ redis, lab }) => {
      await Promise.all([lab.start("http", slow), lab.start("classifier"), lab.start("browser")]);
      const first = await lab.batchOf(600);
      const second = await lab.batchOf(40);

      // An hour of looks, two minutes apart, while rows go through.
      for (let look = 0; look < 30; look += 1) {
        await lab.look({ graceMs: 5_000 });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await untilDone(redis, first);
      await untilDone(redis, second);
      await lab.look();

      expect([await lab.notices(), await lab.repairs(), lab.logged]).toEqual([[], [], []]);
      expect((await readHeartbeat(redis))?.looks).toBe(31);
    },
  );
});

describe("stalled and nothing stuck: resume", () => {
  test("rows whose jobs are gone are sent again at once, all of them", async ({ redis, lab }) => {
    const batch = await lab.batchOf(5_000);
    for (let taken = 0; taken < 5_000; taken += 1_000) {
      const { rows } = await takeDue(redis, { batch, tier: "http", max: 1_000 });
      await redis.zadd(`assay:{${batch}}:sent`, ...rows.flatMap(({ n }) => [minuteAgo(), n]));
    }

    await lab.look();

    expect(await lab.repairs()).toEqual([`resume ${batch} 5000`]);
    expect(await lab.queues.http.getWaitingCount()).toBe(5_000);
    expect(await lab.notices()).toEqual([]);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("rows of dead workers are taken back when no worker is there to do it", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(3);
    const dead = await claimNext(redis, batch);
    await redis.zadd(`assay:{${batch}}:held`, minuteAgo(), dead.n);

    await lab.look();

    expect(await lab.repairs()).toEqual([`resume ${batch} 1`]);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a batch that nobody feeds is fed again and ends", async ({ redis, lab }) => {
    const batch = await lab.batchOf(20);
    await redis.del("assay:active");
    await lab.start("http");

    await lab.look();
    await untilDone(redis, batch);

    expect(await lab.repairs()).toEqual([`resume ${batch} 0`]);
  });

  test("jobs that are in no list of their queue are found once the batch stands still", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(5);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 5 });
    const jobs = rows.map(({ n, epoch }) => ({
      name: "attempt" as const,
      data: { b: batch, r: n, e: epoch },
      opts: { jobId: `${batch}-${n}-t1-e${epoch}` },
    }));
    await lab.queues.http.addBulk(jobs);
    await redis.del("{assay}:http:wait");
    await redis.zadd(`assay:{${batch}}:sent`, ...rows.flatMap(({ n }) => [minuteAgo(), n]));
    await lab.start("http");
    // Workers' own sweep sees the jobs and leaves them alone.
    await vi.waitFor(
      async () => {
        await lab.look();
        expect(await lab.repairs()).toEqual([`resume ${batch} 5`]);
      },
      { timeout: 10_000, interval: 300 },
    );

    await untilDone(redis, batch);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });
});

describe("stuck: release", () => {
  test("a row held past its time goes to another attempt, and the late worker is refused", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(1);
    const late = await claimNext(redis, batch, { leaseMs: 600_000 });
    await redis.hset(`assay:{${batch}}:r:0`, "at", Date.now() - 3_600_000);

    await lab.look();

    expect(await lab.repairs()).toEqual([`release ${batch} 1`]);
    const reply = await settleRow(
      redis,
      late,
      { event: "closed", reason: "out_of_scope" },
      nothing,
    );
    expect(reply).toBe("stale");
    const [released] = await readRecords(redis, batch, [0]);
    expect(released).toMatchObject({ status: "pending", attempts: { http: 1 }, fence: 1 });
    await vi.waitFor(
      async () => expect((await claimNext(redis, batch)).attempts.http).toBe(2),
      patient,
    );
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a row whose attempts are used up is given up, and a person is told once", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(1);
    await claimNext(redis, batch, { leaseMs: 600_000 });
    const old = Date.now() - 3_600_000;
    await redis.hset(`assay:{${batch}}:r:0`, { at: old, a: "3,0,0" });

    await lab.look();
    await lab.look();

    const [row] = await readRecords(redis, batch, [0]);
    expect(row).toMatchObject({ status: "failed", reason: "retries_exhausted" });
    expect(await lab.notices()).toEqual([`rows_exhausted ${batch}`]);
  });

  test("a row that moved on meanwhile is left alone", async ({ redis, lab }) => {
    const batch = await lab.batchOf(1);
    const held = await claimNext(redis, batch, { leaseMs: 600_000 });
    await redis.hset(`assay:{${batch}}:r:0`, "at", Date.now() - 3_600_000);
    const settle = () =>
      settleRow(redis, held, { event: "closed", reason: "out_of_scope" }, nothing);

    // Between the look's reading and its doing.
    await lab.look({
      findBrowserOrphans: () => [],
      readSchedules: async () => {
        await settle();
        return [];
      },
    });

    expect(await lab.repairs()).toEqual([]);
    expect((await findBatch(redis, batch))?.status).toBe("done");
  });
});

describe("what a person must know", () => {
  const failing: Agent = () => Promise.reject(new Error("a bug"));

  test("rows out of retries, once, and it ends when they are tried again", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(4, { maxTier: "http" });
    await lab.start("http", failing);
    await untilDone(redis, batch);

    await lab.look();
    await lab.look();

    expect(await lab.notices()).toEqual([`rows_exhausted ${batch}`]);
  });

  test(
    "failures that are far more frequent than in any run",
    { timeout: 60_000 },
    async ({ redis, lab }) => {
      const blocked: Agent = async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return {
          outcome: { kind: "unproven", reason: "blocked", to: null },
          why: "the world is broken",
          looked: [],
          findings: null,
          snapshots: [],
        };
      };
      const batch = await lab.batchOf(400, { maxTier: "http", cells: (n) => `company${n}.de` });
      await lab.start("http", blocked);
      await vi.waitFor(async () =>
        expect((await readCounts(redis, batch)).states.completed).toBeGreaterThan(60),
      );

      await lab.look();
      await lab.look();
      const [notice, ...others] = await listNotices(redis);
      await untilDone(redis, batch);
      await lab.look();
      await lab.look();

      expect(notice).toMatchObject({ cause: "failure_spike", subject: batch });
      expect(notice?.text).toMatch(/rows failed \((tier http|hosts \.de)\)/);
      expect([others, await lab.notices()]).toEqual([[], []]);
    },
  );

  test("a row that is nowhere", async ({ redis, lab }) => {
    const batch = await lab.batchOf(50);
    await changeStatus(redis, batch, "paused");
    await redis.zrem(`assay:{${batch}}:due:1`, 7);

    await lab.look();
    await lab.look();

    expect(await lab.notices()).toEqual([`invariant_broken ${batch}`]);
    await redis.zadd(`assay:{${batch}}:due:1`, 7, 7);
    await lab.look();
    expect(await lab.notices()).toEqual([]);
  });

  test("counters that don't agree", async ({ redis, lab }) => {
    const batch = await lab.batchOf(5);
    await redis.hincrby(`assay:{${batch}}:count`, "completed", 1);

    await lab.look();

    expect(await lab.notices()).toEqual([`invariant_broken ${batch}`]);
  });

  test("money that doesn't agree", async ({ redis, lab }) => {
    const batch = await lab.batchOf(5);
    await redis.hincrby(`assay:{${batch}}:money`, "spent", 1);

    await lab.look();

    expect(await lab.notices()).toEqual([`invariant_broken ${batch}`]);
  });

  test("a ceiling that is near, then reached, then topped up", async ({ redis, lab }) => {
    const batch = await lab.batchOf(5, { maxUsdNano: 1_000 });
    await changeStatus(redis, batch, "paused");
    const spend = (nano: number) =>
      Promise.all([
        redis.hset(`assay:{${batch}}:money`, { spent: nano, "spent:a": nano }),
        redis.hset(`assay:{${batch}}:count`, { cost: nano, "cost:1": nano }),
        redis.hset(`assay:{${batch}}:spend`, "1|a|s|model||||nano", nano),
      ]);

    const told: string[][] = [];
    for (const nano of [700, 800, 1_000]) {
      await spend(nano);
      await lab.look();
      told.push(await lab.notices());
    }
    await redis.hset(`assay:{${batch}}:batch`, "maxUsdNano", 5_000);
    await lab.look();

    expect(told).toEqual([[], [`ceiling_near ${batch}`], [`ceiling_reached ${batch}`]]);
    expect(await lab.notices()).toEqual([]);
  });

  test("no worker on a tier with work, after the third look; the first worker ends it", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(5);
    for (let look = 0; look < 2; look += 1) await lab.look();
    const before = await lab.notices();
    await lab.look();
    const after = await lab.notices();

    await lab.start("http");
    await untilDone(redis, batch);
    await lab.look();

    expect([before, after]).toEqual([[], ["no_worker http"]]);
    expect(await lab.notices()).toEqual([]);
  });

  test("a paused batch needs nobody", async ({ redis, lab }) => {
    const batch = await lab.batchOf(5);
    await changeStatus(redis, batch, "paused");

    for (let look = 0; look < 4; look += 1) await lab.look();

    expect([await lab.notices(), await lab.repairs()]).toEqual([[], []]);
  });
});

test("each cause is told exactly once, however often it is seen, and its end once", async ({
  redis,
  lab,
}) => {
  const exhausted = await lab.batchOf(2);
  const row = await claimNext(redis, exhausted);
  await settleRow(redis, row, { event: "gave_up", reason: "retries_exhausted" }, nothing);
  const broken = await lab.batchOf(2);
  await redis.hincrby(`assay:{${broken}}:count`, "completed", 1);
  const rich = await lab.batchOf(2, { maxUsdNano: 100 });
  await redis.hset(`assay:{${rich}}:money`, { spent: 90, "spent:a": 90 });
  await redis.hset(`assay:{${rich}}:count`, { cost: 90, "cost:1": 90 });
  await redis.hset(`assay:{${rich}}:spend`, "1|a|s|model||||nano", 90);
  const key = { provider: "openai", until: null, failures: 1, since: 1 } as const;
  const seen = {
    readKeys: async () => [
      { ...key, alias: "openai-1", model: null, status: "disabled", reason: "auth" } as const,
      { ...key, alias: "*", model: "m", status: "disabled", reason: "unknown_model" } as const,
    ],
    readSchedules: async () => [
      { id: "nightly", lastFireAt: 1, expected: "a batch", produced: false },
    ],
  };

  for (let look = 0; look < 6; look += 1) await lab.look(seen);
  const told = (await noticeEvents(redis)).map(
    ({ event }) => `${event.kind} ${event.notice.cause}`,
  );
  for (const batch of [exhausted, broken, rich]) await redis.del(`assay:{${batch}}:batch`);
  for (let look = 0; look < 3; look += 1) await lab.look();
  const after = (await noticeEvents(redis)).map(
    ({ event }) => `${event.kind} ${event.notice.cause}`,
  );

  const causes = [
    "ceiling_near",
    "invariant_broken",
    "key_disabled",
    "no_worker",
    "output_missing",
    "rows_exhausted",
    "unknown_model",
  ];
  expect(told.toSorted()).toEqual(causes.map((cause) => `raised ${cause}`));
  expect(after.slice(told.length).toSorted()).toEqual(causes.map((cause) => `resolved ${cause}`));
  expect(lab.logged).toEqual([]);
});

describe("in bounds", () => {
  test("a look asks no more of Redis when batches are fifty times as long", async ({
    redis,
    lab,
  }) => {
    const asked: number[] = [];
    for (const lines of [40, 2_000]) {
      await redis.flushdb();
      for (let i = 0; i < 20; i += 1) await lab.batchOf(lines);
      await lab.look();
      const send = vi.spyOn(redis, "sendCommand");
      await lab.look();
      asked.push(send.mock.calls.length);
      send.mockRestore();
    }

    expect(asked[1]).toBeLessThanOrEqual((asked[0] ?? 0) * 1.05);
    expect(asked[0]).toBeLessThan(20 * 40);
  });
});
