import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import { resultsCsv, resultsNdjson } from "../results/write-results.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch } from "./get-batch.ts";
import { Problem } from "./problem.ts";

const formats = {
  csv: { type: "text/csv; charset=utf-8", write: resultsCsv },
  ndjson: { type: "application/x-ndjson", write: resultsNdjson },
} as const;

/** The results file, streamed; before the batch has ended it holds what is known so far. */
export function resultRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/batches/:id/results.csv", (req, res) => send("csv", req, res));
  router.get("/batches/:id/results.ndjson", (req, res) => send("ndjson", req, res));

  async function send(
    format: keyof typeof formats,
    req: Request<{ id: string }>,
    res: Response,
  ): Promise<void> {
    const source = await getBatch(deps, req.params.id);
    const { batch } = source;
    if (batch.status === "receiving") {
      throw new Problem("wrong_status", "its columns are known once the whole input is in");
    }
    const { type, write } = formats[format];
    res.set({
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${batch.workflow}-${batch.id}.${format}"`,
    });
    if (req.method === "HEAD") {
      res.end();
      return;
    }
    const workflow = deps.workflows.get(batch.workflow);
    const output = workflow ? Object.keys(workflow.spec.outputs.shape) : [];
    const text = write(source.records(), { input: batch.columns, output });
    await pipeline(Readable.from(text), res);
  }

  return router;
}
