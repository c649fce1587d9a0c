import { expect, test } from "vitest";
import { notFlat, riseOf } from "./trend.ts";

const bound = { share: 0.05, noise: 2 };

test("a value that grew while caches filled, and then no more, is flat", () => {
  expect(notFlat("heap", [10, 40, 70, 100, 101, 99, 100, 100], bound)).toBeUndefined();
});

test("a slow leak in the second half is found, although every step is small", () => {
  const leak = Array.from({ length: 20 }, (_, i) => 100 + i);
  expect(riseOf(leak).rise).toBeCloseTo(9);
  expect(notFlat("heap", leak, bound)).toMatch(/^heap rises by 9 /);
});

test("a fall is no problem, and a rise below the noise neither", () => {
  expect(notFlat("heap", [100, 90, 80, 70, 60, 50], bound)).toBeUndefined();
  expect(notFlat("handles", [10, 10, 10, 10, 11, 11], bound)).toBeUndefined();
});
