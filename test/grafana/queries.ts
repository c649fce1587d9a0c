import { parser } from "@prometheus-io/lezer-promql";
import { alerts } from "../../grafana/source/alert-table.ts";
import { dashboards } from "../../grafana/source/dashboard-table.ts";

/** A query as Prometheus is asked it, and where it stands. */
export interface Query {
  readonly where: string;
  readonly expr: string;
}

/** Every query of every dashboard and rule, Grafana's own words filled in. */
export function allQueries(): Query[] {
  const panels = Object.values(dashboards).flatMap(({ title, choose, rows }) => [
    ...(choose ? [{ where: `${title}, variable ${choose.name}`, expr: choose.metric }] : []),
    ...rows.flatMap(({ panels: own }) =>
      own.flatMap((panel) =>
        panel.queries.map(([expr]) => ({ where: `${title}, ${panel.title}`, expr: filled(expr) })),
      ),
    ),
  ]);
  return [...panels, ...alerts.map(({ name, expr }) => ({ where: name, expr }))];
}

function filled(expr: string): string {
  return expr.replaceAll("$__rate_interval", "1m").replaceAll("$workflow", ".*");
}

/** The metrics that a query names; throws where it is no PromQL. */
export function metricsOf({ where, expr }: Query): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`${where} is no PromQL at ${from}: ${expr}`);
      if (type.name === "Identifier") names.push(expr.slice(from, to));
    },
  });
  return names;
}

/** The labels that a query selects or groups by, by metric where it says so. */
export function labelsOf({ expr }: Query): string[] {
  const labels: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.name === "LabelName") labels.push(expr.slice(from, to));
    },
  });
  return labels;
}
