import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import type { PriceCard } from "../../src/money/price-card.ts";
import { findPrice, loadPrices } from "../../src/money/prices.ts";

/** The catalogue's last day: what began after it may differ. */
const catalogueOf = "2026-09-23";

const columns = {
  input: "input_mtok",
  cacheRead: "cache_read_mtok",
  cacheWrite: "cache_write_mtok",
  cacheWriteLong: "cache_write_1h_mtok",
  output: "output_mtok",
} as const satisfies Record<keyof PriceCard, string>;

/** Dollars per million tokens as the catalogue has them; it matches ids by prefix, so another model's are thrown away. */
function catalogued(provider: string, model: string): ModelPrice | undefined {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const found = calcPrice(usage, model, { providerId: provider });
  return found?.model.id === model ? found.model_price : undefined;
}

/** Every figure on which the two disagree, as a sentence. */
function disagreements(price: ModelPrice, card: PriceCard, long: PriceCard | null): string[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const theirs = price[column];
    if (theirs === undefined) return [];
    const base = typeof theirs === "number" ? theirs : theirs.base;
    const dear = typeof theirs === "number" ? undefined : theirs.tiers[0]?.price;
    const kind = name as keyof PriceCard;
    const pairs = [[card[kind], base, name] as const];
    if (long && dear !== undefined) pairs.push([long[kind], dear, `${name} of long requests`]);
    return pairs
      .filter(([ours, usd]) => ours !== Math.round(usd * 1_000))
      .map(([ours, usd, what]) => `${what}: ours ${ours / 1_000}, the catalogue's ${usd}`);
  });
}

const prices = loadPrices();
const models = [...prices.rows.values()].flatMap((rows) => rows.slice(0, 1));
const known = models.filter(({ provider, model }) => catalogued(provider, model) !== undefined);

test.each(known.map((price) => [`${price.provider}/${price.model}`, price] as const))(
  "%s costs what the catalogue says, unless our row is newer than the catalogue",
  (_id, { provider, model, since, base, long }) => {
    const found = disagreements(catalogued(provider, model) ?? {}, base, long?.card ?? null);

    if (since !== null && since > catalogueOf) return;
    expect(found).toEqual([]);
  },
);

test("the cross-check has models to check, and is not fooled by a name that begins alike", () => {
  expect(known.length).toBeGreaterThanOrEqual(8);
  expect(catalogued("anthropic", "claude-sonnet-5-9")).toBeUndefined();
});

test("a disagreement names both figures", () => {
  const luna = findPrice(prices, { provider: "openai", model: "gpt-6-luna" });
  const wrong = { ...luna?.base, output: 499 } as PriceCard;

  expect(disagreements(catalogued("openai", "gpt-6-luna") ?? {}, wrong, null)).toEqual([
    "output: ours 0.499, the catalogue's 0.5",
  ]);
});
