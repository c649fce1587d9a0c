import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, vi } from "vitest";
import { openWatchdogQueue } from "../../queues/watchdog-queue.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { readCounts } from "../../src/records/counters.ts";
import { readHeartbeat } from "../../src/watchdog/heartbeat.ts";
import { listRepairs } from "../../src/watchdog/repairs.ts";
import { createWatchdog, type WatchdogOptions } from "../../workers/watchdog-service.ts";
import { withOwnServer } from "../support/own-redis.ts";
import { deaf, slow, test as base, untilDone } from "./lab.ts";

interface Dogs {
  /** A watchdog as a process would have it, on connections of its own. */
  start(options?: Partial<WatchdogOptions>): Promise<void>;
  readonly logged: readonly string[];
}

const test = base.extend<{ dogs: Dogs }>({
  dogs: async ({ redis }, use) => {
    const logged: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
    const stops: (() => Promise<void>)[] = [];
    await use({
      async start(options) {
        const mine = redis.duplicate();
        const blocking = redis.duplicate();
        const watchdog = createWatchdog({
          redis: mine,
          blocking,
          workflows: new Map(),
          readKeys: async () => [],
          everyMs: 1_000,
          graceMs: 3_000,
          confirmMs: 50,
          log,
          ...options,
        });
        watchdog.start();
        stops.push(async () => {
          await watchdog.stop();
          mine.disconnect();
          blocking.disconnect();
        });
      },
      logged,
    });
    await Promise.all(stops.map((stop) => stop()));
  },
});

const looksOf = async (redis: Redis) => (await readHeartbeat(redis))?.looks ?? 0;
const patient = { timeout: 20_000, interval: 100 };

describe("the schedule", () => {
  test("however many watchdogs run, one looks at a time and none more often", async ({ redis }) => {
    let running = 0;
    let most = 0;
    let looks = 0;
    const look = async () => {
      running += 1;
      most = Math.max(most, running);
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, 700));
      running -= 1;
    };
    const connections: Redis[] = [];
    const open = () => {
      const [connection, blocking] = [redis.duplicate(), redis.duplicate()];
      connections.push(connection, blocking);
      return openWatchdogQueue({
        connection,
        blocking,
        everyMs: 500,
        look,
        onError: () => undefined,
      });
    };
    const queues = [open(), open(), open()];
    await Promise.all(queues.map((queue) => queue.start()));

    await vi.waitFor(() => expect(looks).toBeGreaterThan(5), patient);

    await Promise.all(queues.map((queue) => queue.stop()));
    for (const connection of connections) connection.disconnect();
    expect(most).toBe(1);
  });

  test("two watchdogs share the looks", async ({ redis, dogs }) => {
    await Promise.all([dogs.start(), dogs.start()]);

    await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(3), patient);

    expect(dogs.logged).toEqual([]);
    expect(await listRepairs(redis, { limit: 10 })).toEqual([]);
  });

  test("is set up again when its keys are gone", async ({ redis, dogs }) => {
    await dogs.start();
    await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(1), patient);

    await redis.del(...(await redis.keys("{assay}:*")));
    const before = await looksOf(redis);

    await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(before + 2), patient);
    const repairs = await listRepairs(redis, { limit: 10 });
    expect(repairs.map(({ kind, why }) => [kind, why])).toEqual([
      ["mend_scheduler", "its place in Redis was gone"],
    ]);
  });

  test("everything forgotten at once is no more than a new beginning", async ({ redis, dogs }) => {
    await dogs.start();
    await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(1), patient);

    await redis.flushdb();

    await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(2), patient);
    expect(await listNotices(redis)).toEqual([]);
  });
});

describe("recovery", () => {
  const countOf = async (redis: Redis, batch: string) => (await readCounts(redis, batch)).states;

  test(
    "all workers away and back: it goes on by itself, and says so once in between",
    {
      timeout: 60_000,
    },
    async ({ redis, lab, dogs }) => {
      const batch = await lab.batchOf(200);
      await dogs.start();
      const worker = await lab.start("http", slow);
      await vi.waitFor(async () =>
        expect((await countOf(redis, batch)).completed).toBeGreaterThan(5),
      );

      await worker.stop();
      await vi.waitFor(
        async () => expect(causes(await listNotices(redis))).toEqual(["no_worker http"]),
        patient,
      );
      await lab.start("http");
      await untilDone(redis, batch);

      await vi.waitFor(async () => expect(await listNotices(redis)).toEqual([]), patient);
    },
  );

  test(
    "a worker that never lets go of its rows loses them, and they end",
    {
      timeout: 60_000,
    },
    async ({ redis, lab, dogs }) => {
      const batch = await lab.batchOf(4);
      await lab.start("http", deaf);
      await vi.waitFor(
        async () => expect((await countOf(redis, batch)).in_progress).toBe(4),
        patient,
      );
      // The agents' time is over, though nobody told them.
      for (let n = 0; n < 4; n += 1) await redis.hset(`assay:{${batch}}:r:${n}`, "at", 1);
      await lab.start("classifier");
      await lab.start("http");

      await dogs.start();

      await untilDone(redis, batch);
      const [repair] = await listRepairs(redis, { limit: 10 });
      expect(repair).toMatchObject({ kind: "release", subject: batch, rows: 4 });
    },
  );
});

describe("Redis in trouble", () => {
  test(
    "memory that runs short is told while it can still be stored, and what can't be is logged",
    {
      timeout: 60_000,
    },
    async ({ lab }) => {
      await withOwnServer(
        ["--appendonly", "yes", "--maxmemory-policy", "noeviction"],
        async (url) => {
          const redis = new Redis(url, { maxRetriesPerRequest: null });
          const blocking = new Redis(url, { maxRetriesPerRequest: null });
          const logged: string[] = [];
          const watchdog = createWatchdog({
            redis,
            blocking,
            workflows: new Map(),
            readKeys: async () => [],
            everyMs: 1_000,
            log: pino({ level: "info" }, { write: (line: string) => void logged.push(line) }),
          });
          watchdog.start();
          await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(0), patient);

          // So much that what comes and goes is little beside it.
          await redis.set("ballast", "x".repeat(50_000_000));
          const usedNow = async () =>
            Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
          // Until the buffers through which it came are gone.
          await vi.waitFor(async () => expect(await usedNow()).toBeLessThan(60_000_000), patient);
          const used = await usedNow();
          await redis.config("SET", "maxmemory", Math.round(used * 1.05));
          await vi.waitFor(
            async () => expect(causes(await listNotices(redis))).toEqual(["redis_trouble memory"]),
            patient,
          );
          await redis.config("SET", "maxmemory", Math.round(used * 0.5));
          await vi.waitFor(
            () =>
              expect(logged.filter((line) => line.includes("refuses to write"))).toHaveLength(1),
            patient,
          );
          await redis.config("SET", "maxmemory", 0);
          await vi.waitFor(async () => expect(await listNotices(redis)).toEqual([]), patient);

          // Said at the end of the look that resolved the notice.
          await vi.waitFor(
            () => expect(logged.some((line) => line.includes("writes again"))).toBe(true),
            patient,
          );
          await watchdog.stop();
          redis.disconnect();
          blocking.disconnect();
        },
      );
      void lab;
    },
  );

  test("Redis that is killed and comes back is looked at again", { timeout: 60_000 }, async () => {
    await withOwnServer(["--appendonly", "yes"], async (url, server) => {
      const open = () => {
        const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 100 });
        redis.on("error", () => undefined);
        return redis;
      };
      const [redis, blocking] = [open(), open()];
      const log = pino({ level: "silent" });
      const of = { redis, blocking, workflows: new Map(), readKeys: async () => [], log };
      const watchdog = createWatchdog({ ...of, everyMs: 1_000 });
      watchdog.start();
      await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(1), patient);

      await server.kill();
      await server.start();
      const before = await looksOf(redis);

      await vi.waitFor(async () => expect(await looksOf(redis)).toBeGreaterThan(before + 1), {
        timeout: 40_000,
        interval: 200,
      });
      await watchdog.stop();
      redis.disconnect();
      blocking.disconnect();
    });
  });
});

function causes(notices: Awaited<ReturnType<typeof listNotices>>): string[] {
  return notices.map(({ cause, subject }) => `${cause} ${subject}`);
}
