import { describe, expect } from "vitest";
import { auditBatch } from "../../src/records/audit.ts";
import { claimRow } from "../../src/records/claim.ts";
import { readCounts } from "../../src/records/counters.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { lastEventId, readEvents } from "../../src/records/events.ts";
import { inOneTurn } from "../../src/records/in-one-turn.ts";
import { findRecord } from "../../src/records/record.ts";
import { settleRow, UnprovenAnswer } from "../../src/records/settle.ts";
import { test } from "../support/redis.ts";
import { batchOf, claimNext, confirmed, nothing } from "./rows.ts";

const closed = { event: "closed", reason: "not_disclosed" } as const;

describe("calls of one turn", () => {
  test("travel together by group, at most 24 at once, each with its own reply", async ({
    redis,
  }) => {
    const sent: number[][] = [];
    const double = inOneTurn({
      groupOf: (n: number) => String(n % 2),
      send: async (_redis, items) => {
        sent.push([...items]);
        return items.map((n) => 2 * n);
      },
    });

    const numbers = Array.from({ length: 130 }, (_, n) => n);
    const replies = await Promise.all(numbers.map((n) => double(redis, n)));

    expect(replies).toEqual(numbers.map((n) => 2 * n));
    expect(sent.map((items) => items.length)).toEqual([24, 24, 17, 24, 24, 17]);
  });

  test("fail together when the script fails, and alone when one reply is an error", async ({
    redis,
  }) => {
    const call = inOneTurn({
      groupOf: (item: string) => (item === "lost" ? "lost" : "rest"),
      send: async (_redis, items) => {
        if (items.includes("lost")) throw new Error("connection lost");
        return items.map((item) => (item === "bad" ? new Error("bad row") : item));
      },
    });

    const outcomes = await Promise.allSettled(
      ["good", "bad", "lost", "lost"].map((item) => call(redis, item)),
    );

    expect(
      outcomes.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason))),
    ).toEqual(["good", "Error: bad row", "Error: connection lost", "Error: connection lost"]);
  });
});

describe("rows claimed and settled in one turn", () => {
  test("are counted once each, and the last one ends the batch", async ({ redis }) => {
    const batch = await batchOf(redis, 100);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 100 });

    const claims = await Promise.all(
      rows.map((row) => claimRow(redis, { batch, ...row, tier: "http", leaseMs: 9_000 })),
    );
    expect((await readCounts(redis, batch)).states).toMatchObject({ pending: 0, in_progress: 100 });
    expect(await auditBatch(redis, batch)).toEqual([]);

    const replies = await Promise.all(
      claims.map((claimed) => {
        if (typeof claimed === "string") throw new Error(claimed);
        return settleRow(redis, claimed, closed, nothing);
      }),
    );
    expect(replies.filter((reply) => reply === "done")).toHaveLength(1);
    expect((await readCounts(redis, batch)).reasons).toEqual({ not_disclosed: 100 });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a job that comes twice claims its row once", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 2 });
    const twice = [...rows, ...rows];

    const replies = await Promise.all(
      twice.map((row) => claimRow(redis, { batch, ...row, tier: "http", leaseMs: 9_000 })),
    );

    expect(replies.map((reply) => (typeof reply === "string" ? reply : reply.fence))).toEqual([
      1,
      1,
      "stale",
      "stale",
    ]);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("an ending written twice, or without proof, spoils no other row's", async ({ redis }) => {
    const batch = await batchOf(redis, 3);
    const first = await claimNext(redis, batch);
    const second = await claimNext(redis, batch);
    const third = await claimNext(redis, batch);
    const forged = { event: "answered", verdict: { confirmed: false } } as never;

    const outcomes = await Promise.allSettled([
      settleRow(redis, first, { event: "answered", verdict: confirmed }, nothing),
      settleRow(redis, first, closed, nothing),
      settleRow(redis, second, forged, nothing),
      settleRow(redis, third, { event: "escalated", reason: "blocked", to: "browser" }, nothing),
    ]);

    expect(
      outcomes.map((one) => (one.status === "fulfilled" ? one.value : one.reason.constructor)),
    ).toEqual(["settled", "stale", UnprovenAnswer, "settled"]);
    expect((await findRecord(redis, batch, second.n))?.status).toBe("in_progress");
    expect((await takeDue(redis, { batch, tier: "browser", max: 9 })).rows).toHaveLength(1);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a row that can't be read fails alone", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 2 });
    await redis.hset(`assay:{${batch}}:r:0`, "in", "not JSON");

    const [broken, whole] = await Promise.allSettled(
      rows.map((row) => claimRow(redis, { batch, ...row, tier: "http", leaseMs: 9_000 })),
    );

    expect(broken).toMatchObject({ status: "rejected" });
    expect(whole).toMatchObject({ status: "fulfilled", value: { n: 1 } });
  });

  test("in a paused batch all become due again", async ({ redis }) => {
    const batch = await batchOf(redis, 5);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 5 });
    await redis.hset(`assay:{${batch}}:batch`, "status", "paused");

    const replies = await Promise.all(
      rows.map((row) => claimRow(redis, { batch, ...row, tier: "http", leaseMs: 9_000 })),
    );

    expect(new Set(replies)).toEqual(new Set(["returned"]));
    expect(await auditBatch(redis, batch)).toEqual([]);
  });
});

test("followers see every change of a turn, and one who breaks off inside it misses none", async ({
  redis,
}) => {
  const batch = await batchOf(redis, 3);
  const before = await lastEventId(redis, batch);
  const { rows } = await takeDue(redis, { batch, tier: "http", max: 3 });
  await Promise.all(
    rows.map((row) => claimRow(redis, { batch, ...row, tier: "http", leaseMs: 9_000 })),
  );

  const events = await readEvents(redis, batch, { after: before });
  expect(events.map(({ record, event }) => `${record} ${event}`)).toEqual(
    rows.map(({ n }) => `${batch}-${n} claimed`),
  );
  const again = await readEvents(redis, batch, { after: events[1]?.id ?? "" });
  expect(again).toEqual(events);
  expect(await readEvents(redis, batch, { after: events[2]?.id ?? "" })).toEqual([]);
});
