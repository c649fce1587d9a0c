import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { checkWatchdog, checkWorker } from "../../src/cli/health-redis.ts";
import { checkHealth, checkHttp } from "../../src/cli/health.ts";
import { beatWorker } from "../../src/records/worker-beats.ts";
import { test } from "../support/redis.ts";

const beat = {
  id: "w1",
  tier: "http",
  host: "this-host",
  pid: 1,
  startedAt: 1,
  slots: 4,
  busy: 0,
  rssBytes: 1,
  loopLagMs: 0,
} as const;

describe("a worker", () => {
  test("is healthy once it has beaten", async ({ redis }) => {
    await beatWorker(redis, beat);

    expect(await checkWorker(redis, "this-host")).toMatchObject({ isHealthy: true });
  });

  test("is ill while only workers of other hosts beat", async ({ redis }) => {
    await beatWorker(redis, { ...beat, host: "another-host" });

    expect(await checkWorker(redis, "this-host")).toEqual({
      isHealthy: false,
      says: "no worker of this-host has beaten",
    });
  });

  test("is ill once its last beat is old", async ({ redis }) => {
    await beatWorker(redis, beat);
    const [line = ""] = await redis.hvals("assay:workers");
    const old = line.replace(/^\d+/, (at) => String(Number(at) - 30_000));
    await redis.hset("assay:workers", beat.id, old);

    const health = await checkWorker(redis, "this-host");

    expect(health.isHealthy).toBe(false);
    expect(health.says).toMatch(/http worker w1 beat \d+ ms ago/);
  });
});

describe("the watchdog", () => {
  const look = { tookMs: 5, everyMs: 10_000, looks: 1, batches: 0, lost: 0, stuck: 0, actions: {} };
  const tier = { waiting: 0, held: 0, jobs: 0, workers: 0, oldestDueAt: null };
  const tiers = { http: tier, classifier: tier, browser: tier };

  test("is ill before its first look", async ({ redis }) => {
    expect(await checkWatchdog(redis)).toMatchObject({ isHealthy: false });
  });

  test("is healthy after a look, and ill when the next ones are missing", async ({ redis }) => {
    const now = Number((await redis.time())[0]) * 1_000;
    await redis.set("assay:watchdog", JSON.stringify({ ...look, tiers, at: now }));
    const lately = await checkWatchdog(redis);
    await redis.set("assay:watchdog", JSON.stringify({ ...look, tiers, at: now - 100_000 }));
    const longAgo = await checkWatchdog(redis);

    expect(lately.isHealthy).toBe(true);
    expect(longAgo.isHealthy).toBe(false);
  });
});

describe("the API", () => {
  test("is healthy when it answers with success, ill with anything else", async () => {
    let status = 200;
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`;

    const well = await checkHttp(url);
    status = 503;
    const ill = await checkHttp(url);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const gone = await checkHttp(url);

    expect([well.isHealthy, ill.isHealthy, gone.isHealthy]).toEqual([true, false, false]);
    expect(gone.says).toContain("does not answer");
  });
});

test("a check without Redis says so soon, and does not wait for it", async () => {
  const health = await checkHealth("worker", { REDIS_URL: "redis://127.0.0.1:1/0" });

  expect(health.isHealthy).toBe(false);
  expect(health.says).toMatch(/Redis does not answer/);
});

test("a part that there is not is told what there is", async () => {
  const health = await checkHealth("cellar", { REDIS_URL: "redis://127.0.0.1:1/0" });

  expect(health).toEqual({ isHealthy: false, says: "usage: health-check api|worker|watchdog" });
});
