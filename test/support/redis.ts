import { Redis } from "ioredis";
import { inject, test as base } from "vitest";

/** `test` with a Redis database to itself, emptied before each test. */
export const test = base.extend<{ redis: Redis }>({
  // oxlint-disable-next-line no-empty-pattern
  redis: async ({}, use) => {
    const redis = new Redis({
      port: inject("redisPort"),
      db: Number(process.env["VITEST_POOL_ID"] ?? 0),
      maxRetriesPerRequest: null,
    });
    await redis.flushdb();
    await use(redis);
    await redis.quit();
  },
});
