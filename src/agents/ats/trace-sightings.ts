import type { Trace } from "../../../specs/ats/recruiting-system.ts";
import type { EvidenceKind } from "../../domain/evidence.ts";
import { partText } from "../../domain/snapshot.ts";
import { isCareersKind, type PageKind } from "../page/link-rank.ts";
import { liveSource } from "../page/live-source.ts";
import type { Page, Span } from "../page/page.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { proofAt } from "./proof.ts";
import { type Sighting, sightingOf, type Weight } from "./sighting.ts";

const inBody: ReadonlySet<Trace["kind"]> = new Set(["script", "dom", "iframe", "text"]);
const inHeaders: ReadonlySet<Trace["kind"]> = new Set(["header", "cookie"]);

/** What a page's source and headers show of a vendor without an address. */
export function traceSightings(page: Page, kind: PageKind, catalogue: Catalogue): Sighting[] {
  const { snapshot } = page;
  const seen = { url: snapshot.url, kind };
  const source = unescaped(liveSource(page));
  const body = catalogue.traces(source.text, inBody).map(({ recognised, trace, start, raw }) => {
    const from = source.original(start);
    const span = {
      raw: snapshot.text.slice(from, source.original(start + raw.length)),
      start: from,
    };
    const proof = proofAt(snapshot, channelOf(page, trace.kind, span), span);
    return sightingOf({ recognised, weight: weigh(trace, kind), proof, page: seen });
  });
  const headers = catalogue
    .traces(partText(snapshot, "headers"), inHeaders)
    .map(({ recognised, trace, start, raw }) => {
      const proof = proofAt(
        snapshot,
        trace.kind === "cookie" ? "cookie" : "header",
        { raw, start },
        "headers",
      );
      return sightingOf({ recognised, weight: weigh(trace, kind), proof, page: seen });
    });
  return [...body, ...headers];
}

function weigh({ strength, kind: channel }: Trace, kind: PageKind): Weight {
  const isPlace = isCareersKind(kind) || (kind === "home" && !inHeaders.has(channel));
  return strength === "strong" && isPlace ? "embed" : "hint";
}

/** The channel that a trace really stands in: inside a script's code, or in the markup. */
function channelOf({ scripts }: Page, kind: EvidenceKind, { start }: Span): EvidenceKind {
  const isInScript = scripts.some(
    ({ inline }) =>
      inline !== undefined && start >= inline.start && start < inline.start + inline.raw.length,
  );
  if (isInScript) return "script";
  return kind === "script" ? "dom" : kind;
}

interface Unescaped {
  readonly text: string;
  /** The position in the original of one in the text. */
  readonly original: (position: number) => number;
}

/** A text with `\/` as `/`, and the way back. */
function unescaped(source: string): Unescaped {
  if (!source.includes("\\/")) return { text: source, original: (position) => position };
  const removed: number[] = [];
  for (let at = source.indexOf("\\/"); at !== -1; at = source.indexOf("\\/", at + 2))
    removed.push(at - removed.length);
  const text = source.replaceAll("\\/", "/");
  return { text, original: (position) => position + countBelow(removed, position) };
}

/** How many of the sorted numbers are smaller. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
