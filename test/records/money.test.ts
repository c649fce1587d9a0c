import { describe, expect } from "vitest";
import { noTokens } from "../../src/domain/model.ts";
import { BadAmount } from "../../src/records/amount.ts";
import { auditMoney } from "../../src/records/audit.ts";
import { changeStatus } from "../../src/records/batch.ts";
import { bookCall } from "../../src/records/book.ts";
import { readCounts } from "../../src/records/counters.ts";
import { findJournalled } from "../../src/records/journal.ts";
import { readLedger, readSpend } from "../../src/records/ledger.ts";
import { readMoney } from "../../src/records/money.ts";
import { findRecord } from "../../src/records/record.ts";
import { reserveCall } from "../../src/records/reserve.ts";
import { test } from "../support/redis.ts";
import { callOf, costing, noLimits, spend } from "./charges.ts";
import { batchOf, claimNext } from "./rows.ts";

describe("reserving", () => {
  test("sets the worst case aside until the call is booked", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 1_000 });
    const call = callOf(await claimNext(redis, batch), 600);

    const reply = await reserveCall(redis, call, noLimits);

    expect(reply).toBe("reserved");
    expect(await readMoney(redis, batch)).toEqual({ spentNano: 0, reservedNano: 600 });
    expect(await bookCall(redis, call, costing(250))).toBe("booked");
    expect(await readMoney(redis, batch)).toEqual({ spentNano: 250, reservedNano: 0 });
    expect(await auditMoney(redis, batch)).toEqual([]);
  });

  test("waits for calls in flight when they alone hold the rest of the ceiling", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 2, { maxUsdNano: 1_000 });
    const first = callOf(await claimNext(redis, batch), 600);
    const second = callOf(await claimNext(redis, batch), 600);
    await reserveCall(redis, first, noLimits);

    expect(await reserveCall(redis, second, noLimits)).toBe("batch_wait");
    await bookCall(redis, first, costing(300));
    expect(await reserveCall(redis, second, noLimits)).toBe("reserved");
    await bookCall(redis, second, costing(600));
    const third = { ...second, call: "1-1-9" };
    expect(await reserveCall(redis, third, noLimits)).toBe("batch_ceiling");
    expect(await reserveCall(redis, { ...third, nano: 100 }, noLimits)).toBe("reserved");
  });

  test("costs of nothing fit under a ceiling that is reached", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 500 });
    const claimed = await claimNext(redis, batch);
    await spend(redis, callOf(claimed, 500), costing(500));

    expect(await reserveCall(redis, callOf(claimed, 0, { count: 2 }), noLimits)).toBe("reserved");
    expect(await reserveCall(redis, callOf(claimed, 1, { count: 3 }), noLimits)).toBe(
      "batch_ceiling",
    );
  });

  test("counts what the record has spent and reserved against its budget", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const claimed = await claimNext(redis, batch);
    const limits = { ...noLimits, recordNano: 1_000 };
    await spend(redis, callOf(claimed, 700), costing(400), limits);
    await reserveCall(redis, callOf(claimed, 500, { count: 2 }), limits);

    const tooMuch = await reserveCall(redis, callOf(claimed, 101, { count: 3 }), limits);
    const exact = await reserveCall(redis, callOf(claimed, 100, { count: 4 }), limits);
    const other = await reserveCall(redis, callOf(await claimNext(redis, batch), 900), limits);

    expect([tooMuch, exact, other]).toEqual(["record_budget", "reserved", "reserved"]);
  });

  test("counts an agent's money over all records of the batch", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const limits = { ...noLimits, agentNano: 1_000 };
    const first = callOf(await claimNext(redis, batch), 800);
    const second = callOf(await claimNext(redis, batch), 300);
    await reserveCall(redis, first, limits);

    expect(await reserveCall(redis, second, limits)).toBe("batch_wait");
    await bookCall(redis, first, costing(800));
    expect(await reserveCall(redis, second, limits)).toBe("agent_budget");
    expect(await reserveCall(redis, { ...second, nano: 200 }, limits)).toBe("reserved");
  });

  test("counts an agent's tokens on one record, the uncounted at their worst case", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const limits = { ...noLimits, agentTokens: 200 };
    // 50 counted, then 100 that nobody counted.
    await spend(redis, callOf(claimed, 1), costing(1), limits);
    const lost = { outcome: "timeout", isEstimate: true, usage: noTokens } as const;
    await spend(redis, callOf(claimed, 1, { count: 2 }), costing(1, lost), limits);

    const more = (tokens: number) =>
      reserveCall(redis, callOf(claimed, 1, { count: tokens, tokens }), limits);

    expect([await more(51), await more(50)]).toEqual(["agent_tokens", "reserved"]);
  });

  test("names the first limit that is in the way", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 1 });
    const claimed = await claimNext(redis, batch);
    const call = callOf(claimed, 10);
    const tight = { recordNano: 1, agentTokens: 1, agentNano: 1 };

    const replies = [
      await reserveCall(redis, call, tight),
      await reserveCall(redis, call, { ...tight, recordNano: null }),
      await reserveCall(redis, call, { ...noLimits, agentNano: 1 }),
      await reserveCall(redis, call, noLimits),
    ];
    await changeStatus(redis, batch, "cancelled");
    replies.push(await reserveCall(redis, call, tight));
    replies.push(await reserveCall(redis, callOf({ ...claimed, fence: 0 }, 10), tight));

    expect(replies).toEqual([
      "record_budget",
      "agent_tokens",
      "agent_budget",
      "batch_ceiling",
      "cancelled",
      "stale",
    ]);
    expect(await readMoney(redis, batch)).toEqual({ spentNano: 0, reservedNano: 0 });
  });

  test("sent twice over a broken connection it reserves once", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const call = callOf(await claimNext(redis, batch), 10);

    expect(await reserveCall(redis, call, noLimits)).toBe("reserved");
    expect(await reserveCall(redis, call, noLimits)).toBe("reserved");
    expect(await readMoney(redis, batch)).toEqual({ spentNano: 0, reservedNano: 10 });
  });

  test.for([-1, 0.5, Number.NaN, 2 ** 53])("refuses %d nano-dollars", async (nano, { redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);

    await expect(reserveCall(redis, callOf(claimed, nano), noLimits)).rejects.toThrow(BadAmount);
  });

  test("counts sums near 2^53 to the last nano-dollar", async ({ redis }) => {
    const ceiling = Number.MAX_SAFE_INTEGER;
    const batch = await batchOf(redis, 1, { maxUsdNano: ceiling });
    const claimed = await claimNext(redis, batch);
    await spend(redis, callOf(claimed, ceiling - 3), costing(ceiling - 3));

    const replies = [];
    for (const nano of [4, 3]) {
      replies.push(await reserveCall(redis, callOf(claimed, nano, { count: nano }), noLimits));
    }

    expect(replies).toEqual(["batch_ceiling", "reserved"]);
    expect((await readMoney(redis, batch)).spentNano).toBe(ceiling - 3);
    expect((await findRecord(redis, batch, 0))?.costNano).toBe(ceiling - 3);
    expect(await auditMoney(redis, batch)).toEqual([]);
  });
});

describe("booking", () => {
  test("writes one ledger entry that says it all", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const model = { provider: "anthropic", model: "mid|2, β", effort: "high" } as const;
    const call = callOf(claimed, 600, { model, step: 'a "step", of two' });

    await spend(redis, call, costing(250, { durationMs: 1_200.4 }));

    const { entries, next } = await readLedger(redis, batch, { cursor: null, limit: 10 });
    expect(next).toBeNull();
    expect(entries).toEqual([
      {
        call: "0-1-1",
        at: expect.any(Number),
        record: `${batch}-0`,
        tier: "http",
        agent: "discoverer",
        spec: "5bec",
        kind: "model",
        model,
        key: "openai-3fa91c",
        request: "req-1",
        step: 'a "step", of two',
        usage: { ...noTokens, input: 40, output: 10, reasoning: 4 },
        quantity: 1,
        nano: 250,
        reservedNano: 600,
        durationMs: 1_200,
        outcome: "ok",
        isEstimate: false,
        prices: "2026-11-01",
      },
    ]);
    expect(await readSpend(redis, batch)).toMatchObject([
      { tier: "http", agent: "discoverer", spec: "5bec", model, calls: 1, nano: 250 },
    ]);
  });

  test("twice counts once", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const call = callOf(await claimNext(redis, batch), 600);
    await reserveCall(redis, call, noLimits);

    const replies = await Promise.all([1, 2].map(() => bookCall(redis, call, costing(250))));

    expect(replies).toEqual(["booked", "unknown"]);
    expect((await readCounts(redis, batch)).costNano).toBe(250);
    expect(await auditMoney(redis, batch)).toEqual([]);
  });

  test("above the reservation is booked all the same, and counted as a bug", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const call = callOf(await claimNext(redis, batch), 10);

    await spend(redis, call, costing(11));

    expect(await readMoney(redis, batch)).toEqual({ spentNano: 11, reservedNano: 0 });
    expect(await redis.hget(`assay:{${batch}}:count`, "money:over_reservation")).toBe("1");
  });

  test("keeps the answer for whoever asks the same again", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const long = JSON.stringify({ text: "ümlaut ".repeat(500) });
    const answer = (key: string, value: string) => costing(1, { journal: { key, value } });

    await spend(redis, callOf(claimed, 1), answer("short", "{}"));
    await spend(redis, callOf(claimed, 1, { count: 2 }), answer("long", long));
    await spend(redis, callOf(claimed, 1, { count: 3 }), answer("short", "another"));

    const found = ["short", "long", "never asked"].map((key) => findJournalled(redis, batch, key));
    expect(await Promise.all(found)).toEqual(["{}", long, undefined]);
  });

  test("sums what was spent by tier, agent, spec, kind and model", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const lost = { outcome: "timeout", isEstimate: true, usage: noTokens } as const;
    const fetches = { kind: "fetch", model: null, key: null, prices: null } as const;
    await spend(redis, callOf(claimed, 9), costing(5));
    await spend(redis, callOf(claimed, 9, { count: 2 }), costing(9, lost));
    await spend(redis, callOf(claimed, 9, { count: 3, ...fetches }), costing(3));

    const { entries, next } = await readLedger(redis, batch, { cursor: null, limit: 2 });
    const rest = await readLedger(redis, batch, { cursor: next, limit: 2 });

    expect([entries.length, rest.entries.length, rest.next]).toEqual([2, 1, null]);
    expect(await readSpend(redis, batch)).toMatchObject([
      { kind: "fetch", model: null, calls: 1, nano: 3, outcomes: { ok: 1 } },
      {
        kind: "model",
        calls: 2,
        nano: 14,
        usage: { input: 40, output: 10, reasoning: 4, cacheRead: 0 },
        estimates: 1,
        estimatedNano: 9,
        outcomes: { ok: 1, timeout: 1 },
      },
    ]);
    expect(await auditMoney(redis, batch)).toEqual([]);
  });
});
