import { type Alert, alerts, type Series } from "./alert-table.ts";
import { document, type Yaml } from "./yaml.ts";

/** Where the API and the first workers are on one machine; other places have a config of their own. */
const api = "127.0.0.1:4400";
const firstWorkerPort = 4410;
const workersHere = 8;

/** An alert as Prometheus writes it. */
function rule({ name, expr, for: lasting, severity, summary, action, dashboard }: Alert): Yaml {
  return {
    alert: name,
    expr,
    for: lasting,
    labels: { severity },
    annotations: { summary, description: action, dashboard },
  };
}

/** `rules.yml`: the alerts, and one that always fires so that silence can be noticed from outside. */
export function prometheusRules(): string {
  return document({
    groups: [
      { name: "assay", interval: "30s", rules: alerts.map(rule) },
      {
        name: "assay-alive",
        rules: [
          {
            alert: "AssayAlive",
            expr: "vector(1)",
            labels: { severity: "none" },
            annotations: {
              summary: "Always fires: whoever stops hearing it knows that alerts don't arrive",
            },
          },
        ],
      },
    ],
  });
}

/** `prometheus.yml` for one machine. */
export function prometheusConfig(): string {
  const workers = Array.from({ length: workersHere }, (_, i) => `127.0.0.1:${firstWorkerPort + i}`);
  return document({
    global: { scrape_interval: "15s", evaluation_interval: "15s" },
    rule_files: ["rules.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:9093"] }] }] },
    scrape_configs: [
      { job_name: "assay-api", static_configs: [{ targets: [api] }] },
      { job_name: "assay-workers", static_configs: [{ targets: workers }] },
    ],
  });
}

/** `rules.test.yml` for `promtool test rules`: each alert speaks when it must, and not when it must not. */
export function ruleTests(): string {
  return document({
    rule_files: ["rules.yml"],
    evaluation_interval: "1m",
    tests: alerts.flatMap((alert): Yaml[] => [
      {
        name: `${alert.name} fires`,
        ...input(alert.fires.series),
        alert_rule_test: [
          { eval_time: alert.fires.at, alertname: alert.name, exp_alerts: [expected(alert)] },
        ],
      },
      {
        name: `${alert.name} is silent: ${alert.silent.why}`,
        ...input(alert.silent.series),
        alert_rule_test: [{ eval_time: alert.silent.at, alertname: alert.name, exp_alerts: [] }],
      },
    ]),
  });
}

function input(series: Series) {
  return {
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  };
}

function expected({ severity, summary, action, dashboard, fires }: Alert): Yaml {
  const said = summary.replaceAll(
    /\{\{ \$labels\.(\w+) \}\}/g,
    (_all, label: string) => fires.labels[label] ?? "",
  );
  return {
    exp_labels: { severity, ...fires.labels },
    exp_annotations: { summary: said, description: action, dashboard },
  };
}

/**
 * `alertmanager.yml`: one message per alert, again after a day if it stands, and only the cause while
 * its consequences ring too. The receivers are empty: fill in yours.
 */
export function alertmanagerConfig(): string {
  return document({
    route: {
      receiver: "people",
      group_by: ["alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "24h",
      routes: [
        {
          receiver: "outside",
          matchers: ['alertname="AssayAlive"'],
          group_wait: "0s",
          group_interval: "1m",
          repeat_interval: "1m",
        },
        { receiver: "people", matchers: ['severity="critical"'], repeat_interval: "4h" },
      ],
    },
    inhibit_rules: [
      {
        source_matchers: ['alertname="AssayApiDown"'],
        target_matchers: ['alertname=~"Assay(WatchdogSilent|RedisDown)"'],
      },
      {
        source_matchers: ['alertname="AssayRedisDown"'],
        target_matchers: ['alertname=~"Assay(WatchdogSilent|NoWorker|OldestRowWaits)"'],
      },
      {
        source_matchers: ['alertname="AssayNoWorker"'],
        target_matchers: ['alertname="AssayOldestRowWaits"'],
        equal: ["tier"],
      },
      {
        source_matchers: ['alertname="AssayCeilingReached"'],
        target_matchers: ['alertname="AssayCeilingNear"'],
      },
    ],
    receivers: [{ name: "people" }, { name: "outside" }],
  });
}
