import { z } from "zod";
import type { NanoDollars } from "../domain/money.ts";
import type { ProviderName, TokenUsage } from "../domain/model.ts";

/** Dearest price per million tokens that is believed: beyond it a figure is in the wrong unit. */
const believableUsd = 1_000;

const usd = z.number().min(0).max(believableUsd);

/** Dollars per million tokens, as price lists give them. */
export const UsdCard = z.strictObject({
  input: usd,
  cacheRead: usd,
  cacheWrite: usd,
  /** `null`: the provider sells one term of caching only. */
  cacheWriteLong: usd.nullable(),
  output: usd,
});
export type UsdCard = z.infer<typeof UsdCard>;

/** Nano-dollars per token, whole: one dollar per million tokens is 1,000. */
export type PriceCard = Readonly<Record<Exclude<keyof TokenUsage, "reasoning">, NanoDollars>>;

/** One row of the price file, ready to count with. */
export interface Price {
  readonly provider: ProviderName;
  readonly model: string;
  readonly since: string | null;
  readonly base: PriceCard;
  /** Holds for the whole of a request that reads more than `aboveTokens`. */
  readonly long: { readonly aboveTokens: number; readonly card: PriceCard } | null;
  readonly contextWindow: number | null;
  readonly maxOutput: number | null;
  readonly source: string;
}

/** Whole nano-dollars per token; `refuse` hears of a figure that would have to be rounded, or of one that is in the wrong column. */
export function cardOf(usdCard: UsdCard, refuse: (problem: string) => never): PriceCard {
  const nano = (name: keyof UsdCard, dollars: number) => {
    const exact = dollars * 1_000;
    const whole = Math.round(exact);
    if (Math.abs(exact - whole) > 1e-6) {
      refuse(
        `${name} at ${dollars} USD per million tokens is no whole number of nano-dollars per token; give at most three decimals`,
      );
    }
    return whole;
  };
  const cacheWrite = nano("cacheWrite", usdCard.cacheWrite);
  const card = {
    input: nano("input", usdCard.input),
    cacheRead: nano("cacheRead", usdCard.cacheRead),
    cacheWrite,
    cacheWriteLong:
      usdCard.cacheWriteLong === null ? cacheWrite : nano("cacheWriteLong", usdCard.cacheWriteLong),
    output: nano("output", usdCard.output),
  };
  const rising = ["cacheRead", "input", "cacheWrite", "cacheWriteLong"] as const;
  for (const [index, name] of rising.entries()) {
    const next = rising[index + 1];
    if (next !== undefined && card[name] > card[next]) {
      refuse(`${name} is dearer than ${next}; are two columns exchanged?`);
    }
  }
  if (card.input > card.output) refuse("input is dearer than output; are two columns exchanged?");
  return card;
}
