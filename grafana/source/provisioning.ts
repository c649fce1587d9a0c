import { type Alert, alerts } from "./alert-table.ts";
import { document, type Yaml } from "./yaml.ts";

export const dataSource = "assay-prometheus";

/** Grafana's data source: the Prometheus that `ASSAY_PROMETHEUS_URL` of Grafana's environment names. */
export function dataSources(): string {
  return document({
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: "Assay",
        uid: dataSource,
        type: "prometheus",
        access: "proxy",
        url: "${ASSAY_PROMETHEUS_URL}",
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: "POST", timeInterval: "15s" },
      },
    ],
  });
}

/** Grafana reads the dashboards from a folder; changes belong in grafana/source. */
export function dashboardProvider(): string {
  return document({
    apiVersion: 1,
    providers: [
      {
        name: "Assay",
        orgId: 1,
        folder: "Assay",
        folderUid: "assay",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: "/var/lib/grafana/dashboards/assay", foldersFromFilesStructure: false },
      },
    ],
  });
}

/**
 * The same alerts for a Grafana without Alertmanager. Use one of the two, or everything rings twice:
 * these lie beside the other provisioning, to be copied into `provisioning/alerting`.
 */
export function alertRules(): string {
  return document({
    apiVersion: 1,
    groups: [
      { orgId: 1, name: "assay", folder: "Assay", interval: "1m", rules: alerts.map(grafanaRule) },
    ],
  });
}

function grafanaRule({
  name,
  expr,
  for: lasting,
  severity,
  summary,
  action,
  dashboard,
}: Alert): Yaml {
  return {
    uid: name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase(),
    title: name,
    condition: "B",
    for: lasting,
    // An alert whose series are away says nothing; that they are away is AssayApiDown's to say.
    noDataState: "OK",
    execErrState: "Error",
    labels: { severity },
    // In provisioning files a lone $ would name a variable of Grafana's environment.
    annotations: {
      summary: summary.replaceAll("$", "$$$$"),
      description: action,
      __dashboardUid__: dashboard,
    },
    data: [
      {
        refId: "A",
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: dataSource,
        model: { refId: "A", instant: true, range: false, expr: `1 + 0 * (${expr})` },
      },
      {
        refId: "B",
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: "__expr__",
        model: {
          refId: "B",
          type: "threshold",
          expression: "A",
          conditions: [{ evaluator: { type: "gt", params: [0] } }],
        },
      },
    ],
  };
}
