import type { TokenUsage } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import type { Price, PriceCard } from "./price-card.ts";

/** What a call cost by what its provider counted; whole, because every price per token is. */
export function costOf(price: Price, usage: TokenUsage): NanoDollars {
  return billed(cardFor(price, usage), usage);
}

/** What a call read, from a cache or not. */
export function inputTokens({ input, cacheRead, cacheWrite, cacheWriteLong }: TokenUsage): number {
  return input + cacheRead + cacheWrite + cacheWriteLong;
}

function cardFor({ base, long }: Price, usage: TokenUsage): PriceCard {
  return long !== null && inputTokens(usage) > long.aboveTokens ? long.card : base;
}

function billed(card: PriceCard, usage: TokenUsage): NanoDollars {
  return (
    usage.input * card.input +
    usage.cacheRead * card.cacheRead +
    usage.cacheWrite * card.cacheWrite +
    usage.cacheWriteLong * card.cacheWriteLong +
    usage.output * card.output
  );
}
