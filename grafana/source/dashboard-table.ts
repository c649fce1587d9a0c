import type { DashboardSpec, PanelSpec } from "./panels.ts";
import { exported, exportedIncrease, exportedRate, quantile } from "./promql.ts";

type Query = PanelSpec["queries"][number];

const number = (title: string, says: string, unit: string, query: string): PanelSpec => ({
  title,
  says,
  unit,
  kind: "number",
  width: 4,
  queries: [[query, ""]],
});
const lines = (title: string, says: string, unit: string, ...queries: Query[]): PanelSpec => ({
  title,
  says,
  unit,
  kind: "lines",
  width: 8,
  queries,
});

const ends = 'assay_record_transitions_total{event=~"answered|closed|gave_up|cancelled|refused"}';
const tokens = "sum by (model, kind)";

const overview: DashboardSpec = {
  uid: "assay-overview",
  title: "Assay: overview",
  says: "Is work going on, does it succeed, what does it cost, and does somebody have to decide anything?",
  rows: [
    {
      title: "Now",
      panels: [
        number(
          "Open rows",
          "All tiers, wherever they wait or are worked on.",
          "short",
          `sum(${exported("assay_rows")})`,
        ),
        number(
          "Rows ended, per minute",
          "Over the last five minutes.",
          "short",
          `60 * sum(${exportedRate(ends, "5m")})`,
        ),
        number(
          "Workers",
          "Processes that live, all tiers.",
          "short",
          `sum(${exported("assay_workers")})`,
        ),
        number(
          "Spent in 24 h",
          "As the ledgers say.",
          "currencyUSD",
          `sum(${exportedIncrease("assay_cost_usd_total", "24h")})`,
        ),
        number(
          "Notices that stand",
          "What a person should decide: GET /notices.",
          "short",
          `sum(${exported("assay_notices")})`,
        ),
        number(
          "Watchdog's last look",
          "Seconds ago. It looks every two minutes.",
          "s",
          `time() - ${exported("assay_watchdog_last_look_timestamp_seconds")}`,
        ),
      ],
    },
    {
      title: "Rows",
      panels: [
        lines("Ends", "What becomes of rows, per second.", "ops", [
          `sum by (event) (${exportedRate(ends)})`,
          "{{event}}",
        ]),
        lines("Answered by tier", "Cheaper tiers should answer most.", "ops", [
          `sum by (tier) (${exportedRate('assay_record_transitions_total{event="answered"}')})`,
          "{{tier}}",
        ]),
        lines(
          "Open rows by place",
          "Due rows wait for a worker; those of later cool down.",
          "short",
          [`sum by (place) (${exported("assay_rows")})`, "{{place}}"],
        ),
      ],
    },
    {
      title: "Money",
      panels: [
        lines("Cost per tier, per hour", "Where the money goes.", "currencyUSD", [
          `3600 * sum by (tier) (${exportedRate("assay_cost_usd_total")})`,
          "{{tier}}",
        ]),
        lines(
          "Cost per answer, by tier",
          "Over the last hour; a gap where a tier answered nothing.",
          "currencyUSD",
          [
            `sum by (tier) (${exportedIncrease("assay_cost_usd_total", "1h")}) / (sum by (tier) (${exportedIncrease('assay_record_transitions_total{event="answered"}', "1h")}) > 0)`,
            "{{tier}}",
          ],
        ),
        lines("Cost since ever", "Never falls, whatever is removed or restarted.", "currencyUSD", [
          `sum by (tier) (${exported("assay_cost_usd_total")})`,
          "{{tier}}",
        ]),
      ],
    },
    {
      title: "Itself",
      panels: [
        lines(
          "Repairs, per hour",
          "What was mended without anybody: counted, not announced.",
          "short",
          [`sum by (kind) (${exportedIncrease("assay_repairs_total", "1h")})`, "{{kind}}"],
        ),
        lines(
          "Schedules",
          "All of them, and those whose last time did not produce its output.",
          "short",
          [exported("assay_schedules"), "all"],
          [exported("assay_schedules_unproductive"), "without output"],
        ),
        lines(
          "Redis' memory",
          "Used, and the most it may use.",
          "bytes",
          [exported("assay_redis_memory_used_bytes"), "used"],
          [exported("assay_redis_memory_max_bytes") + " > 0", "limit"],
        ),
        lines(
          "Redis' answer, and the exporter's",
          "How long a ping and a whole scrape took.",
          "s",
          ["max(assay_redis_ping_seconds)", "ping"],
          ["max(assay_exporter_collect_seconds)", "scrape"],
        ),
      ],
    },
  ],
};

const chosen = 'workflow=~"$workflow"';

const batches: DashboardSpec = {
  uid: "assay-batches",
  title: "Assay: batches",
  says: "How far are batches of a workflow, and why do rows not get an answer? One batch's numbers are in GET /batches/<id>: batches are no labels, so that there can be any number.",
  choose: { name: "workflow", metric: "assay_record_transitions_total" },
  rows: [
    {
      title: "Batches",
      panels: [
        number(
          "Active",
          "Batches with open rows that run.",
          "short",
          exported('assay_batches{status="active"}'),
        ),
        number(
          "Paused",
          "By a person, or because their specs changed.",
          "short",
          exported('assay_batches{status="paused"}'),
        ),
        number("Stored", "Finished ones included.", "short", exported("assay_batches_stored")),
        number(
          "Near their ceiling",
          "Four fifths of the money is spent.",
          "short",
          exported("assay_batches_near_ceiling"),
        ),
        number(
          "Answered share, 1 h",
          "Of rows that ended.",
          "percentunit",
          `sum(${exportedIncrease(`assay_record_transitions_total{event="answered", ${chosen}}`, "1h")}) / sum(${exportedIncrease(`assay_record_transitions_total{event=~"answered|closed|gave_up", ${chosen}}`, "1h")})`,
        ),
        number(
          "Lines taken in, 24 h",
          "Duplicates included.",
          "short",
          `sum(${exportedIncrease(`assay_lines_accepted_total{${chosen}}`, "24h")})`,
        ),
      ],
    },
    {
      title: "Progress",
      panels: [
        lines("State changes", "Per second.", "ops", [
          `sum by (event) (${exportedRate(`assay_record_transitions_total{${chosen}}`)})`,
          "{{event}}",
        ]),
        lines("Ends by tier", "Where rows end.", "ops", [
          `sum by (tier, event) (${exportedRate(`assay_record_transitions_total{event=~"answered|closed|gave_up", ${chosen}}`)})`,
          "{{tier}} {{event}}",
        ]),
        lines(
          "Lines taken in",
          "And those that share another's work.",
          "ops",
          [`sum(${exportedRate(`assay_lines_accepted_total{${chosen}}`)})`, "lines"],
          [`sum(${exportedRate(`assay_lines_duplicate_total{${chosen}}`)})`, "duplicates"],
        ),
      ],
    },
    {
      title: "Why not (all workflows)",
      panels: [
        lines("Closed or given up, by reason", "Per hour.", "short", [
          `sum by (reason) (${exportedIncrease('assay_record_reasons_total{event=~"closed|gave_up"}', "1h")}) > 0`,
          "{{reason}}",
        ]),
        lines("Escalated, by tier and reason", "Per hour.", "short", [
          `sum by (tier, reason) (${exportedIncrease('assay_record_reasons_total{event="escalated"}', "1h")}) > 0`,
          "{{tier}} {{reason}}",
        ]),
        lines(
          "Released, by reason",
          "Rows that wait for the outside, or whose worker died. Per hour.",
          "short",
          [
            `sum by (reason) (${exportedIncrease('assay_record_reasons_total{event="released"}', "1h")}) > 0`,
            "{{reason}}",
          ],
        ),
        lines(
          "Evidence refused, by kind",
          "What the verifier held against claims. Per hour.",
          "short",
          [
            `sum by (kind) (${exportedIncrease("assay_evidence_rejections_total", "1h")}) > 0`,
            "{{kind}}",
          ],
        ),
        lines("Redlines", "Checks that refused something. Per hour.", "short", [
          `sum by (check) (${exportedIncrease("assay_redlines_total", "1h")}) > 0`,
          "{{check}}",
        ]),
        lines("Attempts by agent", "How they ended, per hour.", "short", [
          `sum by (agent, end) (${exportedIncrease("assay_agent_attempts_total", "1h")}) > 0`,
          "{{agent}} {{end}}",
        ]),
      ],
    },
  ],
};

const workers: DashboardSpec = {
  uid: "assay-workers",
  title: "Assay: workers and queues",
  says: "Are there enough workers, how long do rows wait, and how is the web outside?",
  rows: [
    {
      title: "Queues",
      panels: [
        lines("Rows by tier", "Due and sent rows wait for a worker.", "short", [
          `sum by (tier) (${exported('assay_rows{place=~"due|sent"}')})`,
          "{{tier}}",
        ]),
        lines(
          "Oldest due row",
          "How long it has waited. A huge batch's first tier waits for its turn.",
          "s",
          [`time() - ${exported("assay_oldest_due_row_timestamp_seconds")}`, "{{tier}}"],
        ),
        lines("Jobs in queues", "A window only; the backlog lies in the batches.", "short", [
          exported("assay_queue_jobs"),
          "{{tier}} {{state}}",
        ]),
        lines("Wait in the queue, p95", "From the queue to a worker.", "s", [
          quantile(0.95, "assay_queue_wait_seconds", ["tier"]),
          "{{tier}}",
        ]),
      ],
    },
    {
      title: "Workers",
      panels: [
        lines("Slots in use", "Near 1: more workers would help.", "percentunit", [
          `${exported("assay_worker_slots_busy")} / (${exported("assay_worker_slots")} > 0)`,
          "{{tier}}",
        ]),
        lines("Live workers", "By their signs of life in Redis.", "short", [
          exported("assay_workers"),
          "{{tier}}",
        ]),
        lines(
          "Event loop lag",
          "The worst worker of each tier, and the API.",
          "s",
          [exported("assay_worker_event_loop_lag_seconds"), "{{tier}}"],
          ['max(nodejs_eventloop_lag_p99_seconds{job="assay-api"})', "API p99"],
        ),
        lines(
          "Memory",
          "Of all workers of a tier, and of each process that Prometheus sees.",
          "bytes",
          [exported("assay_worker_resident_memory_bytes"), "{{tier}}"],
          ["process_resident_memory_bytes", "{{instance}}"],
        ),
        lines("CPU", "Cores in use.", "short", [
          "rate(process_cpu_seconds_total[$__rate_interval])",
          "{{instance}}",
        ]),
        lines("Versions", "One, except while a new one is rolled out.", "short", [
          "count by (version) (assay_build_info)",
          "{{version}}",
        ]),
      ],
    },
    {
      title: "Attempts",
      panels: [
        lines("Duration, p95", "By tier.", "s", [
          quantile(0.95, "assay_attempt_duration_seconds", ["tier"]),
          "{{tier}}",
        ]),
        lines("Duration, p50", "By tier.", "s", [
          quantile(0.5, "assay_attempt_duration_seconds", ["tier"]),
          "{{tier}}",
        ]),
        lines("Ends", "Per second.", "ops", [
          "sum by (tier, outcome) (rate(assay_attempt_duration_seconds_count[$__rate_interval])) > 0",
          "{{tier}} {{outcome}}",
        ]),
      ],
    },
    {
      title: "The web",
      panels: [
        lines(
          "Fetches by outcome",
          "Per second; vendors are hosts that serve many companies.",
          "ops",
          [
            "sum by (host_class, outcome) (rate(assay_fetches_total[$__rate_interval])) > 0",
            "{{host_class}} {{outcome}}",
          ],
        ),
        lines("Fetch duration, p95", "Waiting for the host's turn included.", "s", [
          quantile(0.95, "assay_fetch_duration_seconds", ["host_class"]),
          "{{host_class}}",
        ]),
        lines(
          "Browsers",
          "Pages per second; launches and crashes per hour.",
          "short",
          [
            "sum by (kind, outcome) (rate(assay_browser_pages_total[$__rate_interval]))",
            "{{kind}} {{outcome}}",
          ],
          ["sum(increase(assay_browser_launches_total[1h]))", "launches"],
          ["sum(increase(assay_browser_crashes_total[1h]))", "crashes"],
        ),
      ],
    },
  ],
};

const models: DashboardSpec = {
  uid: "assay-models",
  title: "Assay: models",
  says: "What do models cost, how do they answer, and which keys rest?",
  rows: [
    {
      title: "Money",
      panels: [
        lines("Cost per model, per hour", "As the ledgers say.", "currencyUSD", [
          `3600 * sum by (model) (${exportedRate('assay_cost_usd_total{kind="model"}')})`,
          "{{model}}",
        ]),
        lines("Cost per agent, per hour", "Models, pages and browser time.", "currencyUSD", [
          `3600 * sum by (agent, kind) (${exportedRate("assay_cost_usd_total")})`,
          "{{agent}} {{kind}}",
        ]),
        lines(
          "Booked as estimated",
          "Calls that nobody counted stand at their reservation. A large share means timeouts or dying workers.",
          "percentunit",
          [
            `sum(${exportedIncrease("assay_estimated_cost_usd_total", "1h")}) / (sum(${exportedIncrease("assay_cost_usd_total", "1h")}) > 0)`,
            "share",
          ],
        ),
      ],
    },
    {
      title: "Tokens",
      panels: [
        lines("Tokens by model and kind", "Per second. The kinds don't overlap.", "short", [
          `${tokens} (${exportedRate("assay_tokens_total")}) > 0`,
          "{{model}} {{kind}}",
        ]),
        lines("Read from cache", "Share of all input.", "percentunit", [
          `sum by (model) (${exportedRate('assay_tokens_total{kind="cache_read"}')}) / (sum by (model) (${exportedRate('assay_tokens_total{kind!="output"}')}) > 0)`,
          "{{model}}",
        ]),
        lines("Thought", "Share of the output that models used to think.", "percentunit", [
          `sum by (model) (${exportedRate("assay_reasoning_tokens_total")}) / (sum by (model) (${exportedRate('assay_tokens_total{kind="output"}')}) > 0)`,
          "{{model}}",
        ]),
      ],
    },
    {
      title: "Calls",
      panels: [
        lines("Calls by outcome", "Per second, as the workers saw them.", "ops", [
          "sum by (model, outcome) (rate(assay_model_calls_total[$__rate_interval])) > 0",
          "{{model}} {{outcome}}",
        ]),
        lines("Duration, p95", "Of one call.", "s", [
          quantile(0.95, "assay_model_call_duration_seconds", ["model"]),
          "{{model}}",
        ]),
        lines("Booked calls", "Per hour, as the ledgers say; `lost`: the worker died.", "short", [
          `sum by (model, outcome) (${exportedIncrease("assay_ledger_calls_total", "1h")}) > 0`,
          "{{model}} {{outcome}}",
        ]),
      ],
    },
    {
      title: "Limits",
      panels: [
        lines(
          "Keys",
          "Those that rest come back by themselves; disabled ones wait for a person.",
          "short",
          [`${exported("assay_keys")} > 0`, "{{provider}} {{status}}"],
        ),
        lines("Why work with models ended", "Per hour.", "short", [
          `sum by (reason) (${exportedIncrease("assay_model_stops_total", "1h")}) > 0`,
          "{{reason}}",
        ]),
        lines(
          "Rows at the ceiling",
          "Rows that ended because their batch's money was spent. Per hour.",
          "short",
          [
            `sum(${exportedIncrease('assay_record_reasons_total{reason="batch_ceiling"}', "1h")})`,
            "rows",
          ],
        ),
      ],
    },
  ],
};

/** Every dashboard, by the file that it is written to. */
export const dashboards: Readonly<Record<string, DashboardSpec>> = {
  overview,
  batches,
  workers,
  models,
};
