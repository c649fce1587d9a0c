import { describe, expect, test } from "vitest";
import { nextRestart } from "../../src/cli/restart-policy.ts";
import { signsOfLife } from "../../src/cli/signs-of-life.ts";

describe("signs of life", () => {
  const clock = () => {
    let at = 0;
    return { now: () => at, pass: (ms: number) => (at += ms) };
  };

  test("who is silent for too long is named until it is forgotten", () => {
    const { now, pass } = clock();
    const life = signsOfLife(30_000, now);
    life.seen(1);
    life.seen(2);
    const named: number[][] = [];
    for (let second = 1; second <= 32; second += 1) {
      pass(1_000);
      life.seen(2);
      named.push(life.silent());
    }
    life.forget(1);

    expect(named.slice(0, 30).flat()).toEqual([]);
    expect(named.slice(30)).toEqual([[1], [1]]);
    expect(life.silent()).toEqual([]);
  });

  test("nobody is blamed for the time in which the asker was stopped itself", () => {
    const { now, pass } = clock();
    const life = signsOfLife(30_000, now);
    life.seen(1);
    pass(1_000);
    life.silent();

    pass(3_600_000);

    expect(life.silent()).toEqual([]);
    pass(1_000);
    expect(life.silent()).toEqual([]);
  });
});

describe("restarts", () => {
  const after = (loss: "died" | "hung", times: readonly number[]) => {
    let earlier: readonly number[] = [];
    return times.map((now) => {
      const next = nextRestart(loss, earlier, now);
      earlier = next.losses;
      return next.delayMs;
    });
  };

  test("a worker that hangs a fourth time in ten minutes waits for five", () => {
    expect(after("hung", [0, 60_000, 120_000, 180_000])).toEqual([200, 200, 200, 300_000]);
  });

  test("one that hangs every now and then is always started at once", () => {
    expect(after("hung", [0, 300_000, 600_000, 900_000, 1_200_000])).toEqual(Array(5).fill(200));
  });

  test("one that dies ten times within a minute waits from the eleventh on", () => {
    const delays = after(
      "died",
      Array.from({ length: 11 }, (_, i) => i * 1_000),
    );

    expect(delays.slice(0, 10)).toEqual(Array(10).fill(200));
    expect(delays[10]).toBe(300_000);
  });
});
