import fc from "fast-check";
import { expect, test } from "vitest";
import type { TokenUsage } from "../../src/domain/model.ts";
import { costOf, inputTokens } from "../../src/money/cost.ts";
import { loadPrices } from "../../src/money/prices.ts";
import { worstCase } from "../../src/money/worst-case.ts";

const prices = [...loadPrices().rows.values()].flat();
const tokens = fc.nat({ max: 400_000 });
const anyPrice = fc.constantFrom(...prices);
const anyUsage: fc.Arbitrary<TokenUsage> = fc.record({
  input: tokens,
  cacheRead: tokens,
  cacheWrite: tokens,
  cacheWriteLong: tokens,
  output: tokens,
  reasoning: tokens,
});

test("no call costs more than its worst case, however its tokens are spread over the kinds", () => {
  fc.assert(
    fc.property(anyPrice, anyUsage, fc.nat(5_000), fc.nat(5_000), (price, usage, more, room) => {
      const size = {
        promptBytes: Math.max(0, inputTokens(usage) - 2_000) + more,
        maxOutputTokens: usage.output + room,
      };

      const worst = worstCase(price, size);

      expect(costOf(price, usage)).toBeLessThanOrEqual(worst.nano);
      expect(inputTokens(usage) + usage.output).toBeLessThanOrEqual(worst.tokens);
    }),
  );
});

test("costs are whole nano-dollars, and add up exactly over any split of a call's tokens", () => {
  fc.assert(
    fc.property(anyPrice, anyUsage, (price, usage) => {
      const exact = [price.base, price.long?.card]
        .filter((card) => card !== undefined)
        .map((card) =>
          (Object.keys(card) as (keyof typeof card)[]).reduce(
            (sum, kind) => sum + BigInt(card[kind]) * BigInt(usage[kind]),
            0n,
          ),
        );

      const cost = costOf(price, usage);

      expect(Number.isSafeInteger(cost)).toBe(true);
      expect(exact).toContain(BigInt(cost));
    }),
  );
});

test("a larger request never has a smaller worst case", () => {
  fc.assert(
    fc.property(anyPrice, tokens, tokens, fc.nat(10_000), (price, promptBytes, output, more) => {
      const worst = (bytes: number, max: number) =>
        worstCase(price, { promptBytes: bytes, maxOutputTokens: max }).nano;

      expect(worst(promptBytes + more, output)).toBeGreaterThanOrEqual(worst(promptBytes, output));
      expect(worst(promptBytes, output + more)).toBeGreaterThanOrEqual(worst(promptBytes, output));
    }),
  );
});
