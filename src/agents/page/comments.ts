export type Range = readonly [start: number, end: number];

const markupComments: readonly Delimiters[] = [
  ["{/*", "*/}"],
  ["<%--", "--%>"],
  ["{{!--", "--}}"],
];
type Delimiters = readonly [open: string, close: string];

/** Comments of template languages that were shipped as they are: a person sees them, no vendor runs. */
export function templateComments(source: string): Range[] {
  const found: Range[] = [];
  for (const [open, close] of markupComments) {
    let start = source.indexOf(open);
    while (start !== -1) {
      const end = source.indexOf(close, start + open.length);
      if (end === -1) break;
      found.push([start, end + close.length]);
      start = source.indexOf(open, end);
    }
  }
  return found;
}

/**
 * The comments of a script, as ranges of the source. Errs on the side of live code: `//` counts
 * only where a statement may begin or end, so that no address is taken for a comment.
 */
export function scriptComments(source: string, from: number, to: number): Range[] {
  const found: Range[] = [];
  let at = from;
  while (at < to) {
    const character = source[at] ?? "";
    const end = character === "/" ? commentEnd(source, at, from, to) : undefined;
    if (end !== undefined) found.push([at, end]);
    at = end ?? (quotes.has(character) ? textEnd(source, at, to) : at + 1);
  }
  return found;
}

const quotes: ReadonlySet<string> = new Set(['"', "'", "`"]);

/** Where a quoted text ends; one that isn't closed ends with its line. */
function textEnd(source: string, start: number, to: number): number {
  const quote = source[start];
  for (let at = start + 1; at < to; at += 1) {
    const character = source[at];
    if (character === "\\") at += 1;
    else if (character === quote || (character === "\n" && quote !== "`")) return at + 1;
  }
  return to;
}

function commentEnd(source: string, at: number, from: number, to: number): number | undefined {
  const next = source[at + 1];
  if (next === "*") {
    const end = source.indexOf("*/", at + 2);
    return end === -1 || end + 2 > to ? undefined : end + 2;
  }
  if (next !== "/" || (at > from && !/[\s;,{}()>[\]]/.test(source[at - 1] ?? ""))) return undefined;
  const end = source.indexOf("\n", at);
  return end === -1 || end > to ? to : end;
}

/** Sorts ranges and joins those that overlap. */
export function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: [number, number][] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** Whether a position lies in one of the sorted, disjoint ranges. */
export function isInside(ranges: readonly Range[], position: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (position < range[0]) high = middle - 1;
    else if (position >= range[1]) low = middle + 1;
    else return true;
  }
  return false;
}
