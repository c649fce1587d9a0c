import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketOf, percentile } from "../../src/records/duration-buckets.ts";

test("a percentile is within 9.1 %, or 1 ms, of the exact one", () => {
  const durations = fc.array(fc.double({ min: 0, max: 5_400_000, noNaN: true }), {
    minLength: 1,
    maxLength: 300,
    size: "max",
  });
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95), (measured, share) => {
      const counts = new Map<number, number>();
      for (const ms of measured) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);

      const found = percentile(counts, share) ?? Number.NaN;

      const sorted = measured.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(0.0906 * exact, 1));
    }),
    { numRuns: 300 },
  );
});

test("nothing counted has no percentile", () => {
  expect(percentile(new Map(), 0.5)).toBeNull();
});

test("an hour and a half is in bucket 179, and nothing lies beyond the last", () => {
  expect(bucketOf(90 * 60_000)).toBe(179);
  expect(bucketOf(Number.MAX_VALUE)).toBe(256);
});
