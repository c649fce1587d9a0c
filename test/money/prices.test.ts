import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { costOf } from "../../src/money/cost.ts";
import {
  findPrice,
  loadPrices,
  PriceFileError,
  priceOf,
  requirePrices,
  UnknownModel,
} from "../../src/money/prices.ts";
import { noTokens } from "../../src/domain/model.ts";

const workflows = [...loadWorkflows().values()];

const row = {
  provider: "openai",
  model: "small",
  since: null,
  usdPerMillion: { input: 1, cacheRead: 0.1, cacheWrite: 1.25, cacheWriteLong: null, output: 5 },
  longContext: null,
  contextWindow: null,
  maxOutput: null,
  source: "a test",
};

function fileOf(...models: object[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "assay-prices-")), "prices.json");
  writeFileSync(path, JSON.stringify({ checkedOn: "2026-11-01", models }));
  return path;
}

test("every model that a shipped spec asks has a price", () => {
  expect(() => requirePrices(loadPrices(), workflows)).not.toThrow();
});

test("a million tokens of each kind cost what the price list says, to the nano-dollar", () => {
  const haiku = priceOf(loadPrices(), { provider: "anthropic", model: "claude-haiku-5-5" });

  const cost = costOf(haiku, { ...noTokens, input: 20_000, cacheWriteLong: 10_000, output: 1_000 });

  expect(cost).toBe(20_000 * 100 + 10_000 * 200 + 1_000 * 500);
});

test("a request past the long-context mark is dearer as a whole", () => {
  const prices = loadPrices();
  const haiku = priceOf(prices, { provider: "anthropic", model: "claude-haiku-5-5" });
  const luna = priceOf(prices, { provider: "openai", model: "gpt-6-luna" });

  expect(costOf(haiku, { ...noTokens, input: 60_000, cacheRead: 40_000, output: 10 })).toBe(
    60_000 * 100 + 40_000 * 10 + 10 * 500,
  );
  expect(costOf(haiku, { ...noTokens, input: 60_001, cacheRead: 40_000, output: 10 })).toBe(
    60_001 * 500 + 40_000 * 50 + 10 * 2_500,
  );
  expect(costOf(luna, { ...noTokens, input: 272_001, cacheRead: 1, output: 10 })).toBe(
    272_001 * 200 + 20 + 10 * 750,
  );
});

test("a model without a row is refused with the cure, and so is one whose id only begins like a known one", () => {
  const prices = loadPrices();
  const unknown = { provider: "anthropic", model: "claude-sonnet-5-9" } as const;

  expect(findPrice(prices, unknown)).toBeUndefined();
  expect(() => priceOf(prices, unknown)).toThrow(UnknownModel);
  expect(() => priceOf(prices, { provider: "openai", model: "claude-sonnet-5" })).toThrow(
    /no price is known for openai\/claude-sonnet-5: .*Add a row with its exact id to .*ASSAY_PRICES/,
  );
});

test("start-up names the spec that asks an unpriced model", () => {
  const prices = loadPrices(fileOf(row));

  expect(() => requirePrices(prices, workflows)).toThrow(
    /openai\/gpt-6\.1-terra, which ats\/classifier asks/,
  );
});

test("of several rows of one model the newest that has begun holds", () => {
  const prices = loadPrices(
    fileOf(
      { ...row, since: "2026-06-01", usdPerMillion: { ...row.usdPerMillion, output: 4 } },
      row,
      { ...row, since: "2026-12-01", usdPerMillion: { ...row.usdPerMillion, output: 3 } },
    ),
  );
  const outputOn = (day: string) =>
    priceOf(prices, { provider: "openai", model: "small" }, Date.parse(day)).base.output;

  expect(["2026-05-31", "2026-06-01", "2026-12-01"].map(outputOn)).toEqual([5_000, 4_000, 3_000]);
});

test.each([
  ["a price of half a nano-dollar", { input: 0.0005 }, /no whole number of nano-dollars/],
  ["a price per token where one per million belongs", { output: 5_000_000 }, /<=1000/],
  ["exchanged columns", { input: 6 }, /input is dearer than cacheWrite/],
  ["a negative price", { cacheRead: -1 }, />=0/],
])("%s is refused", (_what, change, problem) => {
  const path = fileOf({ ...row, usdPerMillion: { ...row.usdPerMillion, ...change } });

  expect(() => loadPrices(path)).toThrow(PriceFileError);
  expect(() => loadPrices(path)).toThrow(problem);
});

test("two rows of one model and day are refused, and so is a row with a word too many", () => {
  expect(() => loadPrices(fileOf(row, row))).toThrow(/openai\/small: two rows of the same day/);
  expect(() => loadPrices(fileOf({ ...row, price: 1 }))).toThrow(/price/);
});

test("a file that is missing or no JSON is refused by name", () => {
  expect(() => loadPrices("/nowhere/prices.json")).toThrow(/\/nowhere\/prices\.json.*ENOENT/);
});

test("every row of the price file names where its figures stand", () => {
  const file = readFileSync(new URL("../../src/money/prices.json", import.meta.url), "utf8");

  expect(file).not.toMatch(/"source": "\/|shared/);
});
