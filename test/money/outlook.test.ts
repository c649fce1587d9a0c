import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import type { Tier } from "../../src/domain/tier.ts";
import { readOutlook } from "../../src/money/outlook.ts";
import { spendingTiers } from "../../src/money/spending-tiers.ts";
import { findBatch } from "../../src/records/batch.ts";
import { readCounts } from "../../src/records/counters.ts";
import { type Settlement, settleRow } from "../../src/records/settle.ts";
import { ats } from "../../specs/ats/orchestrator.ts";
import { agentOf, callOf, costing, spend } from "../records/charges.ts";
import { batchOf, claimNext, confirmed, nothing } from "../records/rows.ts";
import { test } from "../support/redis.ts";

const everywhere: ReadonlySet<Tier> = new Set(["http", "classifier", "browser"]);

/** One row's stay on a tier: what it costs, and how it ends there. */
async function stay(redis: Redis, batch: string, tier: Tier, nano: number, end: Settlement) {
  const claimed = await claimNext(redis, batch, { tier });
  if (nano > 0) await spend(redis, callOf(claimed, nano), costing(nano));
  const figures = { agent: agentOf[tier], spec: "5bec", durationMs: 1_000 };
  await settleRow(redis, claimed, end, { ...nothing, figures });
}

const answered: Settlement = { event: "answered", verdict: confirmed };

async function outlookOf(redis: Redis, id: string, spending: ReadonlySet<Tier> = everywhere) {
  const batch = await findBatch(redis, id);
  if (!batch) throw new Error(`no batch ${id}`);
  const counts = await readCounts(redis, id);
  return readOutlook(redis, { batch, counts }, { spec: ats, spending });
}

describe("the outlook of a batch", () => {
  test("follows rows up the ladder, by the workflow's own short cuts", async ({ redis }) => {
    const batch = await batchOf(redis, 100, { maxUsdNano: 4_100_000_000 });
    for (let row = 0; row < 12; row += 1) await stay(redis, batch, "http", 1e6, answered);
    for (let row = 0; row < 8; row += 1) {
      // `blocked` skips a rung in this workflow.
      const up: Settlement = { event: "escalated", reason: "blocked", to: "browser" };
      await stay(redis, batch, "http", 1e6, up);
      await stay(redis, batch, "browser", 1e8, answered);
    }

    const { forecast, money, ceiling } = await outlookOf(redis, batch);

    expect(money.spentNano).toBe(20 * 1e6 + 8 * 1e8);
    const { interval } = forecast?.toFinishNano ?? {};
    const plain = 80 * (1e6 + 0.4 * 1e8);
    expect(interval?.low).toBeLessThan(plain);
    expect(interval?.high).toBeGreaterThan(plain);
    expect(interval?.expected).toBeGreaterThan(plain * 0.7);
    expect(interval?.expected).toBeLessThan(plain * 1.3);
    expect(ceiling).toBe("maybe");
  });

  test("says whether the ceiling will do", async ({ redis }) => {
    const low = await batchOf(redis, 500, { maxUsdNano: 30e6 });
    const high = await batchOf(redis, 500, { maxUsdNano: 3_000e9 });
    for (const batch of [low, high])
      for (let row = 0; row < 20; row += 1) await stay(redis, batch, "http", 1e6, answered);
    const onlyHttp: ReadonlySet<Tier> = new Set(["http"]);

    expect((await outlookOf(redis, low, onlyHttp)).ceiling).toBe("too_low");
    expect((await outlookOf(redis, high, onlyHttp)).ceiling).toBe("enough");
  });

  test("knows that models are asked by workers elsewhere, once one was", async ({ redis }) => {
    const batch = await batchOf(redis, 50);
    const nowhere: ReadonlySet<Tier> = new Set();
    for (let row = 0; row < 20; row += 1) await stay(redis, batch, "http", 0, answered);
    const before = await outlookOf(redis, batch, nowhere);
    await stay(redis, batch, "http", 1e6, answered);

    const after = await outlookOf(redis, batch, nowhere);

    expect(before.forecast?.toFinishNano.detail).toContain("no model is asked");
    expect(after.forecast?.toFinishNano.interval?.high).toBeGreaterThan(1e6);
  });

  test("has no tiers above the batch's own highest", async ({ redis }) => {
    const batch = await batchOf(redis, 50, { maxTier: "http" });
    for (let row = 0; row < 20; row += 1) await stay(redis, batch, "http", 1e6, answered);

    const { forecast } = await outlookOf(redis, batch);

    expect(forecast?.toFinishNano.detail).toBe("");
    expect(forecast?.toFinishNano.interval?.high).toBeLessThan(60e6);
  });
});

describe("what may cost money", () => {
  const settings = { ASSAY_MODELS: true, ASSAY_FETCH_USD: 0, ASSAY_BROWSER_SECOND_USD: 0 };

  test("is every tier whose agent has a model with a key", () => {
    expect(spendingTiers(ats, settings, (provider) => provider === "openai").size).toBe(3);
    expect(spendingTiers(ats, settings, () => false).size).toBe(0);
    expect(spendingTiers(ats, { ...settings, ASSAY_MODELS: false }, () => true).size).toBe(0);
  });

  test("is also what the user's own pages and browsers cost", () => {
    const fetches = { ...settings, ASSAY_FETCH_USD: 0.0001 };
    const browser = { ...settings, ASSAY_BROWSER_SECOND_USD: 0.001 };

    expect(spendingTiers(ats, fetches, () => false).size).toBe(3);
    expect([...spendingTiers(ats, browser, () => false)]).toEqual(["browser"]);
  });
});
