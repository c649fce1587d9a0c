import type { Redis } from "ioredis";
import { pino } from "pino";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { type ModelChoice, type TokenUsage, totalTokens } from "../../src/domain/model.ts";
import { createAnswerCache } from "../../src/models/answer-cache.ts";
import { openModelAccess } from "../../src/models/gateway.ts";
import { createKeyRing } from "../../src/models/keys/key-ring.ts";
import { openProviders } from "../../src/models/open-providers.ts";
import { costOf } from "../../src/money/cost.ts";
import type { LedgerEntry } from "../../src/money/ledger-entry.ts";
import { loadPrices, priceOf } from "../../src/money/prices.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { auditMoney } from "../../src/records/audit.ts";
import { readCounts } from "../../src/records/counters.ts";
import { readLedger } from "../../src/records/ledger.ts";
import type { Fault } from "../model-server/faults.ts";
import { type ModelServer, startModelServer } from "../model-server/server.ts";
import { batchOf, claimNext } from "../records/rows.ts";
import { test } from "../support/redis.ts";

const chain = [
  { provider: "openai", model: "gpt-6.1-terra", effort: "low" },
  { provider: "anthropic", model: "claude-sonnet-5-5", effort: "low" },
] as const satisfies readonly ModelChoice[];
const limits = {
  chain,
  maxOutputTokens: 400,
  callTimeoutMs: 800,
  timeoutMs: 60_000,
  maxCalls: 20,
  maxTokensPerRecord: 1_000_000,
  maxPromptTokens: 4_000,
  maxUsdPerRun: null,
};
const workers = 64;
const questions = 4;
const Answer = z.strictObject({ why: z.string() });
const trouble: readonly Fault[] = [
  { rate: 0.05, reply: { stall: "body" } },
  { rate: 0.05, reply: { reset: "body" } },
  { rate: 0.08, reply: { status: 500 } },
  { rate: 0.05, reply: { truncate: '{"why": "' } },
  { rate: 0.05, reply: { refuse: "no" } },
];

/** Sixty-four workers, each with a row of its own, that ask as much as they are let. */
async function spendAll(redis: Redis, server: ModelServer, batch: string): Promise<void> {
  const config = loadConfig({
    OPENAI_BASE_URL: server.openaiUrl,
    ANTHROPIC_BASE_URL: server.anthropicUrl,
  });
  const providers = openProviders(config);
  const keys = { openai: ["sk-one-111111"], anthropic: ["sk-two-222222"] };
  const log = pino({ level: "silent" });
  const connections = Array.from({ length: 8 }, () => redis.duplicate());
  const shared = connections.map((connection) => ({
    redis: connection,
    providers,
    // Keys that rest for a moment only: here the money is what runs out.
    keys: createKeyRing({ redis: connection, keys, cooldownsMs: [20], log }),
    prices: loadPrices(),
    answers: createAnswerCache(connection, 0),
    now: Date.now,
  }));

  async function work(worker: number): Promise<void> {
    const claimed = await claimNext(redis, batch, { leaseMs: 600_000 });
    const deps = shared[worker % shared.length] ?? expect.fail();
    const { access } = openModelAccess(deps, {
      spender: { ...claimed, agent: "reader", spec: "spec" },
      limits: { ...limits, maxCalls: 10_000 },
      money: { recordNano: null, agentNano: null, agentTokens: null },
      deadline: Date.now() + 120_000,
      signal: new AbortController().signal,
    });
    for (let i = 0; i < questions;) {
      const reply = await access.complete({
        step: `question-${i}`,
        system: "Say why.",
        user: `Row ${claimed.n}. ${"Some words of a page. ".repeat(40)}`,
        schemaName: "why",
        schema: Answer,
        shown: [],
      });
      if (reply.kind === "limit") return;
      // All keys rest at this moment: the same question again, however often that is.
      if (reply.kind === "unavailable") await new Promise((done) => setTimeout(done, 20));
      else i += 1;
    }
  }

  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  for (const connection of connections) connection.disconnect();
}

async function wholeLedger(redis: Redis, batch: string): Promise<LedgerEntry[]> {
  return (await readLedger(redis, batch, { cursor: null, limit: 100_000 })).entries;
}

function costAt(model: string, usage: TokenUsage): number {
  const choice = chain.find((one) => one.model === model) ?? expect.fail(model);
  return costOf(priceOf(loadPrices(), choice), usage);
}

test("64 workers at one ceiling never spend more than it, as the provider counts, whatever goes wrong", async ({
  redis,
}) => {
  const server = await startModelServer({
    mind: () => ({ json: { why: "because" } }),
    faults: trouble,
    seed: 7,
  });
  onTestFinished(() => server.close());
  const batch = await batchOf(redis, workers);
  // Enough for something like a third of all the questions.
  const ceiling = 200_000_000;
  await redis.hset(`assay:{${batch}}:batch`, { maxUsdNano: ceiling });

  await spendAll(redis, server, batch);

  const ledger = await wholeLedger(redis, batch);
  const booked = ledger.reduce((sum, { nano }) => sum + nano, 0);
  const billed = server.requests().filter(({ usage }) => usage !== null);
  const asServed = billed.reduce(
    (sum, { model, usage }) => sum + costAt(model, usage ?? expect.fail()),
    0,
  );
  expect(booked).toBeLessThanOrEqual(ceiling);
  expect(asServed).toBeLessThanOrEqual(booked);
  expect(booked).toBeGreaterThan(ceiling / 2);
  expect((await readCounts(redis, batch)).costNano).toBe(booked);
  expect(await auditMoney(redis, batch)).toEqual([]);

  // What the server answered is in the ledger to the token; the rest is there at its reservation.
  const counted = new Map(
    ledger.filter(({ isEstimate }) => !isEstimate).map((entry) => [entry.request, entry]),
  );
  const estimates = ledger.filter(({ isEstimate }) => isEstimate);
  let unseen = 0;
  for (const { requestId, usage } of billed) {
    const entry = counted.get(requestId);
    if (entry === undefined) unseen += 1;
    else expect(entry.usage).toEqual(usage);
  }
  // A call may be given up before the server saw it fail: then it was booked, and nobody billed it.
  expect(unseen).toBeLessThanOrEqual(estimates.length);
  expect(unseen).toBeGreaterThan(0);
  for (const { nano, reservedNano } of estimates) expect(nano).toBe(reservedNano);
  const inLedger = [...counted.values()].reduce((sum, { usage }) => sum + totalTokens(usage), 0);
  const onServer = billed
    .filter(({ requestId }) => counted.has(requestId))
    .reduce((sum, { usage }) => sum + totalTokens(usage ?? expect.fail()), 0);
  expect(inLedger).toBe(onServer);
}, 120_000);
