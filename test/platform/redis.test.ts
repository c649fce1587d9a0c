import { Redis } from "ioredis";
import { pino } from "pino";
import { expect, inject, vi } from "vitest";
import { isOlder } from "../../src/platform/redis-check.ts";
import { openRedis } from "../../src/platform/redis.ts";
import { freePort } from "../support/redis-server.ts";
import { withOwnServer } from "../support/own-redis.ts";
import { test } from "../support/redis.ts";

const silent = pino({ level: "silent" });
const given = (url: string) => ({ REDIS_URL: url, ASSAY_HOME: "/nowhere" });

test("a Redis that is fit is used as it is, without a warning", async () => {
  const handle = await openRedis(given(`redis://127.0.0.1:${inject("redisPort")}`), silent);

  expect(handle.warnings).toEqual([]);
  expect(handle.server).toEqual({ kind: "given" });
  expect(await handle.connect("producer").ping()).toBe("PONG");
  await handle.close();
});

test("a Redis that forgets at a restart is used, with the line that mends it", async () => {
  await withOwnServer(["--appendonly", "no"], async (url) => {
    const log = { warn: vi.fn(), info: vi.fn(), error: vi.fn() };

    const handle = await openRedis(given(url), log);

    expect(handle.warnings.join()).toContain("CONFIG SET appendonly yes");
    expect(log.warn).toHaveBeenCalled();
    await handle.close();
  });
});

test("a Redis that evicts rows is refused, with the line that mends it", async () => {
  const options = [
    "--appendonly",
    "yes",
    "--maxmemory",
    "100mb",
    "--maxmemory-policy",
    "allkeys-lru",
  ];
  await withOwnServer(options, async (url) => {
    await expect(openRedis(given(url), silent)).rejects.toThrow(
      "CONFIG SET maxmemory-policy noeviction",
    );
  });
});

test("a wrong password is said at once, and the password is not", async () => {
  await withOwnServer(["--requirepass", "right-one"], async (url) => {
    const start = openRedis(given(url.replace("redis://", "redis://:wrong-one@")), silent);

    await expect(start).rejects.toThrow(/WRONGPASS/);
    await expect(start).rejects.not.toThrow(/wrong-one/);
  });
});

test("a user that may not run scripts is refused, with what to allow", async () => {
  await withOwnServer(["--appendonly", "yes"], async (url) => {
    const admin = new Redis(url);
    await admin.call("ACL", "SETUSER", "plain", "on", ">pass-word", "~*", "+@all", "-@scripting");
    await admin.quit();

    const start = openRedis(given(url.replace("redis://", "redis://plain:pass-word@")), silent);

    await expect(start).rejects.toThrow("@scripting");
  });
});

test("an address where nobody is names itself and the way out", async () => {
  const port = await freePort();

  const start = openRedis(given(`redis://127.0.0.1:${port}`), silent);

  await expect(start).rejects.toThrow(/127\.0\.0\.1.*ECONNREFUSED.*unset it/);
});

test("an address that is none is refused before anything is tried", async () => {
  await expect(openRedis(given("localhost:6379"), silent)).rejects.toThrow("redis://host:6379");
});

test("a worker waits out an outage; a producer fails fast", async () => {
  await withOwnServer(["--appendonly", "yes"], async (url, server) => {
    const handle = await openRedis(given(url), silent);
    const worker = handle.connect("commands");
    const producer = handle.connect("producer");
    await Promise.all([worker.ping(), producer.ping()]);

    await server.kill();
    const waiting = worker.set("late", "yes");
    await expect(producer.set("lost", "yes")).rejects.toThrow();
    await server.start();

    expect(await waiting).toBe("OK");
    await handle.close();
  });
});

test("versions are compared as numbers", () => {
  expect(["6.0.16", "5.0.14"].map(isOlder)).toEqual([true, true]);
  expect(["6.2.0", "7.0.15", "10.0.1", "unknown"].map(isOlder)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
