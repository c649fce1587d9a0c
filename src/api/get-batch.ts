import type { Batch } from "../records/batch.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { openBatch } from "../retention/find-batch.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

type Deps = Pick<ApiDeps, "redis" | "store" | "archive">;

/** The batch of a path, wherever it lies, or 404. */
export async function getBatch(deps: Deps, id: string): Promise<BatchSource> {
  const found = await openBatch(deps, id);
  if (!found) throw new Problem("not_found", `there is no batch ${id.slice(0, 100)}`);
  return found;
}

/** A batch that can still be steered, or 404 or 409. */
export async function getLiveBatch(deps: Deps, id: string): Promise<Batch> {
  const { batch, archivedAt } = await getBatch(deps, id);
  if (archivedAt === null) return batch;
  throw new Problem(
    "wrong_status",
    `batch ${id} was sealed into the archive: it can be read and verified, and no longer steered; post its records as a new batch`,
  );
}
