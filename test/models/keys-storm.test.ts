import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import type { CallOutcome } from "../../src/domain/model.ts";
import { aliasOf } from "../../src/models/keys/alias.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { test } from "../support/redis.ts";
import { luna, newClock, openRing, secrets } from "./keys-support.ts";
import { createVirtualTime } from "./virtual-time.ts";

const [first = "", second = "", third = ""] = secrets.map((secret) => aliasOf("openai", secret));
const callers = 64;
const secondMs = 1_000;

/** One call as the provider saw it; times in ms since the storm's start. */
interface SeenCall {
  readonly alias: string;
  readonly began: number;
  readonly ended: number;
  readonly outcome: CallOutcome;
}

interface Storm {
  readonly calls: readonly SeenCall[];
  /** How often each piece of work was done. */
  readonly done: ReadonlyMap<string, number>;
  readonly begun: number;
  readonly waits: readonly number[];
  readonly surprises: readonly string[];
}

type Weather = (alias: string, ms: number) => CallOutcome;

/**
 * 64 callers over three connections, each with one piece of work after the other, until `lastsMs`. An
 * answer takes three to six seconds, a refusal none; work that finds no key comes back when it is told to.
 */
async function storm(redis: Redis, weather: Weather, lastsMs: number): Promise<Storm> {
  const clock = newClock();
  const start = clock.now;
  const time = createVirtualTime(clock);
  const others = [redis.duplicate(), redis.duplicate()];
  const own = openRing(redis, clock).ring;
  const rings = [own, ...others.map((connection) => openRing(connection, clock).ring)];
  const calls: SeenCall[] = [];
  const done = new Map<string, number>();
  const waits: number[] = [];
  const surprises: string[] = [];
  let begun = 0;

  async function callOnce(alias: string, n: number): Promise<CallOutcome> {
    const began = clock.now - start;
    const asked = weather(alias, began);
    await time.sleepUntil(clock.now + (asked === "ok" ? 3_000 + ((n * 37) % 31) * 100 : 50));
    calls.push({ alias, began, ended: clock.now - start, outcome: asked });
    return asked;
  }

  async function work(n: number, caller: number): Promise<void> {
    const ring = rings[caller % rings.length] ?? own;
    let tried = new Set<string>();
    for (;;) {
      const picked = await ring.pick(luna, `b-${n}`, tried);
      if (picked.kind === "key") {
        const outcome = await callOnce(picked.key.alias, n);
        await ring.report(picked.ticket, outcome, null);
        if (outcome === "ok") break;
        tried.add(picked.key.alias);
      } else if (picked.kind === "cooling") {
        waits.push(picked.retryAt - clock.now);
        await time.sleepUntil(picked.retryAt);
        tried = new Set();
      } else {
        surprises.push(picked.kind);
        break;
      }
    }
    done.set(`b-${n}`, (done.get(`b-${n}`) ?? 0) + 1);
  }

  await time.run(callers, async (caller) => {
    while (clock.now - start < lastsMs) {
      begun += 1;
      await work(begun, caller);
    }
  });
  await Promise.all(others.map((connection) => connection.quit()));
  return { calls, done, begun, waits, surprises };
}

const during = (calls: readonly SeenCall[], alias: string, from: number, to: number) =>
  calls.filter((seen) => seen.alias === alias && seen.began >= from && seen.began < to);

/** Ends of the windows that a key's failures began: the first failure of each run, and what came next. */
function windowsOf(calls: readonly SeenCall[], alias: string): number[] {
  const own = calls.filter((seen) => seen.alias === alias).toSorted((a, b) => a.began - b.began);
  const windows: number[] = [];
  let shutAt: number | undefined;
  for (const seen of own) {
    if (shutAt !== undefined && seen.began > shutAt) {
      windows.push(seen.began - shutAt);
      shutAt = undefined;
    }
    if (seen.outcome === "rate_limited") shutAt ??= seen.ended;
  }
  return windows;
}

function expectNothingLost({ done, begun, surprises }: Storm): void {
  expect(surprises).toEqual([]);
  expect(done.size).toBe(begun);
  expect([...done.values()].every((times) => times === 1)).toBe(true);
}

describe("a key storm", () => {
  test("of two limited keys and one without money loses no work, and is over one window later", async ({
    redis,
  }) => {
    const calmAgainMs = { [first]: 30 * secondMs, [second]: 80 * secondMs };
    const weather: Weather = (alias, ms) => {
      if (alias === third) return ms > 8_000 ? "billing" : "ok";
      return ms > 5_000 && ms < (calmAgainMs[alias] ?? 0) ? "rate_limited" : "ok";
    };

    const run = await storm(redis, weather, 420 * secondMs);

    expectNothingLost(run);
    // Each call that was under way may fail; after that nobody asks until the window ends.
    expect(run.calls.filter(({ outcome }) => outcome !== "ok").length).toBeLessThan(3 * callers);
    const [firstWindow = 0, ...more] = windowsOf(run.calls, first);
    expect(more).toEqual([]);
    expect(firstWindow).toBeGreaterThanOrEqual(60_000);
    expect(firstWindow).toBeLessThan(66_000 + 3 * secondMs);
    const [stepOne = 0, stepTwo = 0, ...further] = windowsOf(run.calls, second);
    expect(further).toEqual([]);
    expect(stepOne).toBeGreaterThanOrEqual(60_000);
    expect(stepTwo).toBeGreaterThanOrEqual(300_000);
    expect(stepTwo).toBeLessThan(330_000 + 5 * secondMs);

    // One window (66 s with its jitter) after a key was well again, everybody works.
    const wellAt = 5_000 + 66_000 + 6_000;
    const busy = during(run.calls, first, wellAt, wellAt + 20_000);
    expect(busy.length).toBeGreaterThan((callers * 20) / 6);
    // When the second is back, the work is spread over both.
    const last = [first, second].map((alias) => during(run.calls, alias, 405_000, 420_000).length);
    expect(Math.min(...last)).toBeGreaterThan(Math.max(...last) / 2);
    expect(during(run.calls, third, 10_000, 420_000)).toEqual([]);
    expect(await listNotices(redis)).toMatchObject([{ cause: "key_disabled", subject: third }]);
  });

  test("of one limited key and one without money makes nobody wait: the third does the work", async ({
    redis,
  }) => {
    const weather: Weather = (alias, ms) => {
      if (alias === third || ms < 5_000) return "ok";
      if (alias === second) return "billing";
      return ms < 40_000 ? "rate_limited" : "ok";
    };

    const run = await storm(redis, weather, 120 * secondMs);

    expectNothingLost(run);
    expect(run.waits).toEqual([]);
    expect(windowsOf(run.calls, first)).toHaveLength(1);
    const [one, two] = [first, third].map(
      (alias) => during(run.calls, alias, 80_000, 120_000).length,
    );
    expect(Math.min(one ?? 0, two ?? 0)).toBeGreaterThan(Math.max(one ?? 0, two ?? 0) / 2);
  });
});
