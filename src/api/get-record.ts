import { type Batch, findBatch } from "../records/batch.ts";
import { parseRecordId } from "../records/keys.ts";
import { type AssayRecord, findRecord } from "../records/record.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

/** The record of a path with its batch, or 404. */
export async function getRecord(
  { redis }: Pick<ApiDeps, "redis">,
  id: string,
): Promise<{ batch: Batch; record: AssayRecord }> {
  const at = parseRecordId(id);
  const batch = at && (await findBatch(redis, at.batch));
  const record = batch && (await findRecord(redis, at.batch, at.n));
  if (!record) throw new Problem("not_found", `there is no record ${id.slice(0, 100)}`);
  return { batch, record };
}
