import { Router } from "express";
import { agentNames } from "./agent-names.ts";
import type { ApiDeps } from "./deps.ts";
import { getRecord } from "./get-record.ts";
import { type RecordWithProof, withProof } from "./proof-view.ts";
import { recordView } from "./record-view.ts";

/** One record: its row, its way through the tiers, and its proof. */
export function recordRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/records/:id", async (req, res) => {
    const { source, record } = await getRecord(deps, req.params.id);
    const { columns, workflow } = source.batch;
    const view = recordView(record, columns, agentNames(deps.workflows.get(workflow)));
    const get = source.snapshots(record);
    res.json((await withProof(view, { get })) satisfies RecordWithProof);
  });

  return router;
}
