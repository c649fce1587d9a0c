import { parseRecordId } from "../records/keys.ts";
import type { AssayRecord } from "../records/record.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { openBatch } from "../retention/find-batch.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

/** The record of a path with its batch, wherever they lie, or 404. */
export async function getRecord(
  deps: Pick<ApiDeps, "redis" | "store" | "archive">,
  id: string,
): Promise<{ source: BatchSource; record: AssayRecord }> {
  const at = parseRecordId(id);
  const source = at && (await openBatch(deps, at.batch));
  const record = source && (await source.record(at.n));
  if (!record) throw new Problem("not_found", `there is no record ${id.slice(0, 100)}`);
  return { source, record };
}
