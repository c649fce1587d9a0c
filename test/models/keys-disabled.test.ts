import { describe, expect } from "vitest";
import { aliasOf } from "../../src/models/keys/alias.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { test } from "../support/redis.ts";
import { call, keyOf, luna, newClock, openRing, terra, untried } from "./keys-support.ts";

const oneKey = { openai: ["sk-the-only-secret"] };
const alias = aliasOf("openai", "sk-the-only-secret");
const hourMs = 3_600_000;
const warnings = (lines: readonly { level: number }[]) => lines.filter(({ level }) => level === 40);

describe("a key without money", () => {
  test("is disabled for every model, with one notice for all who ran into it", async ({
    redis,
  }) => {
    const { ring, lines } = openRing(redis, newClock(), oneKey);
    const picks = await Promise.all(
      Array.from({ length: 30 }, (_, n) => ring.pick(n % 2 ? luna : terra, `b-${n}`, untried)),
    );

    await Promise.all(picks.map((p) => ring.report(keyOf(p).ticket, "billing", null)));

    const picked = await ring.pick(terra, "b-1", untried);
    expect(picked).toMatchObject({ kind: "disabled" });
    expect(picked).toHaveProperty("detail", expect.stringContaining(`${alias}: billing`));
    expect(await listNotices(redis)).toMatchObject([{ cause: "key_disabled", subject: alias }]);
    expect(warnings(lines)).toHaveLength(1);
  });

  test("leaves the work to its siblings", async ({ redis }) => {
    const { ring } = openRing(redis, newClock());
    const broke = await call(ring, "billing");

    const used = new Set<string>();
    for (let n = 0; n < 30; n += 1) used.add(await call(ring, "ok", { session: `b-${n}` }));

    expect(used.size).toBe(2);
    expect(used).not.toContain(broke);
  });

  test("is tried by one call after an hour, and works again if that does", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "billing");
    clock.now += 1.1 * hourMs;
    const probe = keyOf(await ring.pick(luna, "b-1", untried));
    expect(await ring.pick(terra, "b-2", untried)).toMatchObject({ kind: "disabled" });

    await ring.report(probe.ticket, "ok", null);

    expect(await ring.pick(terra, "b-2", untried)).toMatchObject({ kind: "key" });
    expect(await listNotices(redis)).toEqual([]);
  });

  test("stays disabled for another hour if the call of that hour fails, however calm it was", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring, lines } = openRing(redis, clock, oneKey);
    await call(ring, "billing");
    clock.now += 50 * hourMs;

    await call(ring, "billing");

    clock.now += 0.9 * hourMs;
    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "disabled" });
    expect(await ring.states()).toMatchObject([{ status: "disabled", failures: 2 }]);
    expect(await listNotices(redis)).toHaveLength(1);
    expect(warnings(lines)).toHaveLength(1);
  });
});

describe("a key that is refused", () => {
  test("waits for a person, however long", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "auth");

    clock.now += 1_000 * hourMs;

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "disabled" });
    expect(await ring.states()).toMatchObject([
      { alias, model: null, status: "disabled", until: null, reason: "auth" },
    ]);
  });

  test("works at once when a person enables it, whatever older calls still report", async ({
    redis,
  }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    const old = keyOf(await ring.pick(luna, "b-2", untried));
    await call(ring, "auth");
    clock.now += 1_000;

    expect(await ring.enable(alias)).toBe(true);

    await ring.report(old.ticket, "auth", null);
    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "key" });
    expect(await listNotices(redis)).toEqual([]);
    expect(await ring.states()).toMatchObject([{ status: "ok" }]);
  });

  test("is disabled again, with a new notice, if it is refused again", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "auth");
    await ring.enable(alias);
    clock.now += 1;

    await call(ring, "auth");

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "disabled" });
    expect(await listNotices(redis)).toHaveLength(1);
  });

  test("can be enabled by a process that has no keys of its own", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    const { ring: api } = openRing(redis, clock, {});
    await call(ring, "auth");
    expect(await api.states()).toMatchObject([{ alias, status: "disabled" }]);

    expect(await api.enable(alias)).toBe(true);

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "key" });
  });

  test("isn't found under a name that no key has", async ({ redis }) => {
    const { ring } = openRing(redis, newClock(), oneKey);

    expect(await ring.enable("openai-000000")).toBe(false);
    expect(await ring.enable("nobody")).toBe(false);
    expect(await ring.enable(alias)).toBe(true);
  });
});

describe("a model that a key doesn't know", () => {
  test("is left alone for an hour, with a notice, while other models work", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);

    await call(ring, "unknown_model");

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "disabled" });
    expect(await ring.pick(terra, "b-1", untried)).toMatchObject({ kind: "key" });
    const subject = `${alias} luna`;
    expect(await listNotices(redis)).toMatchObject([{ cause: "unknown_model", subject }]);

    clock.now += 1.1 * hourMs;
    await call(ring, "ok");
    expect(await listNotices(redis)).toEqual([]);
    expect(await ring.states()).toMatchObject([{ status: "ok" }]);
  });

  test("is known again when its limit is what the next call meets", async ({ redis }) => {
    const clock = newClock();
    const { ring } = openRing(redis, clock, oneKey);
    await call(ring, "unknown_model");
    clock.now += 1.1 * hourMs;

    await call(ring, "rate_limited");

    expect(await ring.pick(luna, "b-1", untried)).toMatchObject({ kind: "cooling" });
    expect(await listNotices(redis)).toEqual([]);
  });
});
