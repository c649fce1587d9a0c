import { expect, test } from "vitest";
import { drawSample } from "../../src/money/sample.ts";

async function* numbers(count: number) {
  for (let n = 0; n < count; n += 1) yield n;
}

test("the same seed draws the same items, in their order; another seed draws others", async () => {
  const first = await drawSample(numbers(1_000), { size: 20, seed: 7 });
  const again = await drawSample(numbers(1_000), { size: 20, seed: 7 });
  const other = await drawSample(numbers(1_000), { size: 20, seed: 8 });

  expect(first.of).toBe(1_000);
  expect(first.drawn).toHaveLength(20);
  expect(first.drawn).toEqual([...new Set(first.drawn)].toSorted((a, b) => a - b));
  expect(again).toEqual(first);
  expect(other.drawn).not.toEqual(first.drawn);
});

test("every item is as likely as any other", async () => {
  const counts = Array.from({ length: 40 }, () => 0);
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const { drawn } = await drawSample(numbers(40), { size: 10, seed });
    for (const n of drawn) counts[n] = (counts[n] ?? 0) + 1;
  }

  expect(Math.min(...counts)).toBeGreaterThan(400);
  expect(Math.max(...counts)).toBeLessThan(600);
});

test("a list smaller than the sample is taken whole", async () => {
  expect(await drawSample(numbers(3), { size: 10, seed: 1 })).toEqual({ drawn: [0, 1, 2], of: 3 });
});
