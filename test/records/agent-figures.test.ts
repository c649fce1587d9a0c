import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import { changeStatus } from "../../src/records/batch.ts";
import { figuresOf, readFigureSums } from "../../src/records/agent-figures.ts";
import { reopenRows } from "../../src/records/cancel.ts";
import { settleRow, type Settlement } from "../../src/records/settle.ts";
import { readTallies } from "../../src/records/tallies.ts";
import { test } from "../support/redis.ts";
import { callOf, costing, spend } from "./charges.ts";
import { batchOf, claimNext, confirmed, nothing } from "./rows.ts";

async function readAgentFigures(redis: Redis, ...batches: readonly string[]) {
  return figuresOf(await Promise.all(batches.map((batch) => readFigureSums(redis, batch))));
}

const answered: Settlement = { event: "answered", verdict: confirmed };
const closed: Settlement = { event: "closed", reason: "not_disclosed" };

function took(durationMs: number, { agent = "discoverer", spec = "5bec" } = {}) {
  return { ...nothing, figures: { agent, spec, durationMs } };
}

describe("an agent's figures", () => {
  test("count how its attempts ended and how long they took", async ({ redis }) => {
    const batch = await batchOf(redis, 100);
    for (let n = 0; n < 100; n += 1) {
      const settlement = n < 90 ? answered : closed;
      await settleRow(redis, await claimNext(redis, batch), settlement, took(10 * (n + 1)));
    }

    const [figures, ...others] = await readAgentFigures(redis, batch);

    expect(others).toEqual([]);
    expect(figures).toMatchObject({
      agent: "discoverer",
      spec: "5bec",
      records: 100,
      attempts: 100,
      ends: { answered: 90, closed: 10, escalated: 0, postponed: 0, failed: 0, cancelled: 0 },
    });
    expect(Math.abs((figures?.p50Ms ?? 0) / 500 - 1)).toBeLessThan(0.091);
    expect(Math.abs((figures?.p95Ms ?? 0) / 950 - 1)).toBeLessThan(0.091);
  });

  test("tell postponed attempts from failed ones, and count their record once", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 1);
    const again = { event: "released", reason: "unreachable", dueAt: 0 } as const;
    const ends: Settlement[] = [{ ...again, refund: true }, { ...again, refund: false }, closed];
    for (const settlement of ends) {
      await settleRow(redis, await claimNext(redis, batch), settlement, took(10));
    }

    expect(await readAgentFigures(redis, batch)).toMatchObject([
      { records: 1, attempts: 3, ends: { postponed: 1, failed: 1, closed: 1 } },
    ]);
  });

  test("call an attempt cancelled when its batch was", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    await changeStatus(redis, batch, "cancelled");
    await settleRow(redis, claimed, { event: "gave_up", reason: "agent_error" }, took(10));

    expect(await readAgentFigures(redis, batch)).toMatchObject([{ ends: { cancelled: 1 } }]);
  });

  test("hold nothing of an attempt whose row was lost", async ({ redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    await settleRow(redis, claimed, closed, took(10));
    await settleRow(redis, claimed, closed, took(10));

    expect(await readAgentFigures(redis, batch)).toMatchObject([{ attempts: 1 }]);
  });

  test("compare two versions of a spec over batches, with what each spent", async ({ redis }) => {
    const [older, newer] = [await batchOf(redis, 2), await batchOf(redis, 1)];
    const first = await claimNext(redis, older);
    await spend(redis, callOf(first, 90), costing(40));
    await settleRow(redis, first, answered, took(100));
    await settleRow(redis, await claimNext(redis, older), closed, took(100));
    const second = await claimNext(redis, newer);
    const call = callOf(second, 90);
    const spender = { ...call.spender, spec: "6a11" };
    await spend(redis, { ...call, spender }, costing(7));
    await settleRow(redis, second, answered, took(50, { spec: "6a11" }));

    expect(await readAgentFigures(redis, older, newer)).toMatchObject([
      {
        spec: "5bec",
        attempts: 2,
        ends: { answered: 1 },
        calls: 1,
        nano: 40,
        usage: { input: 40 },
      },
      { spec: "6a11", attempts: 1, ends: { answered: 1 }, calls: 1, nano: 7 },
    ]);
  });
});

test("redlines that fired, rejections and stops add up over a batch's attempts", async ({
  redis,
}) => {
  const batch = await batchOf(redis, 2);
  const rows = [await claimNext(redis, batch), await claimNext(redis, batch)];

  await Promise.all(
    rows.map((claimed) =>
      settleRow(redis, claimed, closed, {
        ...nothing,
        tallies: {
          redlines: ["quote", "quote", "tools"],
          rejections: ["wrong_company"],
          stop: "no_progress",
        },
      }),
    ),
  );

  expect(await readTallies(redis, batch)).toEqual({
    redlines: { quote: 4, tools: 2 },
    rejections: { wrong_company: 2 },
    stops: { no_progress: 2 },
  });
  await reopenRows(redis, { batch, startsAt: "http" }, [0]);
  expect((await readTallies(redis, batch)).stops).toEqual({ no_progress: 2 });
});
