import { createServer } from "node:net";
import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, inject, test as plain, vi } from "vitest";
import type { OpenedTools, ToolLimits, ToolUser } from "../../src/agents/opened.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { sealSnapshot } from "../../src/domain/snapshot.ts";
import { serveMetrics } from "../../src/metrics/serve.ts";
import { watchModels } from "../../src/metrics/watch-models.ts";
import { watchTools } from "../../src/metrics/watch-tools.ts";
import { createWorkerMetrics, type WorkerMetrics } from "../../src/metrics/worker-metrics.ts";
import type { GatewayDeps } from "../../src/models/gateway.ts";
import type { Provider, ProviderReply } from "../../src/models/provider.ts";
import type { Web } from "../../src/web/web.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { nullWorkflow } from "../bench/null-workflow.ts";
import { batchOf } from "../records/rows.ts";
import { test } from "../support/redis.ts";
import { lint } from "./lint.ts";
import { parseText } from "./text.ts";

const workflows = loadWorkflows();

async function read({ registry }: WorkerMetrics): Promise<Map<string, number>> {
  return parseText(await registry.metrics());
}

/** One attempt's tools over a web that answers with these. */
function toolsOver(get: Web["get"], metrics: WorkerMetrics): OpenedTools {
  const web: Web = { get, dns: async () => undefined };
  const signal = new AbortController().signal;
  const open = () => ({
    tools: { web, renderer: undefined, recall: async () => undefined, signal },
    openVerifier: () => ({ web, renderer: undefined, replay: undefined }),
  });
  return watchTools(open, metrics)({} as ToolUser, {} as ToolLimits);
}

const answer = (url: string, status: number) => ({
  ok: true as const,
  snapshot: sealSnapshot(
    {
      source: "http",
      requestedUrl: url,
      url,
      status,
      headers: [],
      redirects: [],
      charset: "utf-8",
      fetchedAt: "2026-01-01T00:00:00Z",
    },
    Buffer.from(""),
  ),
});

describe("a worker's metrics", () => {
  plain("pass promtool, and start with every closed label at 0", async () => {
    const metrics = createWorkerMetrics("http", workflows);

    const values = await read(metrics);

    expect(lint(await metrics.registry.metrics())).toBe("");
    const count = 'assay_attempt_duration_seconds_count{outcome="answered",tier="http"}';
    expect(values.get(count)).toBe(0);
    const refused = 'assay_fetches_total{host_class="vendor",outcome="refused",tier="http"}';
    expect(values.get(refused)).toBe(0);
  });

  plain("count each page that an attempt fetches once, by host class and outcome", async () => {
    const metrics = createWorkerMetrics("http", workflows);
    const { tools, openVerifier } = toolsOver(async (url) => {
      if (url.includes("down"))
        return { ok: false, kind: "refused", url, detail: "closed" } as const;
      return answer(url, url.includes("missing") ? 404 : 200);
    }, metrics);

    await tools.web.get("https://a.example/");
    await tools.web.get("https://a.example/");
    await tools.web.get("https://a.example/missing");
    await tools.web.get("https://down.example/");
    await tools.web.get("https://acme.greenhouse.io/");
    await openVerifier?.(new AbortController().signal).web.get("https://a.example/");

    const values = await read(metrics);
    const fetches = (host: string, outcome: string) =>
      values.get(`assay_fetches_total{host_class="${host}",outcome="${outcome}",tier="http"}`);
    expect(fetches("company", "2xx")).toBe(2);
    expect(fetches("company", "4xx")).toBe(1);
    expect(fetches("company", "refused")).toBe(1);
    expect(fetches("vendor", "2xx")).toBe(1);
  });

  plain("count model calls; a model that no spec names is another one", async () => {
    const metrics = createWorkerMetrics("classifier", workflows);
    const reply: ProviderReply<never> = {
      outcome: "rate_limited",
      detail: "",
      isBilled: "no",
      retryAfterMs: null,
      requestId: null,
    };
    const openai: Provider = {
      name: "openai",
      complete: async () => reply,
      converse: async () => reply,
      check: async () => reply,
    };
    const gateway = { providers: { openai, anthropic: openai } } as unknown as GatewayDeps;
    const { providers } = watchModels(gateway, metrics);

    const ask = (model: string) => providers.openai.complete({ model } as never, {} as never);
    await ask("gpt-6-luna");
    await ask("no-such-model");

    const values = await read(metrics);
    const calls = (model: string) =>
      values.get(
        `assay_model_calls_total{provider="openai",model="${model}",outcome="rate_limited",tier="classifier"}`,
      );
    expect(calls("gpt-6-luna")).toBe(1);
    expect(calls("other")).toBe(1);
    expect(calls("no-such-model")).toBeUndefined();
  });

  test("time attempts and the wait in the queue", async ({ redis }) => {
    const metrics = createWorkerMetrics("http", workflows);
    const workflow = nullWorkflow();
    await batchOf(redis, 20, { workflow: "nothing", specs: workflow.hashes });
    const blocking = new Redis({
      port: inject("redisPort"),
      db: Number(process.env["VITEST_POOL_ID"] ?? 0),
      maxRetriesPerRequest: null,
    });
    const worker = createTierWorker({
      tier: "http",
      concurrency: 4,
      leaseMs: 10_000,
      drainMs: 1_000,
      workflows: new Map([["nothing", workflow]]),
      redis,
      blocking,
      store: { put: async () => undefined, get: async () => undefined },
      openTools: (_user, { signal }) => ({
        tools: {
          web: { get: () => Promise.reject(new Error("no web")), dns: async () => undefined },
          renderer: undefined,
          recall: async () => undefined,
          signal,
        },
      }),
      unitCosts: { fetchNano: 0, browserSecondNano: 0 },
      onAttempt: metrics.attempt,
      onTaken: metrics.waited,
      log: pino({ level: "silent" }),
    });
    await worker.start();

    await vi.waitFor(async () => {
      const values = await read(metrics);
      const ended = 'assay_attempt_duration_seconds_count{outcome="closed",tier="http"}';
      const climbed = 'assay_attempt_duration_seconds_count{outcome="escalated",tier="http"}';
      expect((values.get(ended) ?? 0) + (values.get(climbed) ?? 0)).toBe(20);
      expect(values.get('assay_queue_wait_seconds_count{tier="http"}')).toBe(20);
    });
    await worker.stop();
    blocking.disconnect();
  });
});

describe("the server for them", () => {
  plain("takes the next port when one is taken, and shows nothing but the metrics", async () => {
    const metrics = createWorkerMetrics("http", workflows);
    const first = createServer();
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    const address = first.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const shown = await serveMetrics(metrics.registry, { host: "127.0.0.1", port });

    expect(Number(new URL(shown.url).port)).toBeGreaterThan(port);
    const text = await (await fetch(shown.url)).text();
    expect(text).toContain("assay_build_info");
    expect((await fetch(new URL("/else", shown.url))).status).toBe(404);
    expect((await fetch(shown.url, { method: "POST" })).status).toBe(404);
    await shown.close();
    first.close();
  });
});
