import type { z } from "zod";
import type { AnswerClaim, EndingClaim, Evidence, RejectionKind } from "../domain/evidence.ts";
import type { Snapshot } from "../domain/snapshot.ts";

export type Json = z.infer<ReturnType<typeof z.json>>;

/** The record that a claim is about: its input, as the batch gave it. */
export interface Subject {
  readonly input: Readonly<Record<string, Json>>;
  /**
   * A model chose where to look: a stranger's page could have told it to. What it was led to must
   * then be named by somebody other than the place that led there.
   */
  readonly isAdvised?: boolean;
}

/** One reason to refuse a claim; `detail` says to a person what stood in the way. */
export interface Rejection {
  readonly kind: RejectionKind;
  readonly detail: string;
}

/**
 * What really stands at a piece of evidence, read from the snapshot itself and never from the
 * claim. A rule reads from here, because a match may be the beginning of a longer address.
 */
export interface Spot {
  /** The whole of it: the attribute that holds the match (entities decoded), the line, or the match. */
  readonly value: string;
  /** The absolute address, when the place holds one: href, src, hop, request, an address in a script. */
  readonly address: string | undefined;
  /** The stretch of the part, raw, that may be read as one with the match: its tag, line, script. */
  readonly from: number;
  readonly to: number;
  /** Lower case, when the match lies in one start tag. */
  readonly tag: string | undefined;
  readonly attribute: string | undefined;
}

/** Evidence whose snapshot is whole and whose match stands where, and in the channel, it says. */
export interface Found {
  readonly evidence: Evidence;
  readonly snapshot: Snapshot;
  readonly spot: Spot;
}

/**
 * What one workflow demands beyond that. Both functions are pure, see only evidence that was
 * found, and return every objection; no objection confirms the claim.
 */
export interface WorkflowRule {
  readonly answer: (
    claim: AnswerClaim,
    subject: Subject,
    found: readonly Found[],
  ) => readonly Rejection[];
  readonly ending: (
    claim: EndingClaim,
    subject: Subject,
    found: readonly Found[],
  ) => readonly Rejection[];
}
