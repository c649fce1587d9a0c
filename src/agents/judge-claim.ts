import type { z } from "zod";
import type { Claim, Verdict } from "../domain/evidence.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { withMemory, type SnapshotStore } from "../evidence/snapshot-store.ts";
import { type FindSnapshot, verify } from "../evidence/verify.ts";
import type { Json } from "../evidence/workflow-rule.ts";
import type { Workflow } from "./workflow.ts";

/** Whose claim it is. */
export interface ClaimOf {
  readonly workflow: Workflow;
  readonly input: Record<string, unknown>;
  /** A model had a say in it. */
  readonly isAdvised: boolean;
}

/** The bytes that a claim cites: what was just fetched, else what is stored. */
export async function bytesOf(
  claim: Claim,
  snapshots: readonly Snapshot[],
  store: SnapshotStore,
): Promise<FindSnapshot> {
  return withMemory(snapshots, store, claim.evidence);
}

/** The word on a claim: its output is of the workflow's schema, and the verifier confirms its evidence. */
export function judgeClaim(
  claim: Claim,
  { workflow, input, isAdvised }: ClaimOf,
  find: FindSnapshot,
): Verdict {
  const misfit =
    claim.kind === "answer" ? misfitOf(claim.output, workflow.spec.outputs) : undefined;
  if (misfit !== undefined)
    return { confirmed: false, rejections: [{ kind: "schema_mismatch", detail: misfit }] };
  const subject = { input: input as Record<string, Json>, isAdvised };
  return verify(claim, subject, find, workflow.rule);
}

function misfitOf(output: unknown, outputs: z.ZodType): string | undefined {
  const parsed = outputs.safeParse(output);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  return `the output does not fit its schema at "${issue?.path.join(".") ?? ""}"`;
}
