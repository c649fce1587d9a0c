import { request } from "node:http";
import express from "express";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { queuePrefix } from "../../queues/open-queue.ts";
import { openTierQueue, type TierQueue } from "../../queues/tier-queues.ts";
import { boardRoutes } from "../../src/api/board.ts";
import type { BoardSettings } from "../../src/api/board-access.ts";
import { listen } from "../../src/api/listen.ts";
import { problemHandler } from "../../src/api/problem.ts";
import { sameSiteOnly } from "../../src/api/same-site.ts";
import { test as base } from "../support/redis.ts";

const password = "a long enough password";
const log = pino({ level: "silent" });

interface Board {
  readonly url: string;
  send(path: string, init?: RequestInit): Promise<Response>;
}
type Open = (settings?: Partial<BoardSettings>) => Promise<Board>;

const test = base.extend<{ open: Open }>({
  open: async ({ redis }, use) => {
    const servers: { close(): Promise<void> }[] = [];
    await use(async (settings = {}) => {
      const app = express();
      app.use(sameSiteOnly);
      app.use(boardRoutes({ redis, log, config: { ASSAY_HOST: "127.0.0.1", ...settings } }));
      app.use(problemHandler(log));
      const api = { app, settled: async () => undefined };
      const server = await listen(api, { host: "127.0.0.1", port: 0 });
      servers.push(server);
      const { url } = server;
      return {
        url,
        send: (path, init) => fetch(`${url}${path}`, { redirect: "manual", ...init }),
      };
    });
    for (const server of servers) await server.close();
  },
});

/** With a `Host` of one's own, which `fetch` does not send. */
function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/admin/queues`, { headers: { host } }, (res) => {
      res.resume();
      resolve(res.statusCode);
    });
    asked.on("error", reject).end();
  });
}

function logIn({ send, url }: Board, given: string, headers: Record<string, string> = {}) {
  return send("/admin/login", {
    method: "POST",
    body: new URLSearchParams({ password: given }),
    headers: { origin: url, "sec-fetch-site": "same-origin", ...headers },
  });
}

async function sessionOf(board: Board): Promise<string> {
  const answer = await logIn(board, password);
  expect(answer.status).toBe(303);
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

describe("without a password", () => {
  test("the board opens on the machine itself, by a name of the machine itself", async ({
    open,
  }) => {
    const board = await open();

    const page = await board.send("/admin/queues");

    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Assay queues");
    expect(await statusWithHost(board.url, "localhost:1")).toBe(200);
    expect(await statusWithHost(board.url, "[::1]:4400")).toBe(200);
  });

  test.for([
    "assay.example",
    "127.0.0.1.evil.example",
    "evil.example:4400",
    "127.0.0.1@evil.example",
  ])("a page whose name %s was made to point here sees nothing", async (host, { open }) => {
    const { url } = await open();

    expect(await statusWithHost(url, host)).toBe(403);
  });

  test.for(["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"])(
    "what a proxy forwards (%s) is not from this machine",
    async (name, { open }) => {
      const board = await open();

      expect((await board.send("/admin/queues", { headers: { [name]: "1" } })).status).toBe(403);
    },
  );

  test("an API that listens to others shows no board, not even here", async ({ open }) => {
    const board = await open({ ASSAY_HOST: "0.0.0.0" });

    expect((await board.send("/admin/queues")).status).toBe(403);
    expect((await board.send("/admin/queues/api/queues")).status).toBe(403);
    expect((await board.send("/admin/queues/static/images/favicon-32x32.png")).status).toBe(403);
  });
});

describe("with a password", () => {
  test("a log-in opens it, with a cookie that no script reads and no other site sends", async ({
    open,
  }) => {
    const board = await open({ ASSAY_ADMIN_PASSWORD: password, ASSAY_HOST: "0.0.0.0" });
    const before = await board.send("/admin/queues");
    expect([before.status, before.headers.get("location")]).toEqual([303, "/admin/login"]);
    expect((await board.send("/admin/queues/api/queues")).status).toBe(401);

    const answer = await logIn(board, password);

    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/admin/);
    const session = cookie.split(";")[0] ?? "";
    const shown = await board.send("/admin/queues/api/queues", { headers: { cookie: session } });
    expect(shown.status).toBe(200);
  });

  test("a forged, altered or expired cookie opens nothing", async ({ open }) => {
    const board = await open({ ASSAY_ADMIN_PASSWORD: password });
    const session = await sessionOf(board);
    const [, seal = ""] = session.split(".");
    const later = String(Date.now() + 1e9);
    const forged = [
      `assay_board=${later}.${seal}`,
      `${session}x`,
      "assay_board=",
      "assay_board=1.2",
    ];

    for (const cookie of forged) {
      const answer = await board.send("/admin/queues/api/queues", { headers: { cookie } });
      expect(answer.status).toBe(401);
    }
  });

  test("wrong passwords are refused, and after ten of them all are for a while", async ({
    open,
  }) => {
    const board = await open({ ASSAY_ADMIN_PASSWORD: password });
    const tries: number[] = [];
    for (let i = 0; i < 12; i += 1) tries.push((await logIn(board, `wrong ${i}`)).status);

    expect(tries).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    const right = await logIn(board, password);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("another site's page can't log in", async ({ open }) => {
    const board = await open({ ASSAY_ADMIN_PASSWORD: password });
    const foreign = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };

    expect((await logIn(board, password, foreign)).status).toBe(403);
  });

  test("a body of any other kind is a wrong password, not an error", async ({ open }) => {
    const board = await open({ ASSAY_ADMIN_PASSWORD: password });
    const headers = { origin: board.url, "content-type": "application/json" };
    const answer = await board.send("/admin/login", { method: "POST", body: "[1]", headers });

    expect(answer.status).toBe(401);
  });
});

describe("the board", () => {
  const add = { name: "attempt" as const, data: { b: "b1", r: 1, e: 1 } };

  test("only shows, unless told otherwise", async ({ open, redis }) => {
    const board = await open();
    const queue = openTierQueue("http", redis);
    await queue.add(add.name, add.data, { jobId: "b1-1-t1-e1" });
    const headers = {
      origin: board.url,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
    };

    for (const [method, path] of [
      ["POST", "http/add"],
      ["PUT", "http/empty"],
      ["PUT", "http/pause"],
      ["PUT", "http/obliterate"],
      ["PUT", "http/b1-1-t1-e1/clean"],
      ["PATCH", "http/b1-1-t1-e1/update-data"],
    ] as const) {
      const answer = await board.send(`/admin/queues/api/queues/${path}`, {
        method,
        headers,
        body: "{}",
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect(await queue.getWaitingCount()).toBe(1);
    await queue.close();
  });

  test.for([
    ["a text from another site", { "content-type": "text/plain", origin: "http://evil.example" }],
    ["a text of nobody's", { "content-type": "text/plain" }],
    ["a sandboxed page", { "content-type": "text/plain", origin: "null" }],
    [
      "another port of this machine",
      {
        "content-type": "application/json",
        "sec-fetch-site": "same-site",
        origin: "http://127.0.0.1:1",
      },
    ],
    ["JSON of nobody's", { "content-type": "application/json" }],
    ["a text from its own page", { "content-type": "text/plain", "sec-fetch-site": "same-origin" }],
  ] as const)(
    "%s adds no job, even where jobs may be added",
    async ([, headers], { open, redis }) => {
      const board = await open({ ASSAY_BOARD_WRITE: true });

      const answer = await board.send("/admin/queues/api/queues/http/add", {
        method: "POST",
        headers,
        body: JSON.stringify(add),
      });

      expect([403, 415]).toContain(answer.status);
      expect(await redis.keys(`${queuePrefix}:http:*`)).toEqual(
        expect.not.arrayContaining([`${queuePrefix}:http:wait`]),
      );
    },
  );

  test("changes queues from its own page where it may", async ({ open, redis }) => {
    const board = await open({ ASSAY_BOARD_WRITE: true });
    const queue = openTierQueue("http", redis);
    const own = { origin: board.url, "sec-fetch-site": "same-origin" };

    const answer = await board.send("/admin/queues/api/queues/http/pause", {
      method: "PUT",
      headers: own,
    });

    expect(answer.status).toBe(200);
    expect(await queue.isPaused()).toBe(true);
    await queue.close();
  });

  test("loads nothing from elsewhere, and lets no other page frame it", async ({ open }) => {
    const board = await open();
    const page = await board.send("/admin/queues");
    const policy = page.headers.get("content-security-policy") ?? "";

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    const scripts = [...(await page.text()).matchAll(/<script defer src="([^"]+)"/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, src] of scripts) {
      const script = await board.send(`/admin/queues/${src}`);
      expect([src, script.status]).toEqual([src, 200]);
    }
  });

  test(
    "answers quickly over 100,000 jobs, a page at a time",
    { timeout: 120_000 },
    async ({ open, redis }) => {
      const board = await open();
      const queue = openTierQueue("http", redis);
      await fill(redis, queue, 100_000);
      const look = async (query: string) => {
        const answer = await board.send(`/admin/queues/api/queues?activeQueue=http&${query}`);
        expect(answer.status).toBe(200);
        return answer.text();
      };
      await look("status=latest&page=1&jobsPerPage=10");
      // What came over this connection: other tests use the same server.
      const receivedBytes = () => redis.stream.bytesRead;
      const before = { heap: process.memoryUsage().heapUsed, received: receivedBytes() };

      for (let page = 1; page <= 20; page += 1) {
        const text = await look(`status=waiting&page=${page * 100}&jobsPerPage=10`);
        expect(text.length).toBeLessThan(50_000);
        await look("status=latest&page=1&jobsPerPage=100");
      }

      // What Redis sends for forty pages has to do with pages, not with the queue.
      const received = receivedBytes() - before.received;
      expect(received).toBeGreaterThan(100_000);
      expect(received).toBeLessThan(20_000_000);
      expect(process.memoryUsage().heapUsed - before.heap).toBeLessThan(100_000_000);
      const all = await board.send("/admin/queues/api/queues?activeQueue=http&jobsPerPage=100000");
      expect(all.status).toBe(422);
      await queue.close();
    },
  );
});

/** Copies of one job, written past BullMQ: adding them one by one takes half a minute. */
async function fill(redis: Redis, queue: TierQueue, jobs: number): Promise<void> {
  await queue.add("attempt", { b: "b1", r: 0, e: 1 }, { jobId: "b1-0-t1-e1" });
  const model = await redis.hgetall(queue.toKey("b1-0-t1-e1"));
  for (let first = 1; first < jobs; first += 5_000) {
    const ids = Array.from({ length: Math.min(5_000, jobs - first) }, (_, i) => first + i);
    const pipeline = redis.pipeline();
    for (const n of ids) pipeline.hset(queue.toKey(`b1-${n}-t1-e1`), model);
    pipeline.lpush(queue.toKey("wait"), ...ids.map((n) => `b1-${n}-t1-e1`));
    await pipeline.exec();
  }
  expect(await queue.getWaitingCount()).toBe(jobs);
}
