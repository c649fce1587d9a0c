import { Router } from "express";
import type { Workflow } from "../agents/workflow.ts";
import { tiers } from "../domain/tier.ts";
import { findBatch } from "../records/batch.ts";
import { parseRecordId } from "../records/keys.ts";
import { findRecord } from "../records/record.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";
import { recordView } from "./views.ts";

/** One record: its row, its way through the tiers, and its proof. */
export function recordRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/records/:id", async (req, res) => {
    const missing = new Problem("not_found", `there is no record ${req.params.id}`);
    const at = parseRecordId(req.params.id);
    if (!at) throw missing;
    const batch = await findBatch(deps.redis, at.batch);
    const record = await findRecord(deps.redis, at.batch, at.n);
    if (!batch || !record) throw missing;
    res.json(recordView(record, batch.columns, agentNames(deps.workflows.get(batch.workflow))));
  });

  return router;
}

/** Who works on each tier, by name. */
export function agentNames(workflow: Workflow | undefined): Partial<Record<string, string>> {
  if (!workflow) return {};
  return Object.fromEntries(tiers.map((tier) => [tier, workflow.agents[tier].spec.name]));
}
