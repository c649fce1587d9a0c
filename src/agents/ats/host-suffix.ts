/** The last two labels of a host: a cheap key that needs no list of public suffixes. */
export function lastLabels(host: string): string {
  const last = host.lastIndexOf(".");
  return host.slice(host.lastIndexOf(".", last - 1) + 1);
}

/** The last two labels of every host that a pattern can match; empty when they can't be told. */
export function suffixesOf(pattern: string): string[] {
  if (!pattern.endsWith("$")) return [];
  const found = new Set<string>();
  for (const expanded of expand(pattern.slice(0, -1))) {
    const literal = /(?:^|[^a-z0-9-])((?:[a-z0-9-]+\\\.)+[a-z0-9-]+)$/
      .exec(expanded)?.[1]
      ?.replaceAll("\\.", ".");
    if (literal === undefined || !isWhole(expanded, literal)) return [];
    found.add(lastLabels(literal));
  }
  return [...found];
}

/** Whether the first of the labels is a whole one; with more than two it doesn't matter. */
function isWhole(expanded: string, literal: string): boolean {
  if (literal.split(".").length > 2) return true;
  const before = expanded.slice(0, -literal.replaceAll(".", "\\.").length);
  return before === "^" || before.endsWith("\\.") || before.endsWith(")?") || before.endsWith(")");
}

/** Writes out the alternatives of the last plain group, so that `\.(?:de|com)` is two literals. */
function expand(pattern: string): string[] {
  const group = /\((?:\?:|\?<\w+>)([a-z0-9|\\.-]+)\)((?:\\\.|[a-z0-9-])*)$/.exec(pattern);
  if (group === null) return [pattern];
  const head = pattern.slice(0, group.index);
  return (group[1] ?? "").split("|").map((option) => `${head}${option}${group[2] ?? ""}`);
}
