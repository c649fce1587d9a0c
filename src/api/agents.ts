import { Router } from "express";
import { z } from "zod";
import { TokenUsage } from "../domain/model.ts";
import { tiers } from "../domain/tier.ts";
import { type AgentPerformance, performanceOver } from "../money/agent-performance.ts";
import { attemptEnds } from "../records/agent-figures.ts";
import { listEverywhere } from "../retention/find-batch.ts";
import { getWorkflow } from "./batch-options.ts";
import { usd } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest } from "./problem.ts";

export const AgentQuery = z.strictObject({
  workflow: z.string().optional(),
  batches: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .default(200)
    .meta({ description: "how many of the newest batches are looked at" }),
});

/** How an agent did under one version of its spec. */
export const AgentView = z
  .object({
    workflow: z.string(),
    agent: z.string(),
    tier: z.enum(tiers).nullable(),
    spec: z.string().meta({ description: "content hash of the spec" }),
    isCurrent: z.boolean().meta({ description: "new batches run under this version" }),
    records: z.int(),
    attempts: z.int(),
    ends: z.record(z.enum(attemptEnds), z.int()),
    answeredShare: z
      .object({ low: z.number(), expected: z.number(), high: z.number() })
      .nullable()
      .meta({
        description: "answered attempts of those not put off or cancelled; with a 90 % interval",
      }),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    calls: z.int(),
    tokens: TokenUsage,
    costUsd: usd,
    costPerRecordUsd: usd.nullable(),
    costPerAnswerUsd: usd.nullable(),
  })
  .meta({ id: "Agent" });
export type AgentView = z.infer<typeof AgentView>;

/** The performance record of every agent, by the hash of its spec. */
export function agentRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get("/agents", async (req, res) => {
    const { workflow, batches } = parseRequest(AgentQuery, req.query);
    if (workflow !== undefined) getWorkflow(deps.workflows, workflow);
    const worked = await listEverywhere(deps, { before: undefined, limit: batches });
    const found = await performanceOver(worked, deps.workflows, workflow);
    res.json({ data: found.map(agentView) });
  });

  return router;
}

/** One agent's record in dollars. */
export function agentView({
  nano,
  usage,
  nanoPerRecord,
  nanoPerAnswer,
  ...rest
}: AgentPerformance): AgentView {
  const dollars = (amount: number | null) => (amount === null ? null : amount / 1e9);
  return {
    ...rest,
    tokens: usage,
    costUsd: nano / 1e9,
    costPerRecordUsd: dollars(nanoPerRecord),
    costPerAnswerUsd: dollars(nanoPerAnswer),
  };
}
