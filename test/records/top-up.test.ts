import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import type { Tier } from "../../src/domain/tier.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus, findBatch } from "../../src/records/batch.ts";
import { cancelWaiting, reopenRows } from "../../src/records/cancel.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { findJournalled } from "../../src/records/journal.ts";
import { findRecord } from "../../src/records/record.ts";
import { reserveCall } from "../../src/records/reserve.ts";
import { settleRow, type Settlement } from "../../src/records/settle.ts";
import { topUpBatch } from "../../src/records/top-up.ts";
import { test } from "../support/redis.ts";
import { callOf, costing, noLimits, spend } from "./charges.ts";
import { batchOf, claimNext, nothing } from "./rows.ts";

const stopped: Settlement = { event: "gave_up", reason: "batch_ceiling" };

/** Takes the next row up the given tiers, each refused at the ceiling, to its failure. */
async function climb(redis: Redis, batch: string, way: readonly Tier[]): Promise<number> {
  let n = 0;
  for (const [i, tier] of way.entries()) {
    const claimed = await claimNext(redis, batch, { tier });
    const to = way[i + 1];
    const next: Settlement =
      to === undefined ? stopped : { event: "escalated", reason: "batch_ceiling", to };
    await settleRow(redis, claimed, next, nothing);
    n = claimed.n;
  }
  return n;
}

async function dueOn(redis: Redis, batch: string, tier: Tier): Promise<number[]> {
  return (await takeDue(redis, { batch, tier, max: 99 })).rows.map(({ n }) => n);
}

describe("a top-up", () => {
  test("continues each row where a model was refused first, with all that was paid for", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 4, { maxUsdNano: 100 });
    const first = await claimNext(redis, batch);
    const journal = { key: "asked", value: "answered" };
    await spend(redis, callOf(first, 100), costing(100, { journal }));
    await settleRow(
      redis,
      first,
      { event: "escalated", reason: "no_candidate_found", to: "classifier" },
      nothing,
    );
    const held = await claimNext(redis, batch, { tier: "classifier" });
    expect(await reserveCall(redis, callOf(held, 1), noLimits)).toBe("batch_ceiling");
    await settleRow(
      redis,
      held,
      { event: "escalated", reason: "batch_ceiling", to: "browser" },
      nothing,
    );
    await settleRow(redis, await claimNext(redis, batch, { tier: "browser" }), stopped, nothing);
    await climb(redis, batch, ["http", "browser"]);
    await climb(redis, batch, ["http"]);
    const done = await claimNext(redis, batch);
    await settleRow(redis, done, { event: "gave_up", reason: "retries_exhausted" }, nothing);

    expect(await topUpBatch(redis, batch, 300)).toBe(3);

    expect(await dueOn(redis, batch, "classifier")).toEqual([0]);
    expect(await dueOn(redis, batch, "http")).toEqual([1, 2]);
    expect(await findRecord(redis, batch, 0)).toMatchObject({
      tier: "classifier",
      attempts: { http: 0, classifier: 0, browser: 0 },
      fence: 3,
      costNano: 100,
    });
    expect(await findJournalled(redis, batch, "asked")).toBe("answered");
    expect(await findBatch(redis, batch)).toMatchObject({ status: "active", maxUsdNano: 300 });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("looks only at what happened since the row was reopened last", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 0 });
    const n = await climb(redis, batch, ["http", "classifier", "browser"]);
    await reopenRows(redis, { batch, startsAt: "classifier" }, [n]);
    await climb(redis, batch, ["classifier", "browser"]);

    expect(await topUpBatch(redis, batch, 10)).toBe(1);

    expect(await dueOn(redis, batch, "classifier")).toEqual([n]);
  });

  test("done twice reopens once", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 0 });
    await climb(redis, batch, ["http"]);

    expect([await topUpBatch(redis, batch, 10), await topUpBatch(redis, batch, 10)]).toEqual([
      1, 0,
    ]);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("to below what is spent starts nothing, and nothing is taken back", async ({ redis }) => {
    const batch = await batchOf(redis, 2, { maxUsdNano: 100 });
    const claimed = await claimNext(redis, batch);
    await spend(redis, callOf(claimed, 60), costing(60));
    await climb(redis, batch, ["http"]);

    expect(await topUpBatch(redis, batch, 50)).toBe(0);

    expect(await reserveCall(redis, callOf(claimed, 1, { count: 2 }), noLimits)).toBe(
      "batch_ceiling",
    );
    expect(await topUpBatch(redis, batch, null)).toBe(1);
    expect(await reserveCall(redis, callOf(claimed, 1e15, { count: 2 }), noLimits)).toBe(
      "reserved",
    );
  });

  test("wakes neither a paused batch nor a cancelled one", async ({ redis }) => {
    const [paused, cancelled] = [
      await batchOf(redis, 2, { maxUsdNano: 0 }),
      await batchOf(redis, 2, { maxUsdNano: 0 }),
    ];
    for (const batch of [paused, cancelled]) await climb(redis, batch, ["http"]);
    await changeStatus(redis, paused, "paused");
    await changeStatus(redis, cancelled, "cancelled");
    await cancelWaiting(redis, { batch: cancelled, max: 9 });

    expect(await topUpBatch(redis, paused, 10)).toBe(1);
    expect(await topUpBatch(redis, cancelled, 10)).toBe(0);

    expect((await findBatch(redis, paused))?.status).toBe("paused");
    expect((await findBatch(redis, cancelled))?.status).toBe("cancelled");
    expect(await auditBatch(redis, paused)).toEqual([]);
  });

  test("of a batch that doesn't exist makes none", async ({ redis }) => {
    expect(await topUpBatch(redis, "b0", 10)).toBe(0);
    expect(await findBatch(redis, "b0")).toBeUndefined();
  });
});
