import type { Evidence } from "../domain/evidence.ts";
import { formatUsd } from "../domain/money.ts";
import type { AssayRecord } from "../records/record.ts";

const before = ["record_id", "status", "outcome", "tier", "attempts", "cost_usd"] as const;
const after = ["evidence_url", "evidence_kind", "evidence_match", "verified_at", "reason"] as const;

/** What one results file consists of: the input's own columns, then ours. */
export interface ResultColumns {
  readonly input: readonly string[];
  /** The workflow's output fields, in its schema's order. */
  readonly output: readonly string[];
}

/** The header of a results file. An input column named like one of ours comes out as `input_<name>`. */
export function resultHeader({ input, output }: ResultColumns): string[] {
  const ours = [...before, ...output, ...after];
  // NDJSON has one field more than CSV; a column is named alike in both.
  const taken = new Set<string>([...ours, "evidence"]);
  return [...input.map((name) => unusedName(name, taken)), ...ours];
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `input_${name}` : name;
}

export type ResultValue = string | number | null | readonly unknown[] | object | boolean;

/** One record's line of the results file, in the header's order; unknown is `null`. */
export function resultValues(record: AssayRecord, { input, output }: ResultColumns): ResultValue[] {
  const proof = leadingEvidence(record.evidence);
  const { http, classifier, browser } = record.attempts;
  return [
    ...input.map((_name, i) => record.cells[i] ?? null),
    record.id,
    record.status,
    record.outcome,
    record.tier,
    http + classifier + browser,
    formatUsd(record.costNano),
    ...output.map((field) => record.output?.[field] ?? null),
    proof?.url ?? null,
    proof?.kind ?? null,
    proof?.match ?? null,
    record.outcome === "answered" ? record.verifiedAt : null,
    record.reason,
  ];
}

/** The one item to show where only one fits: what leads from the record's own site to the answer. */
export function leadingEvidence(evidence: readonly Evidence[]): Evidence | undefined {
  return evidence.find(({ fact }) => fact === "leads") ?? evidence[0];
}
