import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** One question and its answer: a number now, or lines over time. */
export interface PanelSpec {
  readonly title: string;
  /** What it answers, and what to make of it. */
  readonly says: string;
  readonly kind: "number" | "lines";
  /** Of 24. */
  readonly width: number;
  readonly unit: string;
  /** Expression and legend. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly says: string;
  /** Label whose values can be chosen, from a metric. */
  readonly choose?: { readonly name: string; readonly metric: string };
  readonly rows: readonly RowSpec[];
}

const source = { type: "prometheus", uid: "${datasource}" };
const letters = "ABCDEFGH";
const linesHeight = 8;
const numberHeight = 4;

/** A dashboard in Grafana's Classic JSON, which every version since 9 reads. */
export function dashboard({ uid, title, says, choose, rows }: DashboardSpec): string {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(says)
    .tags(["assay"])
    .timezone("browser")
    .time({ from: "now-6h", to: "now" })
    .refresh("30s")
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .link(
      new DashboardLinkBuilder("Assay")
        .type(DashboardLinkType.Dashboards)
        .tags(["assay"])
        .includeVars(false)
        .keepTime(true),
    )
    .withVariable(
      new DatasourceVariableBuilder("datasource").label("Prometheus").type("prometheus"),
    );
  if (choose) {
    builder.withVariable(
      new QueryVariableBuilder(choose.name)
        .label(choose.name)
        .datasource(source)
        .query(`label_values(${choose.metric}, ${choose.name})`)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .includeAll(true)
        .multi(true)
        .allValue(".*"),
    );
  }
  let id = 0;
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id((id += 1)));
    for (const spec of row.panels) builder.withPanel(panel(spec, (id += 1)));
  }
  return `${JSON.stringify(builder.build(), null, 2)}\n`;
}

function panel(spec: PanelSpec, id: number): Builder<Panel> {
  const targets = spec.queries.map(([expr, legend], i) =>
    query(expr, legend, letters[i] ?? "Z", spec.kind),
  );
  const common = <
    B extends {
      id(id: number): B;
      title(title: string): B;
      description(text: string): B;
      datasource(ref: { type?: string; uid?: string }): B;
      span(width: number): B;
      height(height: number): B;
      unit(unit: string): B;
      targets(targets: DataqueryBuilder[]): B;
    },
  >(
    builder: B,
    height: number,
  ): B =>
    builder
      .id(id)
      .title(spec.title)
      .description(spec.says)
      .datasource(source)
      .span(spec.width)
      .height(height)
      .unit(spec.unit)
      .targets(targets);
  if (spec.kind === "number") {
    return common(new StatBuilder(), numberHeight)
      .colorMode(BigValueColorMode.None)
      .graphMode(BigValueGraphMode.Area);
  }
  return common(new TimeseriesBuilder(), linesHeight)
    .min(0)
    .fillOpacity(8)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
}

function query(
  expr: string,
  legend: string,
  refId: string,
  kind: PanelSpec["kind"],
): DataqueryBuilder {
  const builder = new DataqueryBuilder()
    .datasource(source)
    .refId(refId)
    .expr(expr)
    .legendFormat(legend);
  return kind === "number" ? builder.instant() : builder.range();
}
