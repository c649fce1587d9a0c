import { expect, test } from "vitest";
import { paceWindow } from "../../queues/pace-window.ts";

const bounds = { least: 8, most: 1_000 };

function after(rowsPerSecond: number, seconds: number) {
  const pace = paceWindow(bounds, 0);
  let size = 0;
  for (let at = 1; at <= seconds * 10; at += 1) {
    for (let row = 0; row < rowsPerSecond / 10; row += 1) pace.taken();
    size = pace.size(at * 100);
  }
  return size;
}

test("a queue holds what its workers take in about a second", () => {
  expect(after(200, 3)).toBeCloseTo(200, -1);
});

test("a slow tier holds the least, a quick one no more than the most", () => {
  expect(after(0, 1)).toBe(8);
  expect(after(100_000, 1)).toBe(1_000);
});

test("asking again at once changes nothing", () => {
  const pace = paceWindow(bounds, 0);
  for (let row = 0; row < 50; row += 1) pace.taken();
  const size = pace.size(100);

  expect(pace.size(105)).toBe(size);
});
