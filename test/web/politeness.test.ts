import { describe, expect, vi } from "vitest";
import { createPoliteness, type HostSlot, type SlotWish } from "../../src/web/politeness.ts";
import { paceOf } from "../../src/web/shared-hosts.ts";
import { test } from "../support/redis.ts";
import { failureOf, fetchedOf, recordWeb, startEgress, startSite } from "./support.ts";

const signal = new AbortController().signal;
const wish = (more: Partial<SlotWish> = {}): SlotWish => ({
  key: "acme.com",
  pace: { concurrent: 1, pauseMs: 0 },
  origin: "https://acme.com",
  wantsRobots: false,
  longestWaitMs: 5_000,
  leaseMs: 30_000,
  ...more,
});

function slotOf(
  result: Awaited<ReturnType<ReturnType<typeof createPoliteness>["acquire"]>>,
): HostSlot {
  if ("retryAt" in result) throw new Error("busy");
  return result;
}

describe("a host", () => {
  test("is asked by one worker at a time, whichever process it runs in", async ({ redis }) => {
    const [one, two] = [createPoliteness(redis), createPoliteness(redis)];
    let inside = 0;
    let most = 0;
    const visit = async (politeness: typeof one) => {
      const slot = slotOf(await politeness.acquire(wish({ longestWaitMs: 20_000 }), signal));
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      await slot.release({ pauseMs: 0, verdict: "ok" });
    };

    await Promise.all([visit(one), visit(two), visit(one), visit(two), visit(one)]);

    expect(most).toBe(1);
  });

  test("is left alone for the pause after a request ends", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const paced = wish({ pace: { concurrent: 1, pauseMs: 300 } });
    const first = slotOf(await politeness.acquire(paced, signal));
    await first.release({ pauseMs: 300, verdict: "ok" });
    const ended = performance.now();

    slotOf(await politeness.acquire(paced, signal));

    expect(performance.now() - ended).toBeGreaterThanOrEqual(290);
  });

  test("serves who waited first", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const first = slotOf(await politeness.acquire(wish(), signal));
    const order: number[] = [];
    const waiters: Promise<void>[] = [];
    for (const each of [1, 2, 3]) {
      waiters.push(
        politeness.acquire(wish({ longestWaitMs: 20_000 }), signal).then(async (slot) => {
          order.push(each);
          await slotOf(slot).release({ pauseMs: 0, verdict: "ok" });
        }),
      );
      await vi.waitFor(async () => {
        const state = JSON.parse((await redis.get("assay:host:{acme.com}")) ?? "{}");
        expect(state.waiting).toHaveLength(each);
      });
    }

    await first.release({ pauseMs: 0, verdict: "ok" });
    await Promise.all(waiters);

    expect(order).toEqual([1, 2, 3]);
  });

  test("that is free for who waited first lets a newcomer wait behind", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const first = slotOf(await politeness.acquire(wish(), signal));
    const second = politeness.acquire(wish(), signal);
    // Queued by now, and not back yet when the slot becomes free and a third one asks.
    await vi.waitFor(async () => {
      const state = await redis.get("assay:host:{acme.com}");
      expect(state).toContain('"waiting":[[');
    });
    await first.release({ pauseMs: 0, verdict: "ok" });
    const third = politeness.acquire(wish(), signal);

    await slotOf(await second).release({ pauseMs: 0, verdict: "ok" });
    await slotOf(await third).release({ pauseMs: 0, verdict: "ok" });
  });

  test("whose visitor died is free after the lease", async ({ redis }) => {
    const dying = redis.duplicate();
    await createPoliteness(dying).acquire(wish({ leaseMs: 100 }), signal);
    dying.disconnect();

    const next = await createPoliteness(redis).acquire(wish(), signal);

    expect(next).toHaveProperty("release");
  });

  test("whose visitor is slow stays the visitor's, however short the lease", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const slow = slotOf(await politeness.acquire(wish({ leaseMs: 300 }), signal));

    const other = await politeness.acquire(wish({ longestWaitMs: 1_200 }), signal);

    expect(other).toHaveProperty("retryAt");
    await slow.release({ pauseMs: 0, verdict: "ok" });
  });

  test("tells each of those that it sends away a turn of its own", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const paced = wish({ pace: { concurrent: 2, pauseMs: 1_000 } });
    for (let i = 0; i < 2; i += 1) {
      const slot = slotOf(await politeness.acquire(paced, signal));
      await slot.release({ pauseMs: 60_000, verdict: "ok" });
    }

    const turns: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const sent = await politeness.acquire(paced, signal);
      turns.push("retryAt" in sent ? sent.retryAt : 0);
    }

    // A turn is its pause and a moment, on one of two slots.
    const gaps = turns.slice(1).map((turn, i) => turn - (turns[i] ?? 0));
    expect(gaps.every((gap) => gap >= 590)).toBe(true);
    expect((turns[0] ?? 0) - Date.now()).toBeGreaterThan(40_000);
  });

  test("that is closed lets those come back one behind the other", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const paced = wish({ pace: { concurrent: 1, pauseMs: 1_000 } });
    const slot = slotOf(await politeness.acquire(paced, signal));
    await slot.release({ pauseMs: 0, verdict: 60_000 });

    const [first, second] = [
      await politeness.acquire(paced, signal),
      await politeness.acquire(paced, signal),
    ];

    if (!("retryAt" in first && "retryAt" in second)) throw new Error("it is not closed");
    expect([first.closed, second.closed]).toEqual([true, true]);
    expect(second.retryAt - first.retryAt).toBeGreaterThanOrEqual(1_190);
  });

  test("that is busy for longer than one may wait says when to come back", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const slot = slotOf(await politeness.acquire(wish(), signal));
    await slot.release({ pauseMs: 60_000, verdict: "ok" });

    const busy = await politeness.acquire(wish(), signal);

    expect(busy).toMatchObject({ closed: false });
    expect("retryAt" in busy && busy.retryAt - Date.now()).toBeGreaterThan(50_000);
  });

  test("a waiter that gives up makes room at once", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const slot = slotOf(await politeness.acquire(wish(), signal));
    const controller = new AbortController();
    const waiter = politeness.acquire(wish(), controller.signal);
    await vi.waitFor(async () =>
      expect(await redis.get("assay:host:{acme.com}")).toContain('waiting":[['),
    );

    controller.abort(new Error("enough"));

    await expect(waiter).rejects.toThrow("enough");
    await slot.release({ pauseMs: 0, verdict: "ok" });
    expect(await redis.exists("assay:host:{acme.com}")).toBe(0);
  });

  test("that refuses is closed for everyone, longer each time, for 15 minutes at most", async ({
    redis,
  }) => {
    const politeness = createPoliteness(redis);
    const closures: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const slot = slotOf(await politeness.acquire(wish({ key: `k${n}` }), signal));
      await redis.set(`assay:host:{k${n}}`, JSON.stringify({ busy: {}, strikes: n }));
      closures.push(await slot.release({ pauseMs: 0, verdict: "refused" }));
    }

    expect(closures.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(closures.at(-1)).toBe(900_000);
    await expect(
      createPoliteness(redis).acquire(wish({ key: "k5" }), signal),
    ).resolves.toMatchObject({ closed: true });
  });

  test("leaves nothing behind in Redis when nobody asks any more", async ({ redis }) => {
    const politeness = createPoliteness(redis);
    const slot = slotOf(await politeness.acquire(wish(), signal));
    await slot.release({ pauseMs: 50, verdict: "ok" });

    await vi.waitFor(async () => expect(await redis.keys("*")).toEqual([]));
  });

  test("of a shared vendor goes by the vendor's budget", () => {
    expect(paceOf("acme.wd5.myworkdayjobs.com", 500).key).toBe("myworkdayjobs.com");
    expect(paceOf("boards-api.greenhouse.io", 500).key).toBe("boards-api.greenhouse.io");
    expect(paceOf("www.acme.com", 500)).toEqual({
      key: "www.acme.com",
      pace: { concurrent: 1, pauseMs: 500 },
    });
    expect(paceOf("constructor", 500).key).toBe("constructor");
  });
});

describe("a 429", () => {
  test("with a short Retry-After is waited for, once", async ({ redis }) => {
    const { port, seen } = await startSite((_, response) => {
      if (seen.length === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else response.end("welcome");
    });

    expect(
      fetchedOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`)).text,
    ).toBe("welcome");
  });

  test("with a long Retry-After closes the host for every worker", async ({ redis }) => {
    const { port, seen } = await startSite((_, response) => {
      response
        .writeHead(429, { "retry-after": new Date(Date.now() + 120_000).toUTCString() })
        .end("slow down");
    });

    const first = fetchedOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`));
    const second = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/2`));

    expect(first).toMatchObject({ status: 429, text: "slow down" });
    expect(second.kind).toBe("rate_limited");
    expect((second.retryAt ?? 0) - Date.now()).toBeGreaterThan(100_000);
    expect(seen).toEqual(["acme.test/"]);
  });

  test("of a closed host takes one turn of a record, however many of its pages it asks for", async ({
    redis,
  }) => {
    const { port } = await startSite((_, response) =>
      response.writeHead(429, { "retry-after": "60" }).end(),
    );
    await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/`);
    const web = recordWeb(startEgress(redis));

    const turns: (number | undefined)[] = [];
    for (const page of ["1", "2", "3"])
      turns.push(failureOf(await web.get(`http://acme.test:${port}/${page}`)).retryAt);
    const other = failureOf(await recordWeb(startEgress(redis)).get(`http://acme.test:${port}/4`));

    const [first = 0, ...rest] = turns;
    expect(rest).toEqual([first, first]);
    expect(other.retryAt).toBeGreaterThan(first);
  });

  test("of a shared vendor host is rate_limited", async ({ redis }) => {
    const { port } = await startSite((_, response) =>
      response.writeHead(503, { "retry-after": "60" }).end(),
    );

    const failure = failureOf(
      await recordWeb(startEgress(redis)).get(`http://api.lever.co:${port}/v0/postings/acme`),
    );

    expect(failure.kind).toBe("rate_limited");
    expect(failure.retryAt).toBeGreaterThan(Date.now() + 50_000);
  });
});

describe("one fetch", () => {
  test("costs two round trips to Redis, robots.txt and redirects on the host included", async ({
    redis,
  }) => {
    const { port } = await startSite((request, response) => {
      if (request.url === "/") response.writeHead(301, { location: "/home" }).end();
      else response.end("home");
    });
    const egress = startEgress(redis, { ASSAY_HOST_PAUSE_MS: "500" });
    await recordWeb(egress).get(`http://warm.test:${port}/`);
    const evalsha = vi.spyOn(redis, "evalsha");
    const evaluate = vi.spyOn(redis, "eval");

    fetchedOf(await recordWeb(egress).get(`http://acme.test:${port}/`));

    expect(evalsha).toHaveBeenCalledTimes(2);
    expect(evaluate).not.toHaveBeenCalled();
  });
});
