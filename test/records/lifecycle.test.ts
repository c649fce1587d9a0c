import { describe, expect } from "vitest";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus, createBatch, findBatch } from "../../src/records/batch.ts";
import { cancelWaiting, reopenRows } from "../../src/records/cancel.ts";
import { claimRow } from "../../src/records/claim.ts";
import { readCounts } from "../../src/records/counters.ts";
import { discardBatch } from "../../src/records/discard.ts";
import { makeDue, takeDue } from "../../src/records/dispatch.ts";
import { acceptLines, BatchClosed, sealBatch } from "../../src/records/intake.ts";
import { reclaimExpired, renewLeases } from "../../src/records/lease.ts";
import { findRecord, readRecords } from "../../src/records/record.ts";
import { settleRow, UnprovenAnswer } from "../../src/records/settle.ts";
import { test } from "../support/redis.ts";
import { batchOf, claimNext, confirmed, newBatch, nothing } from "./rows.ts";

describe("intake", () => {
  test("keeps invalid lines as failed rows with the line and the reason", async ({ redis }) => {
    const batch = await createBatch(redis, newBatch);

    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [
      { cells: ["Acme"], fingerprint: "a" },
      { cells: [""], invalid: { line: 3, detail: "domain: give one" } },
    ]);
    await sealBatch(redis, batch, ["name"]);

    const record = await findRecord(redis, batch, 1);
    expect(record).toMatchObject({
      status: "failed",
      reason: "invalid_input",
      invalid: { line: 3, detail: "domain: give one" },
    });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("lines with the same input share one row's work and are all counted", async ({ redis }) => {
    const batch = await createBatch(redis, newBatch);
    const line = { cells: ["Acme"], fingerprint: "a" };
    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [line, line, line]);
    await sealBatch(redis, batch, ["name"]);

    const claimed = await claimNext(redis, batch);
    const reply = await settleRow(
      redis,
      claimed,
      { event: "answered", verdict: confirmed },
      nothing,
    );

    expect(reply).toBe("done");
    const records = await readRecords(redis, batch, [0, 1, 2]);
    expect(records.map((record) => [record?.status, record?.duplicateOf])).toEqual([
      ["completed", null],
      ["completed", `${batch}-0`],
      ["completed", `${batch}-0`],
    ]);
    expect(await readCounts(redis, batch)).toMatchObject({ lines: 3, answered: 3, duplicates: 2 });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("is either sealed with its rows or discarded without a trace, never both", async ({
    redis,
  }) => {
    const ends = new Set<string>();
    for (let pings = 0; pings < 8; pings += 1) {
      const batch = await createBatch(redis, newBatch);
      const line = { cells: ["Acme"], fingerprint: "a" };
      await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [line]);
      // Each time the discarding begins a command later.
      async function discardLater(): Promise<boolean> {
        for (let i = 0; i < pings; i += 1) await redis.ping();
        return discardBatch(redis, batch);
      }

      const [sealed, discarded] = await Promise.allSettled([
        sealBatch(redis, batch, ["name"]),
        discardLater(),
      ]);

      const isSealed = sealed.status === "fulfilled";
      if (!isSealed) expect(sealed.reason).toBeInstanceOf(BatchClosed);
      expect(discarded).toEqual({ status: "fulfilled", value: !isSealed });
      expect((await findBatch(redis, batch))?.status).toBe(isSealed ? "active" : undefined);
      expect((await findRecord(redis, batch, 0))?.status).toBe(isSealed ? "pending" : undefined);
      ends.add(sealed.status);
    }
    expect([...ends].toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("a chunk sent twice is refused, and so is a line after the seal", async ({ redis }) => {
    const batch = await createBatch(redis, newBatch);
    const line = { cells: ["Acme"], fingerprint: "a" };
    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [line]);

    await expect(acceptLines(redis, { batch, first: 0, startsAt: "http" }, [line])).rejects.toThrow(
      BatchClosed,
    );
    await sealBatch(redis, batch, ["name"]);
    await expect(acceptLines(redis, { batch, first: 1, startsAt: "http" }, [line])).rejects.toThrow(
      BatchClosed,
    );
  });

  test("nothing is due before the seal", async ({ redis }) => {
    const batch = await createBatch(redis, newBatch);
    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [
      { cells: ["Acme"], fingerprint: "a" },
    ]);

    const { status, rows } = await takeDue(redis, { batch, tier: "http", max: 9 });

    expect([status, rows]).toEqual(["receiving", []]);
  });

  test("a batch of invalid lines only is done at once", async ({ redis }) => {
    const batch = await createBatch(redis, newBatch);
    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [
      { cells: [""], invalid: { line: 2, detail: "empty" } },
    ]);

    await sealBatch(redis, batch, ["name"]);

    expect((await findBatch(redis, batch))?.status).toBe("done");
  });
});

describe("fences", () => {
  test("what an older holder writes is refused", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const older = await claimNext(redis, batch, { leaseMs: 0 });
    await reclaimExpired(redis, { batch, max: 10 });
    const newer = await claimNext(redis, batch);

    const late = await settleRow(redis, older, { event: "answered", verdict: confirmed }, nothing);
    const right = await settleRow(redis, newer, { event: "closed", reason: "parked" }, nothing);

    expect([late, right]).toEqual(["stale", "done"]);
    expect(newer.fence).toBeGreaterThan(older.fence);
    expect(await findRecord(redis, batch, 0)).toMatchObject({
      outcome: "undeterminable",
      reason: "parked",
    });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a job of an older dispatch can't claim the row", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const first = (await takeDue(redis, { batch, tier: "http", max: 1 })).rows[0];
    await makeDue(redis, { batch, n: 0, tier: "http", epoch: first?.epoch ?? 0 });
    const second = (await takeDue(redis, { batch, tier: "http", max: 1 })).rows[0];
    const at = { batch, n: 0, tier: "http", leaseMs: 1_000 } as const;

    expect(await claimRow(redis, { ...at, epoch: first?.epoch ?? 0 })).toBe("stale");
    expect(await claimRow(redis, { ...at, epoch: second?.epoch ?? 0 })).toMatchObject({ fence: 1 });
    expect(await claimRow(redis, { ...at, epoch: second?.epoch ?? 0 })).toBe("stale");
  });

  test("renewing tells which rows are lost", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const one = await claimNext(redis, batch, { leaseMs: 0 });
    await reclaimExpired(redis, { batch, max: 10 });
    const two = await claimNext(redis, batch);

    const { status, lost } = await renewLeases(redis, { batch, leaseMs: 1_000 }, [one, two]);

    expect(status).toBe("active");
    expect(lost).toEqual([one.n]);
  });
});

describe("settle", () => {
  test("refuses an answer without a confirmed verdict, whatever the types say", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const forged = { event: "answered", verdict: { confirmed: false } } as never;

    await expect(settleRow(redis, claimed, forged, nothing)).rejects.toThrow(UnprovenAnswer);
    expect((await findRecord(redis, batch, 0))?.status).toBe("in_progress");
  });

  test("escalation makes the row due on the named tier and logs the way", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const first = await claimNext(redis, batch);
    await settleRow(
      redis,
      first,
      { event: "escalated", reason: "blocked", to: "browser" },
      nothing,
    );
    const second = await claimNext(redis, batch, { tier: "browser" });
    await settleRow(redis, second, { event: "closed", reason: "blocked" }, nothing);

    const record = await findRecord(redis, batch, 0);

    expect(record?.attempts).toEqual({ http: 1, classifier: 0, browser: 1 });
    expect(record?.transitions.map(({ event, tier }) => `${event} ${tier}`)).toEqual([
      "claimed http",
      "escalated http",
      "claimed browser",
      "closed browser",
    ]);
    expect((await readCounts(redis, batch)).escalations).toEqual({ "1:blocked": 1 });
  });

  test("the time worked on a row adds up over its attempts", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const first = await claimNext(redis, batch);
    await redis.hset(`assay:{${batch}}:r:0`, { at: Date.now() - 5_000 });
    await settleRow(
      redis,
      first,
      { event: "escalated", reason: "blocked", to: "browser" },
      nothing,
    );

    const second = await claimNext(redis, batch, { tier: "browser" });

    expect(first.workedMs).toBe(0);
    expect(second.workedMs).toBeGreaterThanOrEqual(5_000);
  });

  test("a released row waits until it is due, and a refunded attempt does not count", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    const dueAt = Date.now() + 3_600_000;
    await settleRow(
      redis,
      claimed,
      { event: "released", reason: "blocked", dueAt, refund: true },
      nothing,
    );

    expect((await takeDue(redis, { batch, tier: "http", max: 1 })).rows).toEqual([]);
    expect((await findRecord(redis, batch, 0))?.attempts.http).toBe(0);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });
});

describe("pause, cancel, retry", () => {
  test("a paused batch gives out no rows, and takes back those in the queue", async ({ redis }) => {
    const batch = await batchOf(redis, 2);
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 1 });
    await changeStatus(redis, batch, "paused");

    const claim = await claimRow(redis, {
      batch,
      n: 0,
      tier: "http",
      epoch: rows[0]?.epoch ?? 0,
      leaseMs: 1_000,
    });

    expect(claim).toBe("returned");
    expect((await takeDue(redis, { batch, tier: "http", max: 1 })).rows).toEqual([]);
    await changeStatus(redis, batch, "active");
    expect((await takeDue(redis, { batch, tier: "http", max: 9 })).rows).toHaveLength(2);
  });

  test("cancel ends waiting rows at once and rows in hand when they settle", async ({ redis }) => {
    const batch = await batchOf(redis, 3);
    const held = await claimNext(redis, batch);
    await takeDue(redis, { batch, tier: "http", max: 1 });
    await changeStatus(redis, batch, "cancelled");

    expect(await cancelWaiting(redis, { batch, max: 100 })).toBe(2);
    const reply = await settleRow(
      redis,
      held,
      { event: "escalated", reason: "not_disclosed", to: "classifier" },
      nothing,
    );

    expect(reply).toBe("done");
    expect((await readCounts(redis, batch)).reasons).toEqual({ cancelled: 3 });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("retry reopens ended rows with fresh attempts and keeps their history", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    await settleRow(redis, claimed, { event: "closed", reason: "unreachable" }, nothing);

    expect(await reopenRows(redis, { batch, startsAt: "http" }, [0])).toBe(1);

    const record = await findRecord(redis, batch, 0);
    expect(record).toMatchObject({ status: "pending", reason: null, attempts: { http: 0 } });
    expect(record?.transitions).toHaveLength(3);
    expect((await findBatch(redis, batch))?.status).toBe("active");
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("a row that keeps losing its worker is given up in the end", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    for (let lost = 0; lost < 20; lost += 1) {
      await claimNext(redis, batch, { leaseMs: 0 });
      await reclaimExpired(redis, { batch, max: 1 });
    }

    expect(await findRecord(redis, batch, 0)).toMatchObject({
      status: "failed",
      reason: "agent_error",
    });
    expect(await auditBatch(redis, batch)).toEqual([]);
  });
});
