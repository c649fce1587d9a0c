/** Prometheus' text format as a map from `name{label="value"}` (labels in alphabetical order) to its number. */
export function parseText(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Series(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [ordered(line.slice(0, space)), Number(line.slice(space + 1))];
    }),
  );
}

/** Finds a series however its labels are ordered. */
class Series extends Map<string, number> {
  override get(series: string): number | undefined {
    return super.get(ordered(series));
  }

  override has(series: string): boolean {
    return super.has(ordered(series));
  }
}

function ordered(series: string): string {
  const brace = series.indexOf("{");
  if (brace < 0) return series;
  const labels = series.slice(brace + 1, -1).match(/[^,=]+="(?:[^"\\]|\\.)*"/g) ?? [];
  return `${series.slice(0, brace)}{${labels.toSorted().join(",")}}`;
}

/** The names of all metrics that a text declares, histograms by their series. */
export function metricNames(text: string): Set<string> {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}
