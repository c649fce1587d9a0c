import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, onTestFinished } from "vitest";
import { z } from "zod";
import { RowJob } from "../../queues/row-job.ts";
import type { Agent } from "../../src/agents/agent.ts";
import type { OpenTools } from "../../src/agents/opened.ts";
import type { ModelChoice } from "../../src/domain/model.ts";
import { createAnswerCache } from "../../src/models/answer-cache.ts";
import { openModelAccess } from "../../src/models/gateway.ts";
import { createKeyRing } from "../../src/models/keys/key-ring.ts";
import { openProviders } from "../../src/models/open-providers.ts";
import { loadPrices } from "../../src/money/prices.ts";
import { loadConfig } from "../../src/platform/config.ts";
import {
  contextOf,
  inSpan,
  isTraced,
  isTracing,
  startTracing,
  traceparent,
  within,
} from "../../src/platform/tracing.ts";
import { tracingOf } from "../../src/platform/tracing-settings.ts";
import type { ModelLimits } from "../../src/specs/kit.ts";
import { startModelServer } from "../model-server/server.ts";
import { test } from "../support/redis.ts";
import { type SeenSpan, startReceiver } from "./otlp-receiver.ts";
import { smallRun } from "./small-run.ts";

const silent = pino({ level: "silent" });
const haiku: ModelChoice = { provider: "anthropic", model: "claude-haiku-5-5", effort: "low" };
const key = "sk-ant-a-very-secret-key";
const pageText = "Call Jane Doe at Acme, jane@acme.example";

async function traced(env: NodeJS.ProcessEnv = {}) {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const config = loadConfig({ ASSAY_OTLP_URL: receiver.url, ...env });
  const tracing = await startTracing({ ...tracingOf(config, "test"), log: silent });
  onTestFinished(() => tracing.stop());
  return { receiver, tracing };
}

/** Asks a model of Anthropic's about a page, and claims what can't be proven. */
const asks: Agent = async (_handoff, { model }) => {
  const reply = await model?.access.complete({
    step: "read",
    system: "Read.",
    user: pageText,
    schemaName: "answer",
    schema: z.strictObject({ answer: z.string() }),
    shown: ["d1"],
  });
  return {
    outcome: {
      kind: "claimed",
      claim: { kind: "answer", output: { wrong: reply?.kind ?? "" }, evidence: [] },
    },
    why: pageText,
    looked: [],
    findings: null,
    snapshots: [],
  };
};

async function withModels(redis: Redis): Promise<OpenTools> {
  const server = await startModelServer({ mind: () => ({ json: { answer: pageText } }) });
  onTestFinished(() => server.close());
  const config = loadConfig({ ANTHROPIC_BASE_URL: server.anthropicUrl });
  const gateway = {
    redis,
    providers: openProviders(config),
    keys: createKeyRing({
      redis,
      keys: { openai: [], anthropic: [key] },
      cooldownsMs: [60_000],
      log: silent,
    }),
    prices: loadPrices(),
    answers: createAnswerCache(redis, 0),
    now: Date.now,
  };
  const limits: ModelLimits = {
    chain: [haiku],
    maxOutputTokens: 500,
    callTimeoutMs: 5_000,
    timeoutMs: 60_000,
    maxCalls: 20,
    maxTokensPerRecord: 1_000_000,
    maxPromptTokens: 4_000,
    maxUsdPerRun: null,
  };
  return ({ claimed, agent }, { signal, modelDeadline }) => {
    const { access } = openModelAccess(gateway, {
      spender: { ...claimed, agent: agent.name, spec: "spec-1" },
      limits,
      money: { recordNano: null, agentNano: null, agentTokens: null },
      deadline: modelDeadline,
      signal,
    });
    return {
      tools: {
        web: { get: () => Promise.reject(new Error("no web here")), dns: async () => undefined },
        renderer: undefined,
        recall: async () => undefined,
        model: { access, limits, deadline: modelDeadline },
        signal,
      },
    };
  };
}

describe("with a collector", () => {
  test("a run is one trace from intake over queue and attempt to the model call", async ({
    redis,
  }) => {
    const { receiver, tracing } = await traced({
      ASSAY_OTLP_HEADERS: "authorization=Bearer%20collector-word",
    });

    const { batch } = await smallRun(redis, {
      lines: 3,
      agent: asks,
      openTools: await withModels(redis),
    });
    await tracing.stop();

    const spans = receiver.spans();
    const intake = spans.find(({ name }) => name === "batch.intake");
    expect(intake).toMatchObject({ parent: undefined, attributes: { "assay.batch": batch } });
    expect(new Set(spans.map(({ trace }) => trace))).toEqual(new Set([intake?.trace]));
    const way = ["chat claude-haiku-5-5", "agent", "attempt", "queue", "batch.intake"];
    const calls = spans.filter(({ name }) => name.startsWith("chat "));
    expect(calls).not.toHaveLength(0);
    for (const call of calls) expect(wayUp(call, spans)).toEqual(way);
    for (const name of ["verify", "settle"]) {
      const ones = spans.filter((span) => span.name === name);
      expect(ones.length, name).toBeGreaterThanOrEqual(3);
      for (const one of ones)
        expect(wayUp(one, spans)).toEqual([name, "attempt", "queue", "batch.intake"]);
    }
    expect(receiver.headers()).toMatchObject({ authorization: "Bearer collector-word" });
  });

  test("a model call has the convention's attributes, and nothing of prompt, answer, page or key", async ({
    redis,
  }) => {
    const { receiver, tracing } = await traced();

    const { batch } = await smallRun(redis, {
      lines: 1,
      agent: asks,
      openTools: await withModels(redis),
    });
    await tracing.stop();

    const call = receiver.spans().find(({ name }) => name.startsWith("chat "));
    expect(call).toMatchObject({
      kind: 3,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "anthropic",
        "gen_ai.request.model": "claude-haiku-5-5",
        "gen_ai.request.max_tokens": 500,
        "gen_ai.agent.name": "nothing-http",
        "gen_ai.conversation.id": expect.stringMatching(new RegExp(`^${batch}-0\\.\\d+$`)),
        "gen_ai.usage.input_tokens": expect.any(Number),
        "gen_ai.usage.output_tokens": expect.any(Number),
      },
    });
    expect(receiver.text()).not.toMatch(/Jane|acme\.example|Müller|secret/);
    expect(receiver.text()).toContain("schema_mismatch");
  });

  test("no library adds spans of its own, Anthropic's neither", async ({ redis }) => {
    const { receiver, tracing } = await traced();

    await smallRun(redis, { lines: 1, agent: asks, openTools: await withModels(redis) });
    await tracing.stop();

    expect(new Set(receiver.spans().map(({ scope }) => scope))).toEqual(new Set(["assay"]));
  });

  test("an error leaves its name only", async () => {
    const { receiver, tracing } = await traced();

    const work = inSpan("attempt", {}, () => Promise.reject(new RangeError(pageText)));
    await expect(work).rejects.toThrow(RangeError);
    await tracing.stop();

    expect(receiver.spans()[0]?.attributes).toEqual({ "error.type": "RangeError" });
    expect(receiver.text()).not.toContain("Jane");
  });

  test("a caller's trace goes on in ours; what is no trace begins a new one", async () => {
    const { receiver, tracing } = await traced();
    const theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    for (const header of [
      theirs,
      "00-nonsense",
      undefined,
      `00-${"0".repeat(32)}-b7ad6b7169203331-01`,
    ])
      await within(
        () => contextOf(header),
        () => inSpan("batch.intake", {}, async () => traceparent()),
      );
    await tracing.stop();

    const [first, ...others] = receiver.spans();
    expect(first).toMatchObject({
      trace: "0af7651916cd43dd8448eb211c80319c",
      parent: "b7ad6b7169203331",
    });
    expect(others).toHaveLength(3);
    for (const { parent } of others) expect(parent).toBeUndefined();
  });

  test("a share of the records is traced, the same ones everywhere", async ({ redis }) => {
    const { receiver, tracing } = await traced({ ASSAY_OTLP_SHARE: "0.5" });

    const { batch } = await smallRun(redis, {
      lines: 40,
      agent: asks,
      openTools: await withModels(redis),
    });
    const expected = Array.from({ length: 40 }, (_, n) => `${batch}-${n}`).filter(isTraced);
    await tracing.stop();

    const attempts = receiver.spans().filter(({ name }) => name === "attempt");
    const records = new Set(attempts.map(({ attributes }) => attributes["assay.record"]));
    expect(records).toEqual(new Set(expected));
    expect(expected.length).toBeGreaterThan(5);
    expect(expected.length).toBeLessThan(35);
  });

  test("that is not there, the work is done all the same, and one line says so", async ({
    redis,
  }) => {
    const said: string[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void said.push(line) });
    const config = loadConfig({ ASSAY_OTLP_URL: "http://127.0.0.1:9" });
    const tracing = await startTracing({ ...tracingOf(config, "test"), log });

    await smallRun(redis, { lines: 2, agent: asks, openTools: await withModels(redis) });
    await tracing.stop();

    expect(said).toHaveLength(1);
  }, 60_000);
});

describe("without one", () => {
  test("jobs and batches carry nothing, and spans are nothing", async ({ redis }) => {
    const { batch } = await smallRun(redis, {
      lines: 1,
      agent: asks,
      openTools: await withModels(redis),
    });

    expect(isTracing()).toBe(false);
    expect(await redis.hexists(`assay:{${batch}}:batch`, "trace")).toBe(0);
  });

  test("OpenTelemetry's SDK is not loaded: one file names it, and only a collector loads that", () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const files = ["src", "queues", "workers"].flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => `${folder}/${file}`),
    );
    const naming = (words: RegExp) =>
      files.filter((file) => words.test(readFileSync(`${root}/${file}`, "utf8")));

    expect(naming(/from "@opentelemetry\/(?!api")/)).toEqual(["src/platform/tracing-sdk.ts"]);
    expect(naming(/from "[^"]*tracing-sdk\.ts"/)).toEqual([]);
  });
});

test("a job with an odd trace is a job all the same", () => {
  expect(RowJob.parse({ b: "b", r: 0, e: 1, t: "x".repeat(500) })).toEqual({ b: "b", r: 0, e: 1 });
  expect(RowJob.parse({ b: "b", r: 0, e: 1, t: 7 })).toEqual({ b: "b", r: 0, e: 1 });
});

function wayUp(span: SeenSpan, spans: readonly SeenSpan[]): string[] {
  const parent = spans.find(({ id }) => id === span.parent);
  return [span.name, ...(parent ? wayUp(parent, spans) : [])];
}
