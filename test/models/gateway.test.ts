import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, onTestFinished, vi } from "vitest";
import { z } from "zod";
import type { ModelChoice } from "../../src/domain/model.ts";
import { createAnswerCache } from "../../src/models/answer-cache.ts";
import { openModelAccess } from "../../src/models/gateway.ts";
import { createKeyRing } from "../../src/models/keys/key-ring.ts";
import { openProviders } from "../../src/models/open-providers.ts";
import { costOf } from "../../src/money/cost.ts";
import { loadPrices, priceOf } from "../../src/money/prices.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { auditMoney } from "../../src/records/audit.ts";
import { readLedger } from "../../src/records/ledger.ts";
import { reclaimExpired } from "../../src/records/lease.ts";
import type { Claimed } from "../../src/records/claim.ts";
import type { ModelLimits } from "../../src/specs/kit.ts";
import { type ModelServer, startModelServer } from "../model-server/server.ts";
import { batchOf, claimNext } from "../records/rows.ts";
import { test } from "../support/redis.ts";

const small: ModelChoice = { provider: "openai", model: "gpt-6-luna", effort: "low" };
const other: ModelChoice = { provider: "anthropic", model: "claude-haiku-5-5", effort: "low" };
const limits: ModelLimits = {
  chain: [small, other],
  maxOutputTokens: 500,
  callTimeoutMs: 5_000,
  timeoutMs: 60_000,
  maxCalls: 20,
  maxTokensPerRecord: 1_000_000,
  maxPromptTokens: 4_000,
  maxUsdPerRun: null,
};
const Answer = z.strictObject({ why: z.string(), vendor: z.string().nullable() });
const ask = {
  step: "read",
  system: "Say which vendor it is.",
  user: "The page says Lever.",
  schemaName: "vendor",
  schema: Answer,
  shown: ["page-1"],
};
const said = { why: "it says so", vendor: "lever" };

interface Lab {
  readonly server: ModelServer;
  readonly batch: string;
  open(options?: {
    claimed?: Claimed;
    limits?: Partial<ModelLimits>;
    keys?: { openai: string[]; anthropic: string[] };
    recordNano?: number;
    signal?: AbortSignal;
    spec?: string;
  }): Promise<ReturnType<typeof openModelAccess>>;
}

async function lab(redis: Redis, lines = 1): Promise<Lab> {
  const server = await startModelServer({ mind: () => ({ json: said }) });
  onTestFinished(() => server.close());
  const batch = await batchOf(redis, lines);
  const config = loadConfig({
    OPENAI_BASE_URL: server.openaiUrl,
    ANTHROPIC_BASE_URL: server.anthropicUrl,
  });
  const providers = openProviders(config);
  return {
    server,
    batch,
    async open(options = {}) {
      const claimed = options.claimed ?? (await claimNext(redis, batch));
      const keys = options.keys ?? { openai: ["sk-one-111111"], anthropic: ["sk-two-222222"] };
      const log = pino({ level: "silent" });
      return openModelAccess(
        {
          redis,
          providers,
          keys: createKeyRing({ redis, keys, cooldownsMs: [60_000], log }),
          prices: loadPrices(),
          answers: createAnswerCache(redis, 30),
          now: Date.now,
        },
        {
          spender: { ...claimed, agent: "reader", spec: options.spec ?? "spec-1" },
          limits: { ...limits, ...options.limits },
          money: { recordNano: options.recordNano ?? null, agentNano: null, agentTokens: null },
          deadline: Date.now() + 60_000,
          signal: options.signal ?? new AbortController().signal,
        },
      );
    },
  };
}

async function entries(redis: Redis, batch: string) {
  return (await readLedger(redis, batch, { cursor: null, limit: 1_000 })).entries;
}

describe("an answer", () => {
  test("is booked with what the provider counted, to the token", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    const { access, spentNano } = await open();

    const reply = await access.complete(ask);

    expect(reply).toEqual({ kind: "ok", value: said, by: small, isReplayed: false });
    const [served] = server.requests();
    const [entry] = await entries(redis, batch);
    expect(entry).toMatchObject({
      usage: served?.usage,
      request: served?.requestId,
      outcome: "ok",
      isEstimate: false,
      model: small,
      step: "read",
    });
    const cost = costOf(priceOf(loadPrices(), small), entry?.usage ?? expect.fail());
    expect(entry?.nano).toBe(cost);
    expect(spentNano()).toBe(cost);
    expect(await auditMoney(redis, batch)).toEqual([]);
  });

  test("that does not fit the schema is paid, and is no answer", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    server.setMind(() => ({ text: '{"why": 3}' }));
    const { access } = await open();

    const reply = await access.complete(ask);

    expect(reply.kind).toBe("invalid");
    expect((await entries(redis, batch))[0]?.nano).toBeGreaterThan(0);
  });

  test.for([
    ["refusal", { refuse: "no" }],
    ["truncated", { truncate: '{"why": "it' }],
  ] as const)("that is a %s is paid and told", async ([kind, mind], { redis }) => {
    const { server, batch, open } = await lab(redis);
    server.setMind(() => mind);
    const { access } = await open();

    expect((await access.complete(ask)).kind).toBe(kind);
    expect(await entries(redis, batch)).toMatchObject([{ outcome: kind, isEstimate: false }]);
  });
});

describe("paid work", () => {
  test("is read back after a crash, not bought again", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    const first = await claimNext(redis, batch, { leaseMs: 1 });
    await (await open({ claimed: first })).access.complete(ask);
    await vi.waitFor(async () =>
      expect((await reclaimExpired(redis, { batch, max: 10 })).rows).toHaveLength(1),
    );
    const second = await claimNext(redis, batch);

    const reply = await (await open({ claimed: second })).access.complete(ask);

    expect(second.fence).toBeGreaterThan(first.fence);
    expect(reply).toEqual({ kind: "ok", value: said, by: small, isReplayed: true });
    expect(server.requests()).toHaveLength(1);
  });

  test("serves a later batch that asks the same of the same pages", async ({ redis }) => {
    const { server, open } = await lab(redis);
    await (await open()).access.complete(ask);
    const later = await claimNext(redis, await batchOf(redis, 1));

    const reply = await (await open({ claimed: later })).access.complete(ask);

    expect(reply).toMatchObject({ kind: "ok", value: said, isReplayed: true });
    expect(server.requests()).toHaveLength(1);
  });

  test("is not shared between two specs", async ({ redis }) => {
    const { server, open } = await lab(redis, 2);
    await (await open()).access.complete(ask);

    await (await open({ spec: "spec-2" })).access.complete(ask);

    expect(server.requests()).toHaveLength(2);
  });
});

describe("trouble with a call", () => {
  test("that times out books its reservation, marked, and asks the next model", async ({
    redis,
  }) => {
    const { server, batch, open } = await lab(redis);
    server.setFaults([{ model: small.model, reply: { stall: "body" } }]);
    const { access } = await open({ limits: { callTimeoutMs: 300 } });

    const reply = await access.complete(ask);

    expect(reply).toMatchObject({ kind: "ok", by: other });
    const [late, good] = await entries(redis, batch);
    expect(late).toMatchObject({ outcome: "timeout", isEstimate: true, nano: late?.reservedNano });
    expect(good).toMatchObject({ outcome: "ok", isEstimate: false });
    expect(await auditMoney(redis, batch)).toEqual([]);
  });

  test("that is one key's limit goes to its sibling", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    const { access } = await open({
      keys: { openai: ["sk-aaaaaaaa", "sk-bbbbbbbb"], anthropic: [] },
    });
    server.setFaults([{ times: 1, reply: { status: 429 } }]);

    const reply = await access.complete(ask);

    expect(reply.kind).toBe("ok");
    const [limited, good] = await entries(redis, batch);
    expect(limited).toMatchObject({ outcome: "rate_limited", nano: 0 });
    expect(good?.key).not.toBe(limited?.key);
  });

  test("that is a whole provider's load goes to the next model and spares the siblings", async ({
    redis,
  }) => {
    const { server, open } = await lab(redis);
    server.setFaults([{ provider: "openai", reply: { status: 529 } }]);
    const { access } = await open({
      keys: { openai: ["sk-aaaaaaaa", "sk-bbbbbbbb"], anthropic: ["sk-cccccccc"] },
    });

    const reply = await access.complete(ask);

    expect(reply).toMatchObject({ kind: "ok", by: other });
    expect(server.requests().filter(({ provider }) => provider === "openai")).toHaveLength(1);
  });

  test("that every key has sends the row back with a time, and nobody waits", async ({ redis }) => {
    const { server, open } = await lab(redis);
    server.setFaults([{ reply: { status: 429, retryAfter: 90 } }]);
    const { access } = await open();

    const reply = await access.complete(ask);

    expect(reply.kind).toBe("unavailable");
    expect(reply.kind === "unavailable" && reply.retryAt - Date.now()).toBeGreaterThan(80_000);
  });

  test("that is the request's own goes to no other key", async ({ redis }) => {
    const { server, open } = await lab(redis);
    server.setFaults([{ reply: { status: 400, message: "bad request" } }]);
    const { access } = await open({
      keys: { openai: ["sk-aaaaaaaa", "sk-bbbbbbbb"], anthropic: [] },
    });

    expect((await access.complete(ask)).kind).toBe("failed");
    expect(server.requests()).toHaveLength(1);
  });
});

describe("a limit", () => {
  test("of the record stops the call before it is made", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    const { access } = await open({ recordNano: 10 });

    const reply = await access.complete(ask);

    expect(reply).toMatchObject({ kind: "limit", limit: "record_budget" });
    expect(server.requests()).toHaveLength(0);
    expect(await entries(redis, batch)).toEqual([]);
  });

  test("of the batch stops it too", async ({ redis }) => {
    const { server, batch, open } = await lab(redis);
    await redis.hset(`assay:{${batch}}:batch`, { maxUsdNano: 10 });
    const { access } = await open();

    expect(await access.complete(ask)).toMatchObject({ kind: "limit", limit: "batch_ceiling" });
    expect(server.requests()).toHaveLength(0);
  });

  test("of calls ends an attempt that asks for ever", async ({ redis }) => {
    const { open } = await lab(redis);
    const { access } = await open({ limits: { maxCalls: 1 } });
    await access.complete(ask);

    expect(await access.complete({ ...ask, step: "again" })).toMatchObject({
      kind: "limit",
      limit: "agent_calls",
    });
  });
});

describe("a conversation", () => {
  const tool = {
    name: "open",
    description: "Opens a page.",
    input: z.strictObject({ url: z.string() }),
  };

  test("goes on with the model that it began with, or says that another could begin anew", async ({
    redis,
  }) => {
    const { server, open } = await lab(redis);
    server.setMind(() => ({ toolCall: { name: "open", input: { url: "https://a.example/" } } }));
    const { access } = await open();
    const begun = { step: "1", system: "Browse.", tools: [tool], stick: null };
    const messages = [{ role: "user" as const, text: "Begin." }];
    const first = await access.converse({ ...begun, messages });
    if (first.kind !== "ok") throw new Error(first.kind);
    const [call] = first.value.calls;
    server.setFaults([{ provider: "openai", reply: { status: 429 } }]);

    const next = await access.converse({
      ...begun,
      step: "2",
      stick: first.by,
      messages: [
        ...messages,
        { role: "assistant", turn: first.value },
        { role: "tools", results: [{ id: call?.id ?? "", text: "a page", isError: false }] },
      ],
    });

    expect(call).toMatchObject({ name: "open", input: { url: "https://a.example/" } });
    expect(next).toMatchObject({ kind: "unavailable", elsewhere: true });
  });
});

test("a call that the attempt's end cuts short is booked, and the end is told", async ({
  redis,
}) => {
  const { server, batch, open } = await lab(redis);
  const ending = new AbortController();
  server.setMind(() => {
    setTimeout(() => ending.abort("draining"), 20);
    return { stall: "body" };
  });
  const { access } = await open({ signal: ending.signal });

  await expect(access.complete(ask)).rejects.toBe("draining");

  expect(await entries(redis, batch)).toMatchObject([{ outcome: "cancelled", isEstimate: true }]);
  expect(await auditMoney(redis, batch)).toEqual([]);
});
