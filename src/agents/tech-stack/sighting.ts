import type { Evidence, EvidenceKind, SnapshotPart } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Signature, Technology } from "../../../specs/tech-stack/technology.ts";

/** One signature seen at work in one place. */
export interface Sighting {
  readonly technology: Technology;
  readonly signature: Signature;
  readonly evidence: Evidence;
  readonly snapshot: Snapshot;
}

/** Where in a snapshot something stands. */
export interface Position {
  readonly kind: EvidenceKind;
  readonly part: SnapshotPart;
  readonly start: number;
  readonly match: string;
}

const longestMatch = 2_000;

/** Writes down what was seen as evidence that the verifier can find again. */
export function sighting(
  seen: { readonly technology: Technology; readonly signature: Signature },
  snapshot: Snapshot,
  { kind, part, start, match }: Position,
): Sighting {
  return {
    technology: seen.technology,
    signature: seen.signature,
    snapshot,
    evidence: {
      fact: "leads",
      supports: `technologies/${seen.technology.id}`,
      url: snapshot.url,
      kind,
      match: match.slice(0, longestMatch),
      locator: { part, start },
      snapshot: snapshot.hash,
      at: snapshot.fetchedAt,
      signature: seen.technology.id,
    },
  };
}
