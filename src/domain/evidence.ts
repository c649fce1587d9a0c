import { z } from "zod";
import { reasonNames } from "./reason.ts";

/** The channel in which the proof stands. */
export const evidenceKinds = [
  "link",
  "script",
  "iframe",
  "redirect",
  "header",
  "cookie",
  "dns",
  "json_ld",
  "text",
  "network",
  "dom",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/**
 * What an item of evidence is there to prove.
 * `site`: this page or host is the record's own (a redirect or link from its domain leads here).
 * `leads`: something of the record's own shows the value or leads to the tenant.
 * `alive`: the tenant exists at the vendor and is in use.
 * `identity`: the vendor says whose tenant it is.
 * `ending`: why the record can't be settled at all (a DNS answer, a parking page).
 */
export const facts = ["site", "leads", "alive", "identity", "ending"] as const;
export type Fact = (typeof facts)[number];

/** Which text of a snapshot a position counts in. See `partText`. */
export const snapshotParts = ["body", "headers", "redirects"] as const;
export type SnapshotPart = (typeof snapshotParts)[number];

/** Where a proof stands: `match` is the text of `part` from `start` on, verbatim. */
export const Evidence = z.strictObject({
  fact: z.enum(facts),
  /** The output field (and, for many-valued answers, the value) it supports: `ats`, `technologies/stripe`. */
  supports: z.string(),
  url: z.string(),
  kind: z.enum(evidenceKinds),
  match: z.string().min(1).max(2_000),
  locator: z.strictObject({ part: z.enum(snapshotParts), start: z.int().min(0) }),
  /** sha256 of the snapshot, hex. */
  snapshot: z.string().regex(/^[0-9a-f]{64}$/),
  /** When those bytes were fetched, ISO 8601. */
  at: z.string(),
  /** The signature that was recognised, when one was: `greenhouse`. */
  signature: z.string().nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

/** An agent's word before verification: an answer, or the proof that there can be none. */
export const Claim = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answer"),
    output: z.record(z.string(), z.json()),
    evidence: z.array(Evidence).min(1),
  }),
  z.strictObject({
    kind: z.literal("ending"),
    reason: z.enum(reasonNames),
    evidence: z.array(Evidence).min(1),
  }),
]);
export type Claim = z.infer<typeof Claim>;
export type AnswerClaim = Extract<Claim, { kind: "answer" }>;
export type EndingClaim = Extract<Claim, { kind: "ending" }>;

/** Every way a verifier can refuse a claim. */
export const rejectionKinds = [
  "snapshot_missing",
  "snapshot_altered",
  "match_not_found",
  "wrong_channel",
  "not_own_page",
  "signature_mismatch",
  "tenant_not_alive",
  "wrong_company",
  "third_party_only",
  "value_without_evidence",
  "unknown_value",
  "ending_not_proven",
  /** What a model's claim cites did not show it again when the verifier fetched it. */
  "not_refetched",
  "schema_mismatch",
] as const;
export type RejectionKind = (typeof rejectionKinds)[number];

/** The verifier's word. Only a confirmed verdict can store an answer. */
export const Verdict = z.discriminatedUnion("confirmed", [
  z.strictObject({ confirmed: z.literal(true) }),
  z.strictObject({
    confirmed: z.literal(false),
    rejections: z
      .array(z.strictObject({ kind: z.enum(rejectionKinds), detail: z.string() }))
      .min(1),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;
