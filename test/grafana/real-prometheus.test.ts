import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { alerts } from "../../grafana/source/alert-table.ts";
import express from "express";
import { listen, type Listening } from "../../src/api/listen.ts";
import { metricsRoutes } from "../../src/api/metrics.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { tiers } from "../../src/domain/tier.ts";
import { createKeyRing } from "../../src/models/keys/key-ring.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { settleRow } from "../../src/records/settle.ts";
import { startTierWorker } from "../../workers/run-tier-worker.ts";
import { metricNames } from "../metrics/text.ts";
import { batchOf, claimNext, confirmed, nothing } from "../records/rows.ts";
import { freePort } from "../support/redis-server.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { allQueries, labelsOf, metricsOf } from "./queries.ts";

const log = pino({ level: "silent" });
const Vector = z.object({ result: z.array(z.unknown()) });
const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() }),
      ),
    }),
  ),
});

let redis: Redis;
let server: Listening;
let prometheus: Prometheus;
let targets: Record<string, string[]>;
const stops: (() => Promise<unknown>)[] = [];

function connect(): Redis {
  const connection = new Redis({
    port: inject("redisPort"),
    db: Number(process.env["VITEST_POOL_ID"] ?? 0),
    maxRetriesPerRequest: null,
  });
  stops.push(async () => connection.disconnect());
  return connection;
}

// A real API and real workers of each tier, a little work, and a real Prometheus that scrapes them.
beforeAll(async () => {
  redis = connect();
  await redis.flushdb();
  const home = mkdtempSync(join(tmpdir(), "assay-grafana-"));
  stops.push(async () => rmSync(home, { recursive: true, force: true }));
  const workflows = loadWorkflows();
  const keys = createKeyRing({
    redis,
    keys: { openai: ["a secret of OpenAI's"], anthropic: [] },
    cooldownsMs: [60_000],
    log,
  });
  const app = express();
  app.use(metricsRoutes({ redis, workflows, keys, log }));
  server = await listen({ app, settled: async () => undefined }, { host: "127.0.0.1", port: 0 });
  stops.push(() => server.close());

  const batch = await batchOf(redis, 3, { workflow: "ats" });
  await settleRow(
    redis,
    await claimNext(redis, batch),
    { event: "answered", verdict: confirmed },
    nothing,
  );
  await redis.del("assay:active"); // its rows are not for the workers: no test goes out

  targets = { "assay-api": [new URL(server.url).host], "assay-workers": [] };
  for (const tier of tiers) {
    const port = await freePort();
    const config = loadConfig({
      ASSAY_HOME: home,
      ASSAY_METRICS_PORT: String(port),
      OPENAI_API_KEY: "a secret of OpenAI's",
    });
    const handle = { connect } as never;
    const worker = await startTierWorker(tier, { config, redis: handle, log });
    stops.push(() => worker.stop());
    targets["assay-workers"]?.push(`127.0.0.1:${port}`);
  }
  prometheus = await startPrometheus(targets);
  stops.push(() => prometheus.stop());
  await vi.waitFor(
    async () => {
      const { result } = Vector.parse(
        await prometheus.get("/api/v1/query", { query: "count_over_time(up[1m]) > 2 and up == 1" }),
      );
      expect(result).toHaveLength(4);
    },
    { timeout: 40_000, interval: 500 },
  );
}, 120_000);

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function scraped(): Promise<Set<string>> {
  const urls = Object.values(targets).flat();
  const texts = await Promise.all(
    urls.map(async (host) => (await fetch(`http://${host}/metrics`)).text()),
  );
  // `up` is Prometheus' own.
  return new Set(["up", ...texts.flatMap((text) => [...metricNames(text)])]);
}

describe("every query of the dashboards and rules", () => {
  test("names metrics only that the API or a worker shows", async () => {
    const known = await scraped();

    for (const query of allQueries()) {
      const names = metricsOf(query);
      expect([query.where, names.length]).not.toEqual([query.where, 0]);
      for (const name of names) expect(known, query.where).toContain(name);
    }
  });

  test("names labels only that some metric has", async () => {
    const known = z.array(z.string()).parse(await prometheus.get("/api/v1/labels"));
    // Only where there are several API processes, and only in Kubernetes.
    const elsewhere = ["pod"];

    for (const query of allQueries()) {
      for (const label of labelsOf(query))
        expect([...known, ...elsewhere], query.where).toContain(label);
    }
  });

  test("is answered by a real Prometheus", async () => {
    for (const { where, expr } of allQueries()) {
      const data = await prometheus.get("/api/v1/query", { query: expr });
      expect(Vector.safeParse(data).success, where).toBe(true);
    }
  });

  test("of what is there brings numbers", async () => {
    const now = [
      "assay_record_transitions_total",
      "assay_rows",
      "assay_workers",
      "assay_keys",
      "assay_cost_usd_total",
      "assay_attempt_duration_seconds_bucket",
      "assay_fetches_total",
      "assay_model_calls_total",
      "assay_redis_memory_used_bytes",
      "nodejs_eventloop_lag_p99_seconds",
    ];
    for (const query of now) {
      const { result } = Vector.parse(await prometheus.get("/api/v1/query", { query }));
      expect(result.length, query).toBeGreaterThan(0);
    }
    const answered = 'assay_record_transitions_total{event="answered", tier="http"} == 1';
    expect(
      Vector.parse(await prometheus.get("/api/v1/query", { query: answered })).result,
    ).toHaveLength(1);
  });
});

test("Prometheus evaluates every rule without an error", async () => {
  const rules = await vi.waitFor(
    async () => {
      const { groups } = Rules.parse(await prometheus.get("/api/v1/rules"));
      const all = groups.flatMap((group) => group.rules);
      expect(all.every(({ health }) => health !== "unknown")).toBe(true);
      return all;
    },
    { timeout: 45_000, interval: 500 },
  );

  expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
  expect(rules).toHaveLength(alerts.length + 1);
}, 60_000);

test("no series names a batch, a record or an address", async () => {
  const labels = z.array(z.string()).parse(await prometheus.get("/api/v1/labels"));

  expect(labels).not.toEqual(expect.arrayContaining(["batch"]));
  for (const name of ["batch", "record", "url", "host", "domain", "key", "alias"])
    expect(labels).not.toContain(name);
});
