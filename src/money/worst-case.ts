import type { NanoDollars } from "../domain/money.ts";
import type { Price, PriceCard } from "./price-card.ts";

/** What a provider may add of its own to what is sent: wrapping of messages, tools and formats. */
const addedTokens = 2_000;

/** The size of a request before it is sent. */
export interface RequestSize {
  /** UTF-8 bytes of everything that is sent: system, messages, schema, tools. */
  readonly promptBytes: number;
  readonly maxOutputTokens: number;
}

/**
 * What a call can cost at most, and how many tokens it can take. A token is at least one byte, so
 * bytes bound tokens where a guess by characters would not; every token is taken at the dearest
 * rate that could apply to it.
 */
export function worstCase(
  price: Price,
  { promptBytes, maxOutputTokens }: RequestSize,
): { nano: NanoDollars; tokens: number } {
  const input = promptBytes + addedTokens;
  const { base, long } = price;
  const cards = long !== null && input > long.aboveTokens ? [base, long.card] : [base];
  const nano =
    input * Math.max(...cards.map(dearestInput)) +
    maxOutputTokens * Math.max(...cards.map((card) => card.output));
  return { nano, tokens: input + maxOutputTokens };
}

function dearestInput({ input, cacheRead, cacheWrite, cacheWriteLong }: PriceCard): NanoDollars {
  return Math.max(input, cacheRead, cacheWrite, cacheWriteLong);
}
