import type { EvidenceKind, SnapshotPart } from "../../domain/evidence.ts";
import { partText, type Snapshot } from "../../domain/snapshot.ts";
import type { Range } from "../page/comments.ts";
import { channelsOf } from "./channels.ts";

/** Where a quote stands, verbatim. */
export interface Located {
  readonly part: SnapshotPart;
  readonly start: number;
  readonly match: string;
}

/** Shorter ones stand in every page. */
const leastChars = 8;
const mostChars = 1_000;
/** Places of one text that are looked at; a page can repeat a text without end. */
const mostPlaces = 200;

/**
 * The first place where a snapshot holds a quote in the channel that it is said to stand in.
 * Character by character: no case, white space or reference is forgiven. `undefined`: it is not there.
 */
export function locateQuote(
  snapshot: Snapshot,
  channel: EvidenceKind,
  quote: string,
): Located | undefined {
  if (quote.trim().length < leastChars || quote.length > mostChars) return undefined;
  if (channel === "header" || channel === "cookie" || channel === "redirect") {
    const part = channel === "redirect" ? "redirects" : "headers";
    const lines = partText(snapshot, part);
    return find(lines, quote, rangesOfLines(lines, channel), part);
  }
  return find(snapshot.text, quote, channelsOf(snapshot).get(channel) ?? [], "body");
}

function find(
  text: string,
  quote: string,
  ranges: readonly Range[],
  part: SnapshotPart,
): Located | undefined {
  let start = text.indexOf(quote);
  for (let places = 0; start !== -1 && places < mostPlaces; places += 1) {
    if (isWithin(ranges, start, start + quote.length)) return { part, start, match: quote };
    start = text.indexOf(quote, start + 1);
  }
  return undefined;
}

/** Where a header's line, a cookie's, or a hop's target stands. */
function rangesOfLines(lines: string, channel: EvidenceKind): Range[] {
  return [...lines.matchAll(/[^\n]+/g)].flatMap(({ 0: line, index }): Range[] => {
    if (channel === "cookie" && !/^set-cookie:/i.test(line)) return [];
    const from = channel === "redirect" ? line.indexOf(" -> ") + 4 : 0;
    return [[index + from, index + line.length]];
  });
}

/** Whether a stretch lies within one of the sorted ranges. */
function isWithin(ranges: readonly Range[], start: number, end: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[0] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const last = ranges[low - 1];
  return last !== undefined && start >= last[0] && end <= last[1];
}
