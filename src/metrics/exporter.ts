import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Workflow } from "../agents/workflow.ts";
import type { KeyRing } from "../models/keys/key-ring.ts";
import { readAllTime } from "../records/all-time.ts";
import { type AllTimeCounter, allTimeCounters } from "./all-time-counters.ts";
import { batchSamples } from "./batch-gauges.ts";
import { buildInfo } from "./build-info.ts";
import { followBatches } from "./follow-batches.ts";
import { gauges, type GaugeSpec, type Sample } from "./gauges.ts";
import { knownLabels, type KnownLabels } from "./known-labels.ts";
import { readSamples } from "./read-samples.ts";
import { redisSamples } from "./redis-health.ts";
import { parseSumName, sumNames } from "./sum-names.ts";

export interface ExporterDeps {
  readonly redis: Redis;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly keys: Pick<KeyRing, "states">;
  readonly log: Pick<Logger, "warn">;
  /** Unfinished batches looked at per scrape. */
  readonly mostBatches?: number;
}

export interface Exporter {
  readonly contentType: string;
  /** Everything that lies in Redis, in Prometheus' text format. Never rejects: without Redis it says so. */
  scrape(): Promise<string>;
}

const mostBatches = 250;
/** Prometheus waits 10 s by default; whatever is known by then is better than nothing. */
const patienceMs = 7_000;

/** The exporter of one process. Scrapes that come at once share one look. */
export function createExporter(deps: ExporterDeps): Exporter {
  const known = knownLabels(deps.workflows);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  buildInfo(registry);
  const errors = new Counter({
    name: "assay_exporter_collect_errors_total",
    help: "Scrapes that could not read Redis.",
    registers: [registry],
  });
  const setCounters = countersOf(registry, known);
  const setGauges = gaugesOf(registry);
  const follow = followBatches(deps.redis, sumNames(known), deps.mostBatches ?? mostBatches);
  let running: Promise<string> | undefined;

  async function read(): Promise<void> {
    const started = performance.now();
    const [health, samples, followed] = await Promise.all([
      redisSamples(deps.redis),
      readSamples(deps),
      follow(),
    ]);
    setCounters(await readAllTime(deps.redis));
    const seconds = (performance.now() - started) / 1_000;
    const own: Sample[] = [
      ["assay_exporter_batches_behind", [], followed.behind],
      ["assay_exporter_collect_seconds", [], seconds],
    ];
    setGauges([...health, ...samples, ...batchSamples(followed.batches), ...own], true);
  }

  async function once(): Promise<string> {
    try {
      await inTime(read());
    } catch (error) {
      errors.inc();
      deps.log.warn({ err: error }, "metrics could not be read from Redis");
      // What was known before may be wrong now: it is left out rather than repeated.
      setCounters(undefined);
      setGauges([["assay_redis_up", [], 0]], false);
    }
    return registry.metrics();
  }

  return {
    contentType: registry.contentType,
    scrape: () => (running ??= once().finally(() => (running = undefined))),
  };
}

/** Makes the counters; each call gives all of them the sums of that moment, or takes them away. */
function countersOf(registry: Registry, known: KnownLabels) {
  const all: Record<string, AllTimeCounter> = allTimeCounters;
  const made = Object.entries(all).map(([name, spec]) => {
    const labelNames = [...spec.labels];
    const counter = new Counter({ name, help: spec.help, labelNames, registers: [registry] });
    return { name, spec, counter };
  });
  return (sums: ReadonlyMap<string, number> | undefined): void => {
    const given = [...(sums ?? [])].flatMap(([name, sum]) => {
      const parsed = parseSumName(name);
      return parsed ? [{ ...parsed, sum }] : [];
    });
    for (const { name, spec, counter } of made) {
      counter.reset();
      if (!sums) continue;
      for (const values of spec.series(known)) counter.inc(labelled(spec.labels, values), 0);
      for (const { counter: of, values, sum } of given) {
        if (of === name) counter.inc(labelled(spec.labels, values), sum * (spec.unit ?? 1));
      }
    }
  };
}

function gaugesOf(registry: Registry) {
  const all: Record<string, GaugeSpec> = gauges;
  const made = new Map(
    Object.entries(all).map(([name, { help, labels, isCounter }]) => {
      const spec = { name, help, labelNames: [...labels], registers: [registry] };
      return [name, isCounter ? countAs(new Counter(spec)) : new Gauge(spec)];
    }),
  );
  return (samples: readonly Sample[], isUp: boolean): void => {
    for (const [name, gauge] of made) {
      const { labels, series } = all[name] ?? { labels: [], series: [] };
      gauge.reset();
      // Without labels it starts at 0, even where 0 would be a lie.
      if (labels.length === 0) gauge.remove();
      if (isUp) for (const values of series) gauge.set(labelled(labels, values), 0);
    }
    for (const [name, values, value] of samples) {
      made.get(name)?.set(labelled(all[name]?.labels ?? [], values), value);
    }
  };
}

/** A counter that is told its value, as a gauge is. */
function countAs(counter: Counter) {
  return {
    reset: () => counter.reset(),
    remove: () => counter.remove(),
    set(labels: Record<string, string>, value: number) {
      counter.remove(labels);
      counter.inc(labels, value);
    },
  };
}

function labelled(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""]));
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ScrapeTooSlow()), patienceMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Redis did not answer all questions within the time that Prometheus waits. */
class ScrapeTooSlow extends Error {
  override readonly name = "ScrapeTooSlow";

  constructor() {
    super(`Redis has not answered within ${patienceMs} ms`);
  }
}
