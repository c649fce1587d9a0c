import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { createExporter, type Exporter } from "../../src/metrics/exporter.ts";
import { changeStatus } from "../../src/records/batch.ts";
import { cancelWaiting, reopenRows } from "../../src/records/cancel.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { settleRow } from "../../src/records/settle.ts";
import { raiseNotice } from "../../src/notices/notices.ts";
import { type Schedule, saveFire, saveSchedule } from "../../src/schedules/schedule.ts";
import { recordRepair } from "../../src/watchdog/repairs.ts";
import { beatWorker } from "../../src/records/worker-beats.ts";
import { batchOf, claimNext, confirmed, nothing } from "../records/rows.ts";
import { test as base } from "../support/redis.ts";
import { lint } from "./lint.ts";
import { parseText } from "./text.ts";

const workflows = loadWorkflows();
const log = pino({ level: "silent" });
const keys = { states: async () => [] };

const test = base.extend<{ exporter: Exporter; read: () => Promise<Map<string, number>> }>({
  exporter: async ({ redis }, use) => use(createExporter({ redis, workflows, keys, log })),
  read: async ({ exporter }, use) => use(async () => parseText(await exporter.scrape())),
});

const scheduleOf = (name: string): Schedule => ({
  name,
  cron: "0 6 * * *",
  tz: "UTC",
  workflow: "ats",
  file: "/srv/companies.csv",
  within: null,
  maxUsdNano: null,
  maxTier: "browser",
  expected: { rows: 1, answered: 0, withinMs: 3_600_000 },
  createdAt: 0,
});
const ats = { workflow: "ats" };
const transition = (event: string, tier = "http") =>
  `assay_record_transitions_total{workflow="ats",tier="${tier}",event="${event}"}`;

describe("the exporter", () => {
  test("counts what became of rows, by workflow, tier, event and reason", async ({
    redis,
    read,
  }) => {
    const batch = await batchOf(redis, 3, ats);
    await settleRow(
      redis,
      await claimNext(redis, batch),
      { event: "answered", verdict: confirmed },
      nothing,
    );
    const up = { event: "escalated", reason: "conflict", to: "classifier" } as const;
    await settleRow(redis, await claimNext(redis, batch), up, {
      ...nothing,
      tallies: { rejections: ["wrong_company"], redlines: ["robots", "robots"], stop: "steps" },
      figures: { agent: "discoverer", spec: "abc", durationMs: 5 },
    });

    const read1 = await read();

    expect(read1.get('assay_lines_accepted_total{workflow="ats"}')).toBe(3);
    expect(read1.get(transition("claimed"))).toBe(2);
    expect(read1.get(transition("answered"))).toBe(1);
    expect(read1.get(transition("escalated"))).toBe(1);
    expect(
      read1.get('assay_record_reasons_total{tier="http",event="escalated",reason="conflict"}'),
    ).toBe(1);
    expect(read1.get('assay_evidence_rejections_total{kind="wrong_company"}')).toBe(1);
    expect(read1.get('assay_redlines_total{check="robots"}')).toBe(2);
    expect(read1.get('assay_model_stops_total{reason="steps"}')).toBe(1);
    expect(read1.get('assay_agent_attempts_total{agent="discoverer",end="escalated"}')).toBe(1);
  });

  test("says where open rows are, and since when the oldest waits", async ({ redis, read }) => {
    const batch = await batchOf(redis, 10, ats);
    await claimNext(redis, batch);
    await takeDue(redis, { batch, tier: "http", max: 2 });
    const later = { event: "released", reason: "blocked", refund: true } as const;
    const dueAt = Date.now() + 60_000;
    await settleRow(redis, await claimNext(redis, batch), { ...later, dueAt }, nothing);
    const paused = await batchOf(redis, 4, ats);
    await changeStatus(redis, paused, "paused");

    const metrics = await read();

    const rows = (place: string) => metrics.get(`assay_rows{tier="http",place="${place}"}`);
    expect({
      due: rows("due"),
      later: rows("later"),
      sent: rows("sent"),
      held: rows("held"),
      paused: rows("paused"),
    }).toEqual({ due: 6, later: 1, sent: 2, held: 1, paused: 4 });
    const since = metrics.get('assay_oldest_due_row_timestamp_seconds{tier="http"}') ?? 0;
    expect(Math.abs(since - Date.now() / 1_000)).toBeLessThan(30);
    expect(metrics.get('assay_batches{status="active"}')).toBe(1);
    expect(metrics.get('assay_batches{status="paused"}')).toBe(1);
    expect(metrics.has('assay_oldest_due_row_timestamp_seconds{tier="browser"}')).toBe(false);
  });

  test("knows workers by their signs of life, and notices by their cause", async ({
    redis,
    read,
  }) => {
    const beat = { id: "a", tier: "http", host: "h", pid: 1, startedAt: Date.now() } as const;
    await beatWorker(redis, { ...beat, slots: 64, busy: 3, rssBytes: 1e8, loopLagMs: 250 });
    await beatWorker(redis, { ...beat, id: "b", slots: 64, busy: 4, rssBytes: 1e8, loopLagMs: 9 });
    await raiseNotice(redis, { cause: "key_disabled", subject: "openai-3fa91c", text: "why" });

    const metrics = await read();

    expect(metrics.get('assay_workers{tier="http"}')).toBe(2);
    expect(metrics.get('assay_worker_slots{tier="http"}')).toBe(128);
    expect(metrics.get('assay_worker_slots_busy{tier="http"}')).toBe(7);
    expect(metrics.get('assay_worker_event_loop_lag_seconds{tier="http"}')).toBe(0.25);
    expect(metrics.get('assay_workers{tier="browser"}')).toBe(0);
    expect(metrics.get('assay_notices{cause="key_disabled"}')).toBe(1);
    expect(metrics.get('assay_notices{cause="unknown_model"}')).toBe(0);
  });

  test("knows the watchdog by its last look, its repairs, and schedules by their output", async ({
    redis,
    read,
  }) => {
    expect((await read()).has("assay_watchdog_last_look_timestamp_seconds")).toBe(false);
    await recordRepair(redis, {
      kind: "resume",
      subject: "b1",
      what: "sent",
      why: "lost",
      rows: 2,
    });
    await recordRepair(redis, {
      kind: "resume",
      subject: "b2",
      what: "sent",
      why: "lost",
      rows: 1,
    });
    const look = { at: 1_700_000_000_000, tookMs: 5, everyMs: 120_000, looks: 9, batches: 0 };
    const tier = { waiting: 0, held: 0, jobs: 0, workers: 0, oldestDueAt: null };
    const seen = { http: tier, classifier: tier, browser: tier };
    const text = JSON.stringify({ ...look, lost: 0, stuck: 0, tiers: seen, actions: {} });
    await redis.set("assay:watchdog", text);
    for (const name of ["daily", "weekly"]) await saveSchedule(redis, scheduleOf(name));
    const fire = { batch: null, error: null };
    const verdict = { produced: true, detail: "" };
    await saveFire(redis, { ...fire, schedule: "daily", dueAt: 1_000, firedAt: 5_000, verdict });
    await saveFire(redis, {
      ...fire,
      schedule: "daily",
      dueAt: 9_000,
      firedAt: 9_000,
      verdict: { produced: false, detail: "no rows" },
    });

    const metrics = await read();

    expect(metrics.get("assay_watchdog_last_look_timestamp_seconds")).toBe(1_700_000_000);
    expect(metrics.get("assay_watchdog_interval_seconds")).toBe(120);
    expect(metrics.get("assay_watchdog_looks_total")).toBe(9);
    expect(metrics.get('assay_repairs_total{kind="resume"}')).toBe(2);
    expect(metrics.get('assay_repairs_total{kind="release"}')).toBe(0);
    expect(metrics.get("assay_schedules")).toBe(2);
    expect(metrics.get("assay_schedules_unproductive")).toBe(1);
    expect(metrics.get("assay_schedules_oldest_output_timestamp_seconds")).toBe(5);
  });

  test("has a value for every combination of its closed labels before anything happened", async ({
    read,
  }) => {
    const metrics = await read();

    expect(metrics.get(transition("answered", "browser"))).toBe(0);
    expect(metrics.get('assay_evidence_rejections_total{kind="match_not_found"}')).toBe(0);
    expect(
      metrics.get(
        'assay_cost_usd_total{tier="http",agent="discoverer",kind="fetch",provider="",model=""}',
      ),
    ).toBe(0);
    expect(metrics.size).toBeLessThan(1_500);
  });

  test("cancelled and reopened rows are transitions like all others", async ({ redis, read }) => {
    const batch = await batchOf(redis, 2, ats);
    const closed = { event: "closed", reason: "conflict" } as const;
    const claimed = await claimNext(redis, batch);
    await settleRow(redis, claimed, closed, nothing);
    await read();
    await reopenRows(redis, { batch, startsAt: "http" }, [claimed.n]);
    await changeStatus(redis, batch, "cancelled");
    await cancelWaiting(redis, { batch, max: 10 });

    const metrics = await read();

    expect(metrics.get(transition("closed"))).toBe(1);
    expect(metrics.get(transition("reopened"))).toBe(1);
    expect(metrics.get(transition("cancelled"))).toBe(2);
    expect(metrics.get('assay_batches{status="active"}')).toBe(0);
  });

  test("without Redis it says so, and repeats nothing that may no longer hold", async () => {
    const away = new Redis({
      port: 1,
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    away.on("error", () => undefined);
    const exporter = createExporter({ redis: away, workflows, keys, log });

    const metrics = parseText(await exporter.scrape());

    expect(metrics.get("assay_redis_up")).toBe(0);
    expect(metrics.get("assay_exporter_collect_errors_total")).toBe(1);
    expect(metrics.has(transition("answered"))).toBe(false);
    expect(metrics.has("assay_redis_memory_used_bytes")).toBe(false);
    away.disconnect();
  });

  test("passes promtool", async ({ redis, exporter }) => {
    await batchOf(redis, 2, ats);
    const text = await exporter.scrape();

    expect(lint(text)).toBe("");
  });
});
