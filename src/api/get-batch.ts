import { type Batch, findBatch } from "../records/batch.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

/** The batch of a path, or 404. */
export async function getBatch({ redis }: Pick<ApiDeps, "redis">, id: string): Promise<Batch> {
  const batch = /^[a-z0-9]{1,40}$/.test(id) ? await findBatch(redis, id) : undefined;
  if (!batch) throw new Problem("not_found", `there is no batch ${id.slice(0, 100)}`);
  return batch;
}
