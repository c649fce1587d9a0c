import { failureReasons } from "../../src/watchdog/facts.ts";
import { exported, exportedIncrease } from "./promql.ts";

/** `critical`: work stands still or can't be trusted; somebody should get up. */
export type Severity = "warning" | "critical";

/** Series of a case: per name its values from minute to minute, in promtool's notation. */
export type Series = Readonly<Record<string, string>>;

/** One alert, and the cases that show when it must speak and when it must not. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long it must hold: a moment's trouble is nobody's business. */
  readonly for: string;
  readonly severity: Severity;
  readonly summary: string;
  /** What a person should do. */
  readonly action: string;
  /** uid of the dashboard that shows it. */
  readonly dashboard: "assay-overview" | "assay-batches" | "assay-workers" | "assay-models";
  readonly fires: { readonly at: string; readonly labels: Series; readonly series: Series };
  readonly silent: { readonly at: string; readonly why: string; readonly series: Series };
}

const reasons = [...failureReasons].toSorted().join("|");
const failed = `assay_record_reasons_total{event=~"closed|gave_up", reason=~"${reasons}"}`;
const ended = `assay_record_transitions_total{event=~"answered|closed|gave_up"}`;
const failedShare = (window: string) =>
  `sum(${exportedIncrease(failed, window)}) / sum(${exportedIncrease(ended, window)})`;
const notices = (cause: string) => `sum(${exported(`assay_notices{cause="${cause}"}`)}) > 0`;
const noticeCases = (cause: string) => ({
  fires: { at: "20m", labels: {}, series: { [`assay_notices{cause="${cause}"}`]: "0x5 1x20" } },
  silent: {
    at: "20m",
    why: "no such notice stands",
    series: { [`assay_notices{cause="${cause}"}`]: "1x5 0x20" },
  },
});
const claimed = 'assay_record_transitions_total{event="claimed", tier="http", workflow="ats"}';
const answeredRows =
  'assay_record_transitions_total{event="answered", tier="http", workflow="ats"}';
const closedRows = 'assay_record_transitions_total{event="closed", tier="http", workflow="ats"}';
const blockedRows = 'assay_record_reasons_total{event="closed", tier="http", reason="blocked"}';
const dueRows = 'assay_rows{tier="http", place="due"}';
const oldest = 'assay_oldest_due_row_timestamp_seconds{tier="http"}';
const stopped =
  'assay_record_reasons_total{event="gave_up", tier="browser", reason="batch_ceiling"}';

/** Every alert there is. Prometheus' rules, Grafana's and their tests are written from here. */
export const alerts: readonly Alert[] = [
  {
    name: "AssayApiDown",
    expr: 'absent(up{job="assay-api"} == 1)',
    for: "5m",
    severity: "critical",
    summary: "No API of Assay can be reached",
    action: "Start it again; its log says why it ended. Until then nothing here can be measured.",
    dashboard: "assay-overview",
    fires: {
      at: "10m",
      labels: {},
      series: { 'up{job="assay-api"}': "1x2 0x20" },
    },
    silent: {
      at: "10m",
      why: "one of two still answers",
      series: {
        'up{job="assay-api", instance="a"}': "0x20",
        'up{job="assay-api", instance="b"}': "1x20",
      },
    },
  },
  {
    name: "AssayWatchdogSilent",
    expr:
      `(time() - ${exported("assay_watchdog_last_look_timestamp_seconds")} > ` +
      `5 * ${exported("assay_watchdog_interval_seconds")}) ` +
      `or absent(assay_watchdog_last_look_timestamp_seconds)`,
    for: "5m",
    severity: "critical",
    summary: "The watchdog is silent",
    action: "Start it (`assay watchdog`): until then nothing is repaired and nobody is told.",
    dashboard: "assay-overview",
    fires: {
      at: "30m",
      labels: {},
      series: {
        assay_watchdog_last_look_timestamp_seconds: "300x40",
        assay_watchdog_interval_seconds: "120x40",
      },
    },
    silent: {
      at: "30m",
      why: "it looks every two minutes",
      series: {
        assay_watchdog_last_look_timestamp_seconds: "0+60x40",
        assay_watchdog_interval_seconds: "120x40",
      },
    },
  },
  {
    name: "AssayNoWorker",
    expr:
      `sum by (tier) (${exported('assay_rows{place=~"due|sent"}')}) > 0 ` +
      `and on (tier) ${exported("assay_workers")} == 0`,
    for: "5m",
    severity: "critical",
    summary: "Rows wait on the {{ $labels.tier }} tier and no worker lives there",
    action: "Start workers of this tier, or cancel the batches that need it.",
    dashboard: "assay-workers",
    fires: {
      at: "10m",
      labels: { tier: "http" },
      series: { [dueRows]: "7x20", 'assay_workers{tier="http"}': "0x20" },
    },
    silent: {
      at: "10m",
      why: "nothing waits there",
      series: { [dueRows]: "0x20", 'assay_workers{tier="http"}': "0x20" },
    },
  },
  {
    name: "AssayOldestRowWaits",
    expr:
      `(time() - ${exported("assay_oldest_due_row_timestamp_seconds")} > 1800) ` +
      `and on (tier) sum by (tier) (${exportedIncrease('assay_record_transitions_total{event="claimed"}', "30m")}) == 0`,
    for: "10m",
    severity: "warning",
    summary: "Rows of the {{ $labels.tier }} tier have waited for half an hour, and none is taken",
    action:
      "Look at the tier's workers: they live, or the watchdog says otherwise, but take nothing.",
    dashboard: "assay-workers",
    fires: {
      at: "70m",
      labels: { tier: "http" },
      series: { [oldest]: "60x80", [claimed]: "5x80" },
    },
    silent: {
      at: "70m",
      why: "a huge batch waits for its turn while rows are taken",
      series: { [oldest]: "60x80", [claimed]: "0+30x80" },
    },
  },
  {
    name: "AssayFailureBurn",
    // Both windows, so that it speaks soon and ends soon; a minimum, so that three rows are no spike.
    expr:
      `${failedShare("1h")} > 0.3 and ${failedShare("5m")} > 0.3 ` +
      `and sum(${exportedIncrease(ended, "1h")}) >= 50`,
    for: "2m",
    severity: "warning",
    summary: "Three rows of ten end in failure",
    action: "Look at the reasons: pause the batch if something is broken, else let it go on.",
    dashboard: "assay-batches",
    fires: {
      at: "60m",
      labels: {},
      series: { [answeredRows]: "0+5x70", [closedRows]: "0+5x70", [blockedRows]: "0+5x70" },
    },
    silent: {
      at: "60m",
      why: "one in ten fails, as ever",
      series: { [answeredRows]: "0+9x70", [closedRows]: "0+1x70", [blockedRows]: "0+1x70" },
    },
  },
  {
    name: "AssayCeilingNear",
    expr: `${exported("assay_batches_near_ceiling")} > 0`,
    for: "5m",
    severity: "warning",
    summary: "A batch has spent four fifths of its money ceiling",
    action: "Top it up now (`assay top-up`), or let it stop at its ceiling.",
    dashboard: "assay-models",
    fires: { at: "10m", labels: {}, series: { assay_batches_near_ceiling: "1x20" } },
    silent: {
      at: "10m",
      why: "none is near",
      series: { assay_batches_near_ceiling: "0x20" },
    },
  },
  {
    name: "AssayCeilingReached",
    expr: `sum(${exportedIncrease('assay_record_reasons_total{event="gave_up", reason="batch_ceiling"}', "15m")}) > 0`,
    for: "1m",
    severity: "warning",
    summary: "Rows end because their batch's money is spent",
    action: "Top the batch up (`assay top-up`) and its rows go on, or accept what is answered.",
    dashboard: "assay-models",
    fires: { at: "12m", labels: {}, series: { [stopped]: "0x5 3x20" } },
    silent: { at: "40m", why: "that was long ago", series: { [stopped]: "0x5 3x60" } },
  },
  {
    name: "AssayKeyDisabled",
    expr: `sum by (provider) (${exported('assay_keys{status="disabled"}')}) > 0`,
    for: "5m",
    severity: "warning",
    summary: "A key for {{ $labels.provider }} is disabled",
    action: "Pay for it or replace it, then `assay keys enable <alias>`.",
    dashboard: "assay-models",
    fires: {
      at: "10m",
      labels: { provider: "openai" },
      series: { 'assay_keys{provider="openai", status="disabled"}': "1x20" },
    },
    silent: {
      at: "10m",
      why: "a key that only rests comes back by itself",
      series: {
        'assay_keys{provider="openai", status="disabled"}': "0x20",
        'assay_keys{provider="openai", status="cooling"}': "1x20",
      },
    },
  },
  {
    name: "AssayRedisDown",
    expr: "max(assay_redis_up) == 0",
    for: "2m",
    severity: "critical",
    summary: "Redis does not answer",
    action: "Start it again. Rows are where they were; work goes on by itself.",
    dashboard: "assay-overview",
    fires: { at: "10m", labels: {}, series: { assay_redis_up: "1x3 0x20" } },
    silent: { at: "10m", why: "a restart of a minute", series: { assay_redis_up: "1x7 0 1x20" } },
  },
  {
    name: "AssayRedisMemory",
    expr:
      `${exported("assay_redis_memory_used_bytes")} > 0.9 * ${exported("assay_redis_memory_max_bytes")} ` +
      `and ${exported("assay_redis_memory_max_bytes")} > 0`,
    for: "5m",
    severity: "critical",
    summary: "Redis has used nine tenths of its memory",
    action: "Give it more, or let finished batches go: at the limit no work is taken in.",
    dashboard: "assay-overview",
    fires: {
      at: "10m",
      labels: {},
      series: {
        assay_redis_memory_used_bytes: "950x20",
        assay_redis_memory_max_bytes: "1000x20",
      },
    },
    silent: {
      at: "10m",
      why: "0 means no limit",
      series: { assay_redis_memory_used_bytes: "950x20", assay_redis_memory_max_bytes: "0x20" },
    },
  },
  {
    name: "AssayRedisEvicts",
    expr: "max(assay_redis_evicts) == 1",
    for: "5m",
    severity: "critical",
    summary: "Redis may throw rows away",
    action: "Set maxmemory-policy to noeviction.",
    dashboard: "assay-overview",
    fires: { at: "10m", labels: {}, series: { assay_redis_evicts: "1x20" } },
    silent: { at: "10m", why: "noeviction is set", series: { assay_redis_evicts: "0x20" } },
  },
  {
    name: "AssayRedisAofBroken",
    expr: "min(assay_redis_aof_healthy) == 0",
    for: "5m",
    severity: "critical",
    summary: "Redis can't write its append-only file",
    action: "Look at its disk: what is accepted now may not survive a restart.",
    dashboard: "assay-overview",
    fires: { at: "10m", labels: {}, series: { assay_redis_aof_healthy: "0x20" } },
    silent: { at: "10m", why: "it writes", series: { assay_redis_aof_healthy: "1x20" } },
  },
  {
    name: "AssayRedisAofOff",
    expr: "max(assay_redis_aof_enabled) == 0",
    for: "15m",
    severity: "warning",
    summary: "Redis keeps no append-only file",
    action: "Set appendonly to yes: without it a restart loses what was accepted.",
    dashboard: "assay-overview",
    fires: { at: "20m", labels: {}, series: { assay_redis_aof_enabled: "0x30" } },
    silent: { at: "20m", why: "it is on", series: { assay_redis_aof_enabled: "1x30" } },
  },
  {
    name: "AssayOutputMissing",
    // Seen by the watchdog, or by the exporter while the watchdog is away.
    expr: `(${notices("output_missing")}) or sum(${exported("assay_schedules_unproductive")}) > 0`,
    for: "1m",
    severity: "warning",
    summary: "A scheduled batch did not produce its output",
    action: "Look at why; start it by hand if its output is needed before the next time.",
    dashboard: "assay-overview",
    fires: { at: "20m", labels: {}, series: { assay_schedules_unproductive: "0x5 1x20" } },
    silent: {
      at: "20m",
      why: "the next time produced it",
      series: {
        assay_schedules_unproductive: "1x5 0x20",
        'assay_notices{cause="output_missing"}': "1x5 0x20",
      },
    },
  },
  {
    name: "AssayDependencyFailed",
    expr: notices("dependency_failed"),
    for: "1m",
    severity: "warning",
    summary: "Something that Assay needs does not work",
    action: "Mend it or take it out of the settings; `assay health` says what, and since when.",
    dashboard: "assay-overview",
    ...noticeCases("dependency_failed"),
  },
  {
    name: "AssayInvariantBroken",
    expr: notices("invariant_broken"),
    for: "1m",
    severity: "critical",
    summary: "The books of a batch don't agree",
    action: "Don't use its results before this is understood: keep its log, and run it anew.",
    dashboard: "assay-batches",
    ...noticeCases("invariant_broken"),
  },
  {
    name: "AssayRepairsExhausted",
    expr: notices("repairs_exhausted"),
    for: "1m",
    severity: "critical",
    summary: "The watchdog mended the same thing as often as it may",
    action: "Find out what breaks again and again; it does not come back by itself.",
    dashboard: "assay-overview",
    ...noticeCases("repairs_exhausted"),
  },
  {
    name: "AssayEventLoopLag",
    expr: `${exported("assay_worker_event_loop_lag_seconds")} > 1`,
    for: "10m",
    severity: "warning",
    summary: "A {{ $labels.tier }} worker is blocked for more than a second at a time",
    action: "Give the machine less to do: lower the tier's concurrency, or add a machine.",
    dashboard: "assay-workers",
    fires: {
      at: "15m",
      labels: { tier: "http" },
      series: { 'assay_worker_event_loop_lag_seconds{tier="http"}': "2x20" },
    },
    silent: {
      at: "15m",
      why: "a busy moment",
      series: { 'assay_worker_event_loop_lag_seconds{tier="http"}': "0.1x8 2x3 0.1x20" },
    },
  },
  {
    name: "AssayApiEventLoopLag",
    expr: 'max(nodejs_eventloop_lag_p99_seconds{job="assay-api"}) > 1',
    for: "10m",
    severity: "warning",
    summary: "The API is blocked for more than a second at a time",
    action: "Look at what is asked of it, or start a second one.",
    dashboard: "assay-workers",
    fires: {
      at: "15m",
      labels: {},
      series: { 'nodejs_eventloop_lag_p99_seconds{job="assay-api"}': "2x20" },
    },
    silent: {
      at: "15m",
      why: "a worker's lag is another alert's",
      series: { 'nodejs_eventloop_lag_p99_seconds{job="assay-workers"}': "2x20" },
    },
  },
  {
    name: "AssayBrowserCrashes",
    expr: "sum(increase(assay_browser_crashes_total[30m])) > 10",
    for: "10m",
    severity: "warning",
    summary: "Browsers crash again and again",
    action: "Look at the machine's memory, and at the browser workers' logs.",
    dashboard: "assay-workers",
    fires: {
      at: "50m",
      labels: {},
      series: { 'assay_browser_crashes_total{tier="browser"}': "0+1x60" },
    },
    silent: {
      at: "50m",
      why: "a crash now and then is mended by itself",
      series: { 'assay_browser_crashes_total{tier="browser"}': "0x20 3x40" },
    },
  },
];
