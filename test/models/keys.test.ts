import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import type { CallOutcome } from "../../src/domain/model.ts";
import { aliasOf } from "../../src/models/keys/alias.ts";
import { createKeyRing, keysOf, type Picked } from "../../src/models/keys/key-ring.ts";
import { test } from "../support/redis.ts";
import {
  call,
  keyOf,
  ladderMs,
  luna,
  newClock,
  openRing,
  retryAtOf,
  secrets,
  terra,
  untried,
} from "./keys-support.ts";

const oneKey = { openai: ["sk-the-only-secret"] };
const minuteMs = 60_000;

/** As long as asked, and at most a tenth longer. */
function expectWindow(actualMs: number, wantedMs: number): void {
  expect(actualMs).toBeGreaterThanOrEqual(wantedMs);
  expect(actualMs).toBeLessThanOrEqual(wantedMs * 1.1);
}

const isKey = ({ kind }: Picked) => kind === "key";

describe("the ladder", () => {
  test("has one step for 50 calls that are limited at once", async ({ redis }) => {
    const clock = newClock();
    const { ring, lines } = openRing(redis, clock, oneKey);
    const picks = await Promise.all(
      Array.from({ length: 50 }, (_, n) => ring.pick(luna, `b-${n}`, untried)),
    );
    clock.now += 400;

    await Promise.all(picks.map((p) => ring.report(keyOf(p).ticket, "rate_limited", null)));

    const [state] = await ring.states();
    expect(state).toMatchObject({ status: "cooling", failures: 1, reason: "rate_limited" });
    expectWindow(retryAtOf(await ring.pick(luna, "b-1", untried)) - clock.now, minuteMs);
    expect(lines.filter(({ msg }) => msg === "key cools down")).toHaveLength(1);
  });

  test("climbs as configured, and stays on its last rung", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);

    for (const rungMs of [...ladderMs, ...ladderMs.slice(-1)]) {
      await call(ring, "rate_limited");

      const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
      expectWindow(retryAt - clock.now, rungMs);
      clock.now = retryAt;
    }
  });

  test("is never shorter than the provider asked", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);

    await call(ring, "rate_limited", { retryAfterMs: 10 * minuteMs });

    const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
    expectWindow(retryAt - clock.now, 10 * minuteMs);
  });

  test("keeps the longest wait that any of the calls under way was told, without a step", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    const first = keyOf(await ring.pick(luna, "b-1", untried));
    const second = keyOf(await ring.pick(luna, "b-2", untried));

    await ring.report(first.ticket, "rate_limited", 1_000);
    await ring.report(second.ticket, "rate_limited", 20 * minuteMs);

    const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
    expectWindow(retryAt - clock.now, 20 * minuteMs);
    expect(await ring.states()).toMatchObject([{ failures: 1 }]);
  });

  test("begins anew after a success", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "rate_limited");
    clock.now += 2 * minuteMs;

    await call(ring, "ok");

    expect(await ring.states()).toMatchObject([{ status: "ok", failures: 0 }]);
    await call(ring, "rate_limited");
    expectWindow(retryAtOf(await ring.pick(luna, "b-1", untried)) - clock.now, minuteMs);
  });

  test("isn't climbed by calls that were out before the window, however late they fail", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    const old = await Promise.all(
      ["b-1", "b-2", "b-3"].map((row) => ring.pick(luna, row, untried)),
    );
    const [inWindow, afterWindow, afterSuccess] = old.map((picked) => keyOf(picked).ticket);
    await call(ring, "rate_limited");
    const until = retryAtOf(await ring.pick(luna, "b-1", untried));

    await ring.report(inWindow ?? "", "rate_limited", null);
    expect(retryAtOf(await ring.pick(luna, "b-1", untried))).toBe(until);

    clock.now = until;
    await ring.report(afterWindow ?? "", "rate_limited", null);
    expect(await ring.states()).toMatchObject([{ status: "probing", failures: 1 }]);

    await call(ring, "ok");
    await ring.report(afterSuccess ?? "", "rate_limited", null);
    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "key" });
  });

  test("isn't left early because an older call succeeds", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    const old = keyOf(await ring.pick(luna, "b-2", untried));
    await call(ring, "rate_limited");

    await ring.report(old.ticket, "ok", null);

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "cooling" });
  });

  test("is forgotten after a long calm, probe and all", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    for (let step = 0; step < 2; step += 1) {
      await call(ring, "rate_limited");
      clock.now = retryAtOf(await ring.pick(luna, "b-1", untried));
    }

    clock.now += 12 * minuteMs;
    const picks = [await ring.pick(luna, "b-1", untried), await ring.pick(luna, "b-2", untried)];

    expect(picks.every(isKey)).toBe(true);
    await ring.report(keyOf(picks[0] ?? { kind: "none" }).ticket, "rate_limited", null);
    expectWindow(retryAtOf(await ring.pick(luna, "b-1", untried)) - clock.now, minuteMs);
  });

  test("has only its first rung for trouble on the way", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);

    for (const outcome of ["unreachable", "timeout", "unreachable"] as const) {
      await call(ring, outcome);
      const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
      expectWindow(retryAt - clock.now, minuteMs);
      clock.now = retryAt;
    }
  });

  test.for<CallOutcome>(["refusal", "truncated", "invalid", "rejected", "cancelled", "lost"])(
    "isn't entered for a call that ended %s",
    async (outcome, { redis }) => {
      const { ring } = openRing(redis, newClock(), oneKey);

      await call(ring, outcome);

      expect(await ring.states()).toMatchObject([{ status: "ok" }]);
    },
  );
});

describe("the end of a window", () => {
  test("lets exactly one of 20 callers through, over three connections", async ({ redis }) => {
    const clock = newClock();
    const others = [redis.duplicate(), redis.duplicate()];
    const rings = [redis, ...others].map((connection) => openRing(connection, clock, oneKey).ring);
    const ringOf = (n: number) => rings[n % rings.length] ?? openRing(redis, clock).ring;
    await call(ringOf(0), "rate_limited");
    clock.now = retryAtOf(await ringOf(0).pick(luna, "b-1", untried));

    const picks = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ringOf(n).pick(luna, `b-${n}`, untried)),
    );

    const probes = picks.filter(isKey);
    expect(probes).toHaveLength(1);
    const waits = picks.filter((p) => !isKey(p)).map((p) => retryAtOf(p) - clock.now);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);

    await ringOf(1).report(keyOf(probes[0] ?? { kind: "none" }).ticket, "ok", null);
    const after = await Promise.all(rings.map((ring) => ring.pick(luna, "b-1", untried)));
    expect(after.every(isKey)).toBe(true);
    await Promise.all(others.map((connection) => connection.quit()));
  });

  test("frees a probe that never reports", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "rate_limited");
    clock.now = retryAtOf(await ring.pick(luna, "b-1", untried));
    keyOf(await ring.pick(luna, "b-1", untried));
    retryAtOf(await ring.pick(luna, "b-2", untried));

    clock.now += minuteMs;

    expect(await ring.pick(luna, "b-2", untried)).toMatchObject({ kind: "key" });
  });

  test("makes the next call the probe when the first was never made", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "rate_limited");
    clock.now = retryAtOf(await ring.pick(luna, "b-1", untried));

    await call(ring, "cancelled");

    await call(ring, "rate_limited");
    const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
    expectWindow(retryAt - clock.now, 5 * minuteMs);
  });

  test("takes any answer of the model as a sign that the key works", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    for (const outcome of ["refusal", "truncated", "invalid", "rejected"] as const) {
      await call(ring, "rate_limited");
      clock.now = retryAtOf(await ring.pick(luna, "b-1", untried));

      await call(ring, outcome);

      expect(await ring.states()).toMatchObject([{ status: "ok" }]);
    }
  });
});

describe("trouble", () => {
  test("with a limit stays with one key and one model", async ({ redis }) => {
    const { ring } = openRing(redis, newClock());
    const limited = await call(ring, "rate_limited");

    const again = await call(ring, "ok");
    const other = await call(ring, "ok", { choice: terra });

    expect(again).not.toBe(limited);
    expect(other).toBe(limited);
  });

  test("of an overloaded model sends everybody on, and leaves the keys alone", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock);
    const picks = await Promise.all(
      Array.from({ length: 30 }, (_, n) => ring.pick(luna, `b-${n}`, untried)),
    );

    await Promise.all(picks.map((p) => ring.report(keyOf(p).ticket, "overloaded", null)));

    const retryAt = retryAtOf(await ring.pick(luna, "b-1", untried));
    expectWindow(retryAt - clock.now, 10_000);
    expect(await ring.pick(terra, "b-1", untried)).toMatchObject({ kind: "key" });
    const states = await ring.states();
    expect(states.filter(({ status }) => status === "ok")).toHaveLength(3);
    expect(states).toContainEqual(
      expect.objectContaining({ alias: "*", model: "luna", status: "cooling", failures: 1 }),
    );

    clock.now = retryAt;
    const after = await Promise.all(
      Array.from({ length: 30 }, (_, n) => ring.pick(luna, `b-${n}`, untried)),
    );
    const probes = after.filter(isKey);
    expect(probes).toHaveLength(1);
    await ring.report(keyOf(probes[0] ?? { kind: "none" }).ticket, "ok", null);
    const sound = await ring.states();
    expect(sound.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
  });

  test("that a probe of an overloaded model finds with its key doesn't open the model", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock);
    await call(ring, "overloaded");
    clock.now = retryAtOf(await ring.pick(luna, "b-1", untried));

    const limited = await call(ring, "rate_limited");

    const probe = keyOf(await ring.pick(luna, "b-1", untried));
    expect(probe.key.alias).not.toBe(limited);
    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "cooling" });
  });
});

describe("a session", () => {
  test("keeps its key", async ({ redis }) => {
    const { ring } = openRing(redis, newClock());
    const used = new Set<string>();

    for (let i = 0; i < 10; i += 1) used.add(await call(ring, "ok", { session: "b-77" }));

    expect(used.size).toBe(1);
  });

  test("is one of many that share the keys evenly", async ({ redis }) => {
    const { ring } = openRing(redis, newClock());
    const counts = new Map<string, number>();

    const picks = await Promise.all(
      Array.from({ length: 600 }, (_, n) => ring.pick(luna, `b-${n}`, untried)),
    );

    for (const picked of picks) {
      const { alias } = keyOf(picked).key;
      counts.set(alias, (counts.get(alias) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    for (const count of counts.values()) expect(count).toBeGreaterThan(150);
  });

  test("moves while its key rests and comes back to it; sessions of other keys don't move", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock);
    const sessions = Array.from({ length: 60 }, (_, n) => `b-${n}`);
    const where = async () =>
      Promise.all(
        sessions.map(async (session) => keyOf(await ring.pick(luna, session, untried)).key.alias),
      );
    const before = await where();
    const limited = await call(ring, "rate_limited", { session: "b-0" });

    const during = await where();

    expect(during).not.toContain(limited);
    const stayed = before.map((alias, n) => alias === limited || during[n] === alias);
    expect(stayed).not.toContain(false);
    expect(new Set(during).size).toBe(2);

    clock.now += 70_000;
    expect(await call(ring, "ok", { session: "b-0" })).toBe(limited);
    expect(await where()).toEqual(before);
  });

  test("isn't given a key that it has tried", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock);
    const tried = new Set<string>();

    for (let i = 0; i < 3; i += 1) tried.add(await call(ring, "invalid", { tried }));

    expect(tried.size).toBe(3);
    expect(retryAtOf(await ring.pick(luna, "b-1", tried))).toBeGreaterThan(clock.now);
  });

  test("hears of it when no key is configured", async ({ redis }) => {
    const { ring } = openRing(redis, newClock());

    expect(ring.has("anthropic")).toBe(false);
    expect(ring.has("openai")).toBe(true);
    expect(await ring.pick({ provider: "anthropic", model: "m" }, "b-1", untried)).toEqual({
      kind: "none",
    });
  });
});

describe("Redis", () => {
  test("holds nothing of a secret but its alias, and keys of no batch", async ({ redis }) => {
    const clock = newClock();
    const { ring, lines } = openRing(redis, clock);
    const outcomes = ["rate_limited", "auth", "billing", "unknown_model", "overloaded"] as const;
    for (const outcome of outcomes) {
      const picked = await ring.pick(luna, outcome, untried);
      if (picked.kind === "key") await ring.report(picked.ticket, outcome, null);
      clock.now += 61_000;
    }

    const names = await redis.keys("*");
    const dumps = await Promise.all(names.map((name) => contentOf(redis, name)));
    const text = JSON.stringify([names, dumps, lines, await ring.states()]);

    expect(names).toContain("assay:keys:openai");
    for (const secret of secrets) {
      expect(text).toContain(aliasOf("openai", secret));
      for (let i = 0; i + 6 <= secret.length; i += 1)
        expect(text).not.toContain(secret.slice(i, i + 6));
    }
  });

  test("keeps the time when no other clock is given", async ({ redis }) => {
    const [seconds] = await redis.time();
    const real = Number(seconds) * 1000;
    const plain = createKeyRing({
      redis,
      keys: { openai: oneKey.openai, anthropic: [] },
      cooldownsMs: ladderMs,
      log: { debug: () => undefined, warn: () => undefined },
    });

    await call(plain, "rate_limited");

    const retryAt = retryAtOf(await plain.pick(luna, "b-1", untried));
    expect(retryAt).toBeGreaterThan(real + minuteMs - 1);
    expect(retryAt).toBeLessThan(real + 10 * minuteMs);
  });
});

test("keys come from both variables, each once", () => {
  const keys = keysOf({
    OPENAI_API_KEY: " sk-a ",
    OPENAI_API_KEYS: ["sk-b", "sk-a"],
    ANTHROPIC_API_KEY: undefined,
    ANTHROPIC_API_KEYS: [],
  });

  expect(keys).toEqual({ openai: ["sk-a", "sk-b"], anthropic: [] });
});

/** All that a key holds, as text. */
async function contentOf(redis: Redis, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case "hash":
      return redis.hgetall(name);
    case "stream":
      return redis.xrange(name, "-", "+");
    case "zset":
      return redis.zrange(name, "0", "-1", "WITHSCORES");
    case "string":
      return redis.get(name);
    default:
      throw new Error(`${name} is of a type that this test can't read`);
  }
}
