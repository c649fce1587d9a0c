import { describe, expect } from "vitest";
import { z } from "zod";
import { createApprovals } from "../../src/agents/browse/approvals.ts";
import { AgentView } from "../../src/api/agents.ts";
import { ApprovalView } from "../../src/api/approvals.ts";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { KeyView } from "../../src/api/keys.ts";
import { NoticeView } from "../../src/api/notices.ts";
import { LedgerLine } from "../../src/api/ledger-view.ts";
import { aliasOf } from "../../src/models/keys/alias.ts";
import { raiseNotice } from "../../src/notices/notices.ts";
import { settleRow } from "../../src/records/settle.ts";
import { callOf, costing, noLimits, spend } from "../records/charges.ts";
import { batchOf, claimNext, confirmed, nothing } from "../records/rows.ts";
import { reserveCall } from "../../src/records/reserve.ts";
import { test } from "./support.ts";

const Ledger = z.object({ data: z.array(LedgerLine), nextCursor: z.string().nullable() });
const Keys = z.object({ data: z.array(KeyView) });
const ToppedUp = z.object({ reopened: z.int(), batch: BatchDetail });
const json = { "content-type": "application/json" };
const colour = { workflow: "colour" };

function topUp(maxUsd: unknown): RequestInit {
  return { method: "POST", headers: json, body: JSON.stringify({ maxUsd }) };
}

describe("a batch's money", () => {
  test("is told by tier, agent and model, with what is held and the ceilings", async ({ api }) => {
    const { redis } = api;
    const limits = { maxUsdNano: 9e9, maxUsdPerRecordNano: 5e8 };
    const batch = await batchOf(redis, 3, { ...colour, ...limits });
    const claimed = await claimNext(redis, batch);
    await spend(redis, callOf(claimed, 4e8), costing(25e7));
    const timedOut = costing(3e8, { isEstimate: true, outcome: "timeout" });
    await spend(redis, callOf(claimed, 3e8, { count: 2 }), timedOut);
    await reserveCall(redis, callOf(claimed, 1e8, { count: 3 }), noLimits);

    const told = await api.get(`/batches/${batch}`, BatchDetail);

    expect(told).toMatchObject({ maxUsd: 9, maxUsdPerRecord: 0.5 });
    expect(told.cost).toMatchObject({
      usd: 0.55,
      reservedUsd: 0.1,
      byTier: { http: 0.55, classifier: 0, browser: 0 },
      byAgent: [{ agent: "discoverer", tier: "http", calls: 2, usd: 0.55, estimatedUsd: 0.3 }],
      byModel: [{ kind: "model", model: { model: "small-1" }, calls: 2, usd: 0.55 }],
    });
  });

  test("is forecast only once enough is known, and the checks say what they refused", async ({
    api,
  }) => {
    const { redis } = api;
    const batch = await batchOf(redis, 30, colour);
    const early = await api.get(`/batches/${batch}`, BatchDetail);
    const claimed = await claimNext(redis, batch);
    await settleRow(
      redis,
      claimed,
      { event: "answered", verdict: confirmed },
      {
        ...nothing,
        tallies: { redlines: ["quote"], rejections: ["wrong_company"], stop: "steps" },
      },
    );

    const told = await api.get(`/batches/${batch}`, BatchDetail);

    expect(early.forecast).toMatchObject({
      costToFinishUsd: { low: 0, expected: 0, high: 0 },
      costDetail: "nothing costs anything here: no model is asked",
      answeredShare: null,
      answeredDetail: expect.stringContaining("too early"),
      ceiling: "none",
    });
    expect(told.checks).toEqual({
      redlines: { quote: 1 },
      rejections: { wrong_company: 1 },
      stops: { steps: 1 },
    });
  });

  test("goes into the options of a new batch", async ({ api }) => {
    const query = "workflow=colour&maxUsd=2.5&maxUsdPerRecord=0.25";

    const { id } = await api.post("domain\nacme.com\n", { query });

    expect(await api.get(`/batches/${id}`, BatchDetail)).toMatchObject({
      maxUsd: 2.5,
      maxUsdPerRecord: 0.25,
    });
    expect(
      await api.refused("/batches?workflow=colour&maxUsdPerRecord=-1", {
        method: "POST",
        headers: { "content-type": "text/csv" },
        body: "domain\nacme.com\n",
      }),
    ).toMatchObject({ status: 422, code: "invalid_request" });
  });
});

describe("the ledger", () => {
  test("lists every call, a page at a time, and as CSV to the last nano-dollar", async ({
    api,
  }) => {
    const { redis } = api;
    const batch = await batchOf(redis, 1, colour);
    const claimed = await claimNext(redis, batch);
    for (const count of [1, 2, 3])
      await spend(redis, callOf(claimed, 1_000, { count }), costing(count));

    const first = await api.get(`/batches/${batch}/ledger?limit=2`, Ledger);
    const rest = await api.get(
      `/batches/${batch}/ledger?limit=2&cursor=${first.nextCursor}`,
      Ledger,
    );
    const csv = await (await api.send(`/batches/${batch}/ledger.csv`)).text();

    expect([...first.data, ...rest.data].map(({ costUsd }) => costUsd)).toEqual([1e-9, 2e-9, 3e-9]);
    expect(rest.nextCursor).toBeNull();
    expect(first.data[0]).toMatchObject({
      call: "0-1-1",
      record: `${batch}-0`,
      key: "openai-3fa91c",
      request: "req-1",
      usage: { input: 40, output: 10 },
      outcome: "ok",
      prices: "2026-11-01",
    });
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^call,at,record_id,tier,agent,/);
    expect(lines[3]).toContain(",0.000000003,0.000001000,false,1200,");
  });

  test("refuses a cursor that is none", async ({ api }) => {
    const batch = await batchOf(api.redis, 1, colour);

    expect(await api.refused(`/batches/${batch}/ledger?cursor=now`)).toMatchObject({ status: 422 });
  });
});

describe("topping up", () => {
  test("raises the ceiling and lets rows go on that stopped at the old one", async ({ api }) => {
    const { redis } = api;
    const batch = await batchOf(redis, 2, { ...colour, maxUsdNano: 1e6 });
    for (let row = 0; row < 2; row += 1) {
      const claimed = await claimNext(redis, batch);
      await settleRow(redis, claimed, { event: "gave_up", reason: "batch_ceiling" }, nothing);
    }

    const { reopened, batch: told } = await api.get(`/batches/${batch}/top-up`, ToppedUp, topUp(5));

    expect(reopened).toBe(2);
    expect(told).toMatchObject({ maxUsd: 5, status: "active", counts: { reasons: {} } });
  });

  test("takes null for no ceiling, and nothing but a sum or null", async ({ api }) => {
    const batch = await batchOf(api.redis, 1, { ...colour, maxUsdNano: 1e6 });
    const path = `/batches/${batch}/top-up`;

    expect((await api.get(path, ToppedUp, topUp(null))).batch.maxUsd).toBeNull();
    for (const sum of [0, -1, true, "much", undefined]) {
      expect(await api.refused(path, topUp(sum))).toMatchObject({ status: 422 });
    }
  });

  test("is refused for a batch that is paused or cancelled", async ({ api }) => {
    const batch = await batchOf(api.redis, 1, colour);
    for (const action of ["pause", "cancel"]) {
      await api.send(`/batches/${batch}/${action}`, { method: "POST" });

      expect(await api.refused(`/batches/${batch}/top-up`, topUp(3))).toMatchObject({
        status: 409,
        code: "wrong_status",
      });
    }
  });
});

test("agents are told by spec, so that two versions can be compared", async ({ api }) => {
  const { redis } = api;
  const batch = await batchOf(redis, 2, colour);
  for (const spec of ["older", "newer"]) {
    const claimed = await claimNext(redis, batch);
    const spender = { ...callOf(claimed, 0).spender, agent: "painter-http", spec };
    await spend(redis, callOf(claimed, 1e6, { spender }), costing(8e5));
    const figures = { agent: "painter-http", spec, durationMs: 1_000 };
    const event = { event: "answered", verdict: confirmed } as const;
    await settleRow(redis, claimed, event, { ...nothing, figures });
  }

  const { data } = await api.get("/agents?workflow=colour", z.object({ data: z.array(AgentView) }));

  expect(data.map(({ spec }) => spec).toSorted()).toEqual(["newer", "older"]);
  expect(data[0]).toMatchObject({
    workflow: "colour",
    agent: "painter-http",
    tier: "http",
    isCurrent: false,
    records: 1,
    attempts: 1,
    answeredShare: { expected: 1, high: 1 },
    calls: 1,
    costUsd: 0.0008,
    costPerRecordUsd: 0.0008,
    costPerAnswerUsd: 0.0008,
  });
  expect(await api.refused("/agents?workflow=none")).toMatchObject({ code: "unknown_workflow" });
});

describe("keys", () => {
  const secret = "a secret of OpenAI's";
  const alias = aliasOf("openai", secret);

  test("are told by alias only, with what stands before them", async ({ api }) => {
    const picked = await api.keys.pick({ provider: "openai", model: "m" }, "s", new Set());
    if (picked.kind !== "key") throw new Error("no key");
    await api.keys.report(picked.ticket, "auth", null);

    const answer = await api.send("/keys");

    const text = await answer.text();
    expect(text).not.toContain(secret);
    expect(Keys.parse(JSON.parse(text)).data).toMatchObject([
      { alias, provider: "openai", status: "disabled", reason: "auth" },
    ]);
  });

  test("are used again once a person says that the trouble is over", async ({ api }) => {
    const picked = await api.keys.pick({ provider: "openai", model: "m" }, "s", new Set());
    if (picked.kind !== "key") throw new Error("no key");
    await api.keys.report(picked.ticket, "billing", null);

    const { data } = await api.get(`/keys/${alias}/enable`, Keys, { method: "POST" });

    expect(data).toMatchObject([{ alias, status: "ok" }]);
    expect(await api.refused("/keys/openai-000000/enable", { method: "POST" })).toMatchObject({
      code: "not_found",
    });
  });
});

test("notices that stand are listed", async ({ api }) => {
  await raiseNotice(api.redis, { cause: "key_disabled", subject: "openai-1", text: "pay" });

  const { data } = await api.get("/notices", z.object({ data: z.array(NoticeView) }));

  expect(data).toMatchObject([{ cause: "key_disabled", subject: "openai-1", text: "pay" }]);
});

test("calls that wait for a person are listed, and decided once", async ({ api }) => {
  const request = { rule: "unlinked_address", tool: "open", input: { url: "https://a.example/" } };
  await createApprovals(api.redis, "b1-7").decisionOn({ ...request, detail: "nobody linked it" });
  const decide = (decision: string): RequestInit => ({
    method: "POST",
    headers: json,
    body: JSON.stringify({ decision }),
  });

  const { data } = await api.get("/approvals", z.object({ data: z.array(ApprovalView) }));

  expect(data).toMatchObject([{ ...request, record: "b1-7", decision: null, decidedAt: null }]);
  const path = `/approvals/${data[0]?.id}`;
  expect(await api.refused(path, decide("perhaps"))).toMatchObject({ status: 422 });
  expect(await api.get(path, ApprovalView, decide("allowed"))).toMatchObject({
    decision: "allowed",
    decidedAt: expect.any(String),
  });
  await api.get(path, ApprovalView, decide("allowed"));
  expect(await api.refused(path, decide("denied"))).toMatchObject({ code: "already_decided" });
  expect(await api.refused("/approvals/none", decide("denied"))).toMatchObject({
    code: "not_found",
  });
});
