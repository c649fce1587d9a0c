import { dashboards } from "./dashboard-table.ts";
import { dashboard } from "./panels.ts";
import {
  alertmanagerConfig,
  prometheusConfig,
  prometheusRules,
  ruleTests,
} from "./prometheus-files.ts";
import { alertRules, dashboardProvider, dataSources } from "./provisioning.ts";

/** Every file of `grafana/` that is written by `npm run grafana`, by its path there. */
export function grafanaFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["prometheus/prometheus.yml", prometheusConfig()],
    ["prometheus/rules.yml", prometheusRules()],
    ["prometheus/rules.test.yml", ruleTests()],
    ["alertmanager/alertmanager.yml", alertmanagerConfig()],
    ["provisioning/datasources/assay.yaml", dataSources()],
    ["provisioning/dashboards/assay.yaml", dashboardProvider()],
    ["alert-rules/assay.yaml", alertRules()],
    ...Object.entries(dashboards).map(
      ([name, spec]) => [`dashboards/${name}.json`, dashboard(spec)] as const,
    ),
  ]);
}
