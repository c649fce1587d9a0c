import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Workflow } from "../agents/workflow.ts";
import { callOutcomes } from "../domain/model.ts";
import type { Tier } from "../domain/tier.ts";
import { fetchFailureKinds } from "../web/web.ts";
import { buildInfo } from "./build-info.ts";
import { knownLabels, other } from "./known-labels.ts";

export const attemptOutcomes = [
  "answered",
  "closed",
  "escalated",
  "released",
  "gave_up",
  "stale",
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Hosts that serve many companies' pages, and all others. */
export const hostClasses = ["vendor", "company"] as const;
export type HostClass = (typeof hostClasses)[number];

/** How a fetch ends: the class of the status, or what failed. */
export const fetchOutcomes = ["2xx", "3xx", "4xx", "5xx", ...fetchFailureKinds] as const;
export type FetchOutcome = (typeof fetchOutcomes)[number];

export type PageKind = "render" | "session";
const pageOutcomes = ["ok", "failed"] as const;

const attemptSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];
/** A backlog outgrows buckets that fit a run. */
const waitSeconds = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 1_800, 3_600];
const fetchSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const modelSeconds = [0.5, 1, 2, 5, 10, 20, 40, 60, 120, 300];

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

/** What one worker process counts of its own work. It starts at nothing with each process; sums of all time are the exporter's. */
export function createWorkerMetrics(tier: Tier, workflows: ReadonlyMap<string, Workflow>) {
  const registry = new Registry();
  registry.setDefaultLabels({ tier });
  collectDefaultMetrics({ register: registry });
  buildInfo(registry);
  const sellers = new Map(
    knownLabels(workflows).models.map(({ provider, model }) => [model, { provider, model }]),
  );
  const metrics = declare([registry]);
  startAtZero(metrics, [...sellers.values()]);
  const { attempts, waits, fetches, fetchTimes, pages, browsers, crashes, calls, callTimes } =
    metrics;

  return {
    registry,
    attempt(outcome: AttemptOutcome, durationMs: number): void {
      attempts.observe({ outcome }, durationMs / 1_000);
    },
    waited(waitedMs: number): void {
      waits.observe(waitedMs / 1_000);
    },
    fetched(host_class: HostClass, outcome: FetchOutcome, durationMs: number): void {
      fetches.inc({ host_class, outcome });
      fetchTimes.observe({ host_class }, durationMs / 1_000);
    },
    page(kind: PageKind, isOk: boolean): void {
      pages.inc({ kind, outcome: isOk ? "ok" : "failed" });
    },
    browser(event: "launched" | "crashed"): void {
      (event === "launched" ? browsers : crashes).inc();
    },
    called(
      { provider, model }: { readonly provider: string; readonly model: string },
      outcome: string,
      durationMs: number,
    ): void {
      const seller = { provider, model: sellers.has(model) ? model : other };
      calls.inc({ ...seller, outcome });
      callTimes.observe(seller, durationMs / 1_000);
    },
  };
}

function declare(registers: Registry[]) {
  const attempts = new Histogram({
    name: "assay_attempt_duration_seconds",
    help: "How long attempts took, by how they ended.",
    labelNames: ["outcome"],
    buckets: attemptSeconds,
    registers,
  });
  const waits = new Histogram({
    name: "assay_queue_wait_seconds",
    help: "How long jobs waited in the queue.",
    buckets: waitSeconds,
    registers,
  });
  const fetches = new Counter({
    name: "assay_fetches_total",
    help: "Pages that were asked for, by the class of their status or what failed.",
    labelNames: ["host_class", "outcome"],
    registers,
  });
  const fetchTimes = new Histogram({
    name: "assay_fetch_duration_seconds",
    help: "How long a page took, waiting for the host's turn included.",
    labelNames: ["host_class"],
    buckets: fetchSeconds,
    registers,
  });
  const pages = new Counter({
    name: "assay_browser_pages_total",
    help: "Pages that a browser rendered, and sessions that an agent drove.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const browsers = new Counter({
    name: "assay_browser_launches_total",
    help: "Browsers that were started.",
    registers,
  });
  const crashes = new Counter({
    name: "assay_browser_crashes_total",
    help: "Browsers that ended without being told to.",
    registers,
  });
  const calls = new Counter({
    name: "assay_model_calls_total",
    help: "Calls of models that this worker made, by how they ended.",
    labelNames: ["provider", "model", "outcome"],
    registers,
  });
  const callTimes = new Histogram({
    name: "assay_model_call_duration_seconds",
    help: "How long calls of models took.",
    labelNames: ["provider", "model"],
    buckets: modelSeconds,
    registers,
  });
  return { attempts, waits, fetches, fetchTimes, pages, browsers, crashes, calls, callTimes };
}

/** A series that first appears with its first event hides that event from every rate. */
function startAtZero(
  { attempts, fetches, fetchTimes, pages, calls, callTimes }: ReturnType<typeof declare>,
  sellers: readonly { readonly provider: string; readonly model: string }[],
): void {
  for (const outcome of attemptOutcomes) attempts.zero({ outcome });
  for (const host_class of hostClasses) {
    fetchTimes.zero({ host_class });
    for (const outcome of fetchOutcomes) fetches.inc({ host_class, outcome }, 0);
  }
  for (const kind of ["render", "session"] satisfies PageKind[])
    for (const outcome of pageOutcomes) pages.inc({ kind, outcome }, 0);
  for (const seller of sellers) {
    callTimes.zero(seller);
    for (const outcome of callOutcomes) calls.inc({ ...seller, outcome }, 0);
  }
}
