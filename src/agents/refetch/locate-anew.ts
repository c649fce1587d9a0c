import type { Evidence } from "../../domain/evidence.ts";
import { partText, type Snapshot } from "../../domain/snapshot.ts";
import { spotOf } from "../../evidence/scan/spot.ts";
import type { Spot } from "../../evidence/workflow-rule.ts";
import { sameLineIn } from "./same-line.ts";

/** A place where evidence may stand in new bytes. */
interface Candidate {
  readonly start: number;
  readonly match: string;
}

/** Places looked at, nearest first: a page may hold the same words thousands of times. */
const mostPlaces = 20;
const longestMatch = 2_000;

/**
 * Evidence of the same fact, kind and words in newly fetched bytes, or `undefined` when they don't
 * show it. Of several places the one that is most like the old comes first, then the nearest.
 */
export function locateAnew(
  evidence: Evidence,
  old: Snapshot,
  anew: Snapshot,
): Evidence | undefined {
  const url = addressIn(evidence, old, anew);
  if (url === undefined) return undefined;
  const { part, start: oldStart } = evidence.locator;
  const text = partText(anew, part);
  const before = spotAt(evidence, { start: oldStart, match: evidence.match }, old);
  let best: { place: Candidate; likeness: number } | undefined;
  for (const place of places(evidence, text, anew)) {
    const spot = spotAt(evidence, place, anew);
    if (spot === undefined) continue;
    const likeness = likenessOf(spot, before);
    if (best === undefined || likeness > best.likeness) best = { place, likeness };
    if (likeness === sameSpot) break;
  }
  if (best === undefined) return undefined;
  const { start, match } = best.place;
  return {
    ...evidence,
    url,
    match,
    locator: { part, start },
    snapshot: anew.hash,
    at: anew.fetchedAt,
  };
}

/** The page's address, or the hop that the evidence names if the new way has it too. */
function addressIn({ url, locator }: Evidence, old: Snapshot, anew: Snapshot): string | undefined {
  if (url === old.url) return anew.url;
  if (locator.part === "body") return undefined;
  return anew.redirects.some(({ from, to }) => url === from || url === to) ? url : undefined;
}

function places(evidence: Evidence, text: string, anew: Snapshot): Candidate[] {
  const { match, locator } = evidence;
  const found = nearest(text, match, locator.start).map((start) => ({ start, match }));
  if (found.length > 0) return found;
  const line = sameLineIn(evidence, text, anew.source);
  return line === undefined ? [] : [{ ...line, match: line.match.slice(0, longestMatch) }];
}

/** Where the words stand, going outwards: the whole page is never listed. */
function nearest(text: string, match: string, from: number): number[] {
  const found: number[] = [];
  let after = text.indexOf(match, from);
  let before = from > 0 ? text.lastIndexOf(match, from - 1) : -1;
  while (found.length < mostPlaces && (after >= 0 || before >= 0)) {
    if (before < 0 || (after >= 0 && after - from <= from - before)) {
      found.push(after);
      after = text.indexOf(match, after + 1);
    } else {
      found.push(before);
      before = before > 0 ? text.lastIndexOf(match, before - 1) : -1;
    }
  }
  return found;
}

function spotAt(evidence: Evidence, { start, match }: Candidate, snapshot: Snapshot) {
  const text = partText(snapshot, evidence.locator.part);
  const spot = spotOf(evidence, { text, start, end: start + match.length, snapshot });
  return typeof spot === "string" ? undefined : spot;
}

const sameSpot = 2;

/** A match may begin many addresses: the one that says the same as a whole is the one that was meant. */
function likenessOf(spot: Spot, before: Spot | undefined): number {
  if (before === undefined) return 0;
  if (spot.value === before.value && spot.tag === before.tag) return sameSpot;
  return spot.address !== undefined && spot.address === before.address ? 1 : 0;
}
