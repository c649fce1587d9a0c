import { Redis } from "ioredis";
import { describe, expect, inject } from "vitest";
import { noTokens } from "../../src/domain/model.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus } from "../../src/records/batch.ts";
import { bookCall } from "../../src/records/book.ts";
import { cancelWaiting } from "../../src/records/cancel.ts";
import { loadCheckpoint, saveCheckpoint } from "../../src/records/checkpoint.ts";
import { findJournalled } from "../../src/records/journal.ts";
import { reclaimExpired } from "../../src/records/lease.ts";
import { readLedger } from "../../src/records/ledger.ts";
import { readMoney } from "../../src/records/money.ts";
import { findRecord } from "../../src/records/record.ts";
import { reserveCall } from "../../src/records/reserve.ts";
import { settleRow } from "../../src/records/settle.ts";
import { test } from "../support/redis.ts";
import { callOf, costing, noLimits, spend } from "./charges.ts";
import { batchOf, claimNext, confirmed, nothing } from "./rows.ts";

describe("a worker that dies with calls out", () => {
  test("has them booked at what they reserved, marked as estimates", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { maxUsdNano: 1_000 });
    const dead = await claimNext(redis, batch, { leaseMs: 0 });
    await spend(redis, callOf(dead, 100), costing(30));
    await reserveCall(redis, callOf(dead, 300, { count: 2 }), noLimits);
    await reserveCall(redis, callOf(dead, 200, { count: 3, step: "links" }), noLimits);

    await reclaimExpired(redis, { batch, max: 9 });

    expect(await readMoney(redis, batch)).toEqual({ spentNano: 530, reservedNano: 0 });
    expect((await findRecord(redis, batch, 0))?.costNano).toBe(530);
    const { entries } = await readLedger(redis, batch, { cursor: null, limit: 9 });
    expect(entries.map(({ nano, outcome, isEstimate }) => [nano, outcome, isEstimate])).toEqual([
      [30, "ok", false],
      [300, "lost", true],
      [200, "lost", true],
    ]);
    expect(entries.at(-1)).toMatchObject({ step: "links", usage: noTokens, request: null });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("leaves their cost in the row's history, whatever was told before", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const first = await claimNext(redis, batch, { leaseMs: 0 });
    await spend(redis, callOf(first, 100), costing(30));
    await reserveCall(redis, callOf(first, 300, { count: 2 }), noLimits);
    await reclaimExpired(redis, { batch, max: 9 });
    const second = await claimNext(redis, batch, { leaseMs: 0 });
    await spend(redis, callOf(second, 100), costing(7));

    await reclaimExpired(redis, { batch, max: 9 });

    const record = await findRecord(redis, batch, 0);
    const told = record?.transitions.filter(({ event }) => event === "released");
    expect(told?.map(({ costNano }) => costNano)).toEqual([330, 7]);
    expect(record?.costNano).toBe(337);
  });

  test("that come back late are not booked again, but their answers are kept", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const slow = await claimNext(redis, batch, { leaseMs: 0 });
    const call = callOf(slow, 300);
    await reserveCall(redis, call, noLimits);
    await reclaimExpired(redis, { batch, max: 9 });

    const late = await bookCall(redis, call, costing(40, { journal: { key: "q", value: "a" } }));

    expect(late).toBe("unknown");
    expect(await readMoney(redis, batch)).toEqual({ spentNano: 300, reservedNano: 0 });
    expect(await findJournalled(redis, batch, "q")).toBe("a");
    expect(await reserveCall(redis, callOf(slow, 1, { count: 2 }), noLimits)).toBe("stale");
    expect(await auditBatch(redis, batch)).toEqual([]);
  });
});

test("a row settled with a call out has it booked as lost, so that a batch ends with nothing reserved", async ({
  redis,
}) => {
  const batch = await batchOf(redis, 1, { maxUsdNano: 500 });
  const claimed = await claimNext(redis, batch);
  await reserveCall(redis, callOf(claimed, 300), noLimits);

  const reply = await settleRow(redis, claimed, { event: "answered", verdict: confirmed }, nothing);

  expect(reply).toBe("done");
  expect(await readMoney(redis, batch)).toEqual({ spentNano: 300, reservedNano: 0 });
  expect(await auditBatch(redis, batch)).toEqual([]);
});

describe("steps kept of an attempt", () => {
  test("are read by the next holder, and written by nobody else", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const dead = await claimNext(redis, batch, { leaseMs: 0 });
    const state = JSON.stringify({ steps: ["öffnen ".repeat(200)] });
    expect(await saveCheckpoint(redis, dead, state)).toBe("saved");
    await reclaimExpired(redis, { batch, max: 9 });
    const next = await claimNext(redis, batch);

    expect(await saveCheckpoint(redis, dead, "{}")).toBe("stale");
    expect(await loadCheckpoint(redis, batch, next.n)).toBe(state);
  });

  test("outlast a release and are gone once the row has ended", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const again = { event: "released", reason: "agent_error", dueAt: 0, refund: true } as const;
    const first = await claimNext(redis, batch);
    await saveCheckpoint(redis, first, "{}");
    await settleRow(redis, first, again, nothing);
    expect(await loadCheckpoint(redis, batch, 0)).toBe("{}");

    const next = await claimNext(redis, batch);
    await settleRow(redis, next, { event: "closed", reason: "not_disclosed" }, nothing);

    expect(await loadCheckpoint(redis, batch, 0)).toBeUndefined();
  });

  test("are gone with a row that is given up", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    for (let lost = 0; lost < 20; lost += 1) {
      await saveCheckpoint(redis, await claimNext(redis, batch, { leaseMs: 0 }), "{}");
      await reclaimExpired(redis, { batch, max: 1 });
    }

    expect((await findRecord(redis, batch, 0))?.status).toBe("failed");
    expect(await loadCheckpoint(redis, batch, 0)).toBeUndefined();
  });

  test("are gone with a row that is cancelled while it waits", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    await saveCheckpoint(redis, await claimNext(redis, batch, { leaseMs: 0 }), "{}");
    await reclaimExpired(redis, { batch, max: 1 });
    await changeStatus(redis, batch, "cancelled");
    await cancelWaiting(redis, { batch, max: 9 });

    expect((await findRecord(redis, batch, 0))?.status).toBe("failed");
    expect(await loadCheckpoint(redis, batch, 0)).toBeUndefined();
  });
});

test("64 clients that spend as fast as they can never pass the ceiling together", async ({
  redis,
}) => {
  const rows = 64;
  const ceiling = 20_000;
  const batch = await batchOf(redis, rows, { maxUsdNano: ceiling });
  const claims = [];
  for (let n = 0; n < rows; n += 1) claims.push(await claimNext(redis, batch));
  const { db } = redis.options;
  const clients = claims.map(() => new Redis({ port: inject("redisPort"), db: db ?? 0 }));
  let most = 0;
  let outside = 0;
  const over = new AbortController();
  const watch = (async () => {
    while (!over.signal.aborted) {
      const { spentNano, reservedNano } = await readMoney(redis, batch);
      most = Math.max(most, spentNano + reservedNano);
    }
  })();

  const refusals = await Promise.all(
    claims.map(async (claimed, i) => {
      const client = clients[i] ?? redis;
      for (let count = 1; ; count += 1) {
        const worst = 50 + ((i * 31 + count * 17) % 150);
        const call = callOf(claimed, worst, { count });
        const reply = await reserveCall(client, call, noLimits);
        if (reply === "batch_wait") continue;
        if (reply !== "reserved") return reply;
        const actual = worst - ((i + count) % 50);
        outside += actual;
        await bookCall(client, call, costing(actual));
      }
    }),
  );
  over.abort();
  await watch;
  await Promise.all(clients.map((client) => client.quit()));

  expect(new Set(refusals)).toEqual(new Set(["batch_ceiling"]));
  expect(most).toBeLessThanOrEqual(ceiling);
  expect(most).toBeGreaterThan(ceiling - 200);
  expect(await readMoney(redis, batch)).toEqual({ spentNano: outside, reservedNano: 0 });
  expect(await redis.hget(`assay:{${batch}}:count`, "money:over_reservation")).toBeNull();
  expect(await auditBatch(redis, batch)).toEqual([]);
});
