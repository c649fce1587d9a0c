import { createHash } from "node:crypto";
import type { Claim, RejectionKind, Verdict } from "../domain/evidence.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { SnapshotCorrupt, type SnapshotStore } from "./snapshot-store.ts";
import { verify } from "./verify.ts";
import type { Rejection, Subject, WorkflowRule } from "./workflow-rule.ts";

/** A finished row, as far as it claims something. */
export interface ReplayRow {
  readonly recordId: string;
  readonly workflow: string;
  readonly input: Subject["input"];
  readonly claim: Claim;
}

export interface ReplayedRow {
  readonly recordId: string;
  readonly verdict: Verdict;
}

export interface ReplaySummary {
  readonly rows: number;
  readonly confirmed: number;
  readonly rejected: number;
  /** How often each objection was raised. */
  readonly rejections: Readonly<Partial<Record<RejectionKind, number>>>;
  /** sha256 over every row's id, evidence and verdict, in order: two replays that agree print the same. */
  readonly manifest: string;
}

/**
 * Verifies finished rows once more, from stored bytes alone: no network, no keys, no clock.
 * Yields a verdict per row and returns the summary.
 */
export async function* replay(
  rows: AsyncIterable<ReplayRow> | Iterable<ReplayRow>,
  store: Pick<SnapshotStore, "get">,
  rules: Readonly<Record<string, WorkflowRule>>,
): AsyncGenerator<ReplayedRow, ReplaySummary> {
  const manifest = createHash("sha256");
  const rejections: Partial<Record<RejectionKind, number>> = {};
  let count = 0;
  let confirmed = 0;
  for await (const row of rows) {
    const verdict = await replayRow(row, store, rules[row.workflow]);
    manifest.update(
      `${JSON.stringify([row.recordId, row.claim.evidence.map(({ snapshot }) => snapshot), verdict])}\n`,
    );
    count += 1;
    if (verdict.confirmed) confirmed += 1;
    else for (const { kind } of verdict.rejections) rejections[kind] = (rejections[kind] ?? 0) + 1;
    yield { recordId: row.recordId, verdict };
  }
  return {
    rows: count,
    confirmed,
    rejected: count - confirmed,
    rejections,
    manifest: manifest.digest("hex"),
  };
}

async function replayRow(
  row: ReplayRow,
  store: Pick<SnapshotStore, "get">,
  rule: WorkflowRule | undefined,
): Promise<Verdict> {
  if (!rule) throw new UnknownWorkflow(row.workflow);
  const known = new Map<string, Snapshot>();
  const corrupt: Rejection[] = [];
  for (const hash of new Set(row.claim.evidence.map(({ snapshot }) => snapshot))) {
    try {
      const snapshot = await store.get(hash);
      if (snapshot) known.set(hash, snapshot);
    } catch (error) {
      if (!(error instanceof SnapshotCorrupt)) throw error;
      corrupt.push({ kind: "snapshot_altered", detail: error.message });
    }
  }
  if (corrupt.length > 0) return { confirmed: false, rejections: corrupt };
  return verify(row.claim, { input: row.input }, (hash) => known.get(hash), rule);
}

/** A row belongs to a workflow that this Assay does not have. Verify it with the version that made it. */
export class UnknownWorkflow extends Error {
  override readonly name = "UnknownWorkflow";

  constructor(workflow: string) {
    super(`there is no workflow "${workflow}" here; verify the batch with the version that ran it`);
  }
}
