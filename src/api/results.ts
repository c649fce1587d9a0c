import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Response, Router } from "express";
import type { Batch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { streamRecords } from "../records/record.ts";
import { resultsCsv, resultsNdjson } from "../results/write-results.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch } from "./get-batch.ts";

/** The results file, streamed; before the batch has ended it holds what is known so far. */
export function resultRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/batches/:id/results.csv", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    res.type("text/csv; charset=utf-8");
    await send(batch, resultsCsv, res);
  });

  router.get("/batches/:id/results.ndjson", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    res.type("application/x-ndjson");
    await send(batch, resultsNdjson, res);
  });

  async function send(batch: Batch, write: typeof resultsCsv, res: Response): Promise<void> {
    const { lines } = await readCounts(deps.redis, batch.id);
    const output = outputFields(deps, batch);
    const records = streamRecords(deps.redis, batch.id, lines);
    const name = `${batch.workflow}-${batch.id}.${write === resultsCsv ? "csv" : "ndjson"}`;
    res.set("Content-Disposition", `attachment; filename="${name}"`);
    await pipeline(Readable.from(write(records, { input: batch.columns, output })), res);
  }

  return router;
}

function outputFields(deps: ApiDeps, batch: Batch): string[] {
  const workflow = deps.workflows.get(batch.workflow);
  return workflow ? Object.keys(workflow.spec.outputs.shape) : [];
}
