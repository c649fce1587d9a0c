import type { Evidence, EvidenceKind, Fact, SnapshotPart } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Span } from "../page/page.ts";

/** A place in a snapshot that proves something, not yet said what. */
export interface Proof {
  readonly kind: EvidenceKind;
  readonly snapshot: Snapshot;
  readonly part: SnapshotPart;
  readonly start: number;
  readonly match: string;
}

const longestMatch = 1_000;

export function proofAt(
  snapshot: Snapshot,
  kind: EvidenceKind,
  span: Span,
  part: SnapshotPart = "body",
): Proof {
  return { kind, snapshot, part, start: span.start, match: span.raw.slice(0, longestMatch) };
}

/** Says what a proof is for. */
export function evidenceOf(
  proof: Proof,
  fact: Fact,
  supports: string,
  signature: string | null,
): Evidence {
  const { kind, snapshot, part, start, match } = proof;
  return {
    fact,
    supports,
    url: snapshot.url,
    kind,
    match,
    locator: { part, start },
    snapshot: snapshot.hash,
    at: snapshot.fetchedAt,
    signature,
  };
}
