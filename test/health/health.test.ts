import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { partsOf, readLooks } from "../../src/health/history.ts";
import { lookAtHealth } from "../../src/health/look.ts";
import { browserProbe, egressProbe } from "../../src/health/outside-probes.ts";
import { type Probe, runProbe } from "../../src/health/probe.ts";
import { keyProbes, redisProbe, workerProbes } from "../../src/health/probes.ts";
import type { Provider, ProviderReply } from "../../src/models/provider.ts";
import { listNotices, listResolved, raiseNotice } from "../../src/notices/notices.ts";
import { beatWorker } from "../../src/records/worker-beats.ts";
import { test } from "../support/redis.ts";

const never = new AbortController().signal;
const log = pino({ level: "silent" });
const fiveMinutesMs = 300_000;

/** A part that works or fails as it is told. */
function part(name: string) {
  let trouble: string | undefined;
  const probe: Probe = {
    part: name,
    limitMs: 1_000,
    try: async () => {
      if (trouble !== undefined) throw new Error(trouble);
      return "works";
    },
  };
  return { probe, fail: (why: string | undefined) => void (trouble = why) };
}

/** An agent that looks every five minutes of its own clock. */
function agent(redis: Redis, probes: () => readonly Probe[]) {
  let now = Date.UTC(2026, 10, 1);
  return async (times = 1) => {
    for (let i = 0; i < times; i += 1) {
      await lookAtHealth({ redis, probes: probes(), now: () => now, log }, never);
      now += fiveMinutesMs;
    }
  };
}

async function standing(redis: Redis): Promise<string[]> {
  return (await listNotices(redis)).map(({ cause, subject }) => `${cause} ${subject}`);
}

describe("the health agent", () => {
  test("tells of what fails three times in a row, once, and when it is over", async ({ redis }) => {
    const egress = part("egress");
    const archive = part("archive");
    const look = agent(redis, () => [egress.probe, archive.probe]);
    await look();
    egress.fail("no route");
    await look(2);
    expect(await standing(redis)).toEqual([]);
    await look(3);
    expect(await standing(redis)).toEqual(["dependency_failed health: egress"]);
    const [notice] = await listNotices(redis);
    expect(notice?.text).toBe(
      "egress fails at every look since 2026-11-01T00:05:00.000Z: no route",
    );

    egress.fail(undefined);
    await look();

    expect(await standing(redis)).toEqual([]);
    expect(await listResolved(redis)).toHaveLength(1);
  });

  test("tells nothing of what fails now and then, or of what is well", async ({ redis }) => {
    const egress = part("egress");
    const look = agent(redis, () => [egress.probe]);
    for (let i = 0; i < 12; i += 1) {
      egress.fail(i % 3 === 0 ? undefined : "no route");
      await look();
    }
    expect(await standing(redis)).toEqual([]);
    expect(await listResolved(redis)).toEqual([]);
  });

  test("names the cause: a refused key is another matter than a silent provider", async ({
    redis,
  }) => {
    const key = part("key openai-3fa91c");
    const probes = { current: [key.probe, part("redis").probe] };
    const look = agent(redis, () => probes.current);
    key.fail("unreachable: no connection");
    await look(3);
    expect(await standing(redis)).toEqual(["dependency_failed health: key openai-3fa91c"]);
    key.fail("auth: key was revoked");
    await look();
    expect(await standing(redis)).toEqual(["key_disabled health: key openai-3fa91c"]);

    // Taken out of the settings.
    probes.current = [part("redis").probe];
    await look();
    expect(await standing(redis)).toEqual([]);
  });

  test("leaves the notices of others alone", async ({ redis }) => {
    await raiseNotice(redis, { cause: "redis_trouble", subject: "memory", text: "It is full." });
    await agent(redis, () => [part("redis").probe])(4);
    expect(await standing(redis)).toEqual(["redis_trouble memory"]);
  });

  test("keeps a bounded history that says since when and how often", async ({ redis }) => {
    const egress = part("egress");
    const look = agent(redis, () => [egress.probe]);
    await look(6);
    egress.fail("no route");
    await look(2);

    const looks = await readLooks(redis);
    expect(looks).toHaveLength(8);
    expect(partsOf(looks)).toEqual([
      {
        part: "egress",
        last: expect.objectContaining({ status: "failed", says: "no route" }),
        since: Date.UTC(2026, 10, 1, 0, 30),
        failures: 2,
        okShare: 0.75,
      },
    ]);
    const filler = await redis.lindex("assay:{health}:history", 0);
    await redis.lpush("assay:{health}:history", ...Array(2_100).fill(filler ?? ""));
    await look();
    expect(await redis.llen("assay:{health}:history")).toBe(2_016);
  });

  test("that is stopped in the middle writes nothing down", async ({ redis }) => {
    const stopping = new AbortController();
    const slow: Probe = {
      part: "egress",
      limitMs: 60_000,
      try: () => new Promise<string>(() => stopping.abort()),
    };
    const deps = { redis, probes: [slow], now: Date.now, log };
    await expect(lookAtHealth(deps, stopping.signal)).rejects.toThrow();
    expect(await readLooks(redis)).toEqual([]);
  });
});

describe("probes", () => {
  test("end in time, on one line, without passwords", async () => {
    const hangs: Probe = { part: "egress", limitMs: 20, try: () => new Promise(() => undefined) };
    expect(await runProbe(hangs, never)).toMatchObject({
      status: "failed",
      says: "no answer within 20 ms",
    });
    const tells: Probe = {
      part: "egress",
      limitMs: 1_000,
      try: () => Promise.reject(new Error("http://user:secret@proxy:1\nrefused")),
    };
    expect((await runProbe(tells, never)).says).toBe("http://…@proxy:1 refused");
  });

  test("of Redis make a round trip and a write", async ({ redis }) => {
    expect(await runProbe(redisProbe(redis), never)).toMatchObject({
      status: "ok",
      says: expect.stringMatching(/^answers in \d+ ms, and writes$/),
    });
    expect(await redis.keys("*")).toEqual([]);
    const readOnly = new Proxy(redis, {
      get: (target, name) =>
        name === "set"
          ? () => Promise.reject(new Error("MISCONF no disk"))
          : Reflect.get(target, name).bind(target),
    });
    expect(await runProbe(redisProbe(readOnly), never)).toMatchObject({
      status: "failed",
      says: "MISCONF no disk",
    });
  });

  test("of workers count those that beat", async ({ redis }) => {
    const own = { host: "h", pid: 1, startedAt: 1, slots: 4, busy: 3, rssBytes: 1, loopLagMs: 0 };
    await beatWorker(redis, { ...own, id: "a", tier: "http" });
    await beatWorker(redis, { ...own, id: "b", tier: "http" });
    const results = await Promise.all(workerProbes(redis).map((one) => runProbe(one, never)));
    expect(results.map(({ part: name, status }) => [name, status])).toEqual([
      ["workers http", "ok"],
      ["workers classifier", "skipped"],
      ["workers browser", "skipped"],
    ]);
    expect(results[0]?.says).toContain("2 up, 6 of 8 slots busy");
  });

  test("of keys ask the provider; a busy one is no broken key", async () => {
    const provider = (reply: Partial<ProviderReply<null>>) =>
      ({ check: async () => reply }) as unknown as Provider;
    const ask = async (reply: Partial<ProviderReply<null>>) => {
      const providers = { openai: provider(reply), anthropic: provider(reply) };
      const [probe] = keyProbes({ openai: ["sk-very-secret"], anthropic: [] }, providers);
      if (!probe) throw new Error("there is a key");
      return runProbe(probe, never);
    };
    expect(await ask({ outcome: "ok" })).toMatchObject({ status: "ok", says: "works" });
    expect(await ask({ outcome: "rate_limited", detail: "" })).toMatchObject({ status: "ok" });
    const refused = await ask({ outcome: "auth", detail: "no such key" });
    expect(refused).toMatchObject({ status: "failed", says: "auth: no such key" });
    expect(refused.part).toMatch(/^key openai-/);
    expect(JSON.stringify(refused)).not.toContain("secret");
  });

  test("of the way out fetch the page that was named, directly or through the proxy", async () => {
    const asked: string[] = [];
    const server = await listenHttp((req) => void asked.push(`${req.method} ${req.url}`));
    const { port } = server.address() as AddressInfo;
    const base = {
      HTTP_PROXY: undefined,
      HTTPS_PROXY: undefined,
      NO_PROXY: undefined,
      ASSAY_USER_AGENT: "test",
      ASSAY_HEALTH_URL: undefined,
    };
    const at = `http://127.0.0.1:${port}`;
    const look = (settings: object) => runProbe(egressProbe({ ...base, ...settings }), never);

    expect(await look({})).toMatchObject({ status: "skipped" });
    expect(await look({ ASSAY_HEALTH_URL: `${at}/up` })).toMatchObject({ status: "ok" });
    expect(asked).toEqual(["GET /up"]);
    expect(await look({ HTTPS_PROXY: at })).toMatchObject({
      status: "ok",
      says: `the proxy 127.0.0.1:${port} listens`,
    });
    server.close();
    server.closeAllConnections();
    await once(server, "close");
    expect(await look({ ASSAY_HEALTH_URL: `${at}/up` })).toMatchObject({ status: "failed" });
    expect(await look({ HTTPS_PROXY: at })).toMatchObject({ status: "failed" });
  });

  test("of the browser start one, and are skipped where there is none", async () => {
    const none = await runProbe(browserProbe("/nonexistent/chromium", "", log), never);
    expect(none).toMatchObject({ status: "failed", says: expect.stringContaining("nonexistent") });
    const here = await runProbe(browserProbe(undefined, process.env["PATH"], log), never);
    expect(here).toMatchObject({ status: "ok", says: expect.stringContaining("starts and ends") });
  });
});

async function listenHttp(seen: (req: IncomingMessage) => void): Promise<Server> {
  const server = createServer((req, res) => {
    seen(req);
    res.end("ok");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
