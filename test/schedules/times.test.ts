import { describe, expect, test } from "vitest";
import { cronTrouble, nextTime } from "../../queues/cron-times.ts";
import { newSchedule, readSpan } from "../../src/schedules/new-schedule.ts";
import { overdueTime } from "../../src/schedules/overdue.ts";

const at = (text: string) => Date.parse(text);

/** The next so many times, in ISO 8601. */
function times(cron: string, tz: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let after = at(from); found.length < count;) {
    const next = nextTime({ cron, tz }, after);
    if (next === undefined) break;
    found.push(new Date(next).toISOString());
    after = next;
  }
  return found;
}

describe("times in a time zone", () => {
  test("keep the clock on the wall when summer time begins and ends", () => {
    expect(times("0 6 * * 1", "Europe/Berlin", "2026-03-20T00:00:00Z", 2)).toEqual([
      "2026-03-23T05:00:00.000Z",
      "2026-03-30T04:00:00.000Z",
    ]);
    expect(times("0 6 * * 1", "Europe/Berlin", "2026-10-18T00:00:00Z", 2)).toEqual([
      "2026-10-19T04:00:00.000Z",
      "2026-10-26T05:00:00.000Z",
    ]);
  });

  test("come once a day, also in the hour that is left out and in the one that comes twice", () => {
    for (const from of ["2026-03-27T12:00:00Z", "2026-10-23T12:00:00Z"]) {
      const days = times("30 2 * * *", "Europe/Berlin", from, 4).map((time) =>
        new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" }).format(at(time)),
      );
      expect(new Set(days).size).toBe(4);
    }
  });
});

test.each([
  ["* * * * * *", "UTC", "five fields"],
  ["0 6 * *", "UTC", "five fields"],
  ["0 25 * * *", "UTC", "no cron expression"],
  ["@often", "UTC", "five fields"],
  ["0 6 * * 1", "Mars/Olympus", "no time zone"],
])("%s in %s is refused", (cron, tz, why) => {
  expect(cronTrouble({ cron, tz })).toContain(why);
});

test("what can be kept has nothing wrong with it", () => {
  expect(cronTrouble({ cron: "0 6 * * 1-5", tz: "America/New_York" })).toBeUndefined();
  expect(cronTrouble({ cron: "@daily", tz: "UTC" })).toBeUndefined();
});

test("a name that is none is refused in words", () => {
  const asked = {
    name: "Every Week",
    cron: "@daily",
    tz: "UTC",
    workflow: "ats",
    file: "/a.csv",
    within: null,
    maxUsdNano: null,
    maxTier: "browser" as const,
    expectRows: 1,
    expectAnswered: 0,
    withinMs: 1,
  };
  expect(() => newSchedule(asked, 0)).toThrow("Every Week is no name");
  expect(newSchedule({ ...asked, name: "every-week" }, 5).createdAt).toBe(5);
});

test("spans are minutes, hours and days", () => {
  expect(["30m", "6h", "2d"].map(readSpan)).toEqual([1_800_000, 21_600_000, 172_800_000]);
  expect(["6", "h", "0h", "1w", "-1h"].map(readSpan)).toEqual([...Array(5)].map(() => undefined));
});

describe("a time that did not come", () => {
  const schedule = { cron: "0 6 * * *", tz: "UTC", createdAt: at("2026-11-01T00:00:00Z") };

  test("is overdue two minutes later", () => {
    expect(overdueTime(schedule, [], at("2026-11-01T06:01:59Z"))).toBeUndefined();
    expect(overdueTime(schedule, [], at("2026-11-01T06:02:01Z"))).toBe(at("2026-11-01T06:00:00Z"));
  });

  test("is one time, however many have passed", () => {
    const now = at("2026-11-20T12:00:00Z");
    const first = overdueTime(schedule, [], now);
    expect(first).toBe(at("2026-11-01T06:00:00Z"));
    const fire = { dueAt: first ?? 0, firedAt: now };
    expect(overdueTime(schedule, [fire], now + 1)).toBeUndefined();
    expect(overdueTime(schedule, [fire], at("2026-11-21T06:03:00Z"))).toBe(
      at("2026-11-21T06:00:00Z"),
    );
  });
});
