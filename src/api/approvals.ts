import { Router } from "express";
import { z } from "zod";
import { type Approval, decideApproval, listApprovals } from "../agents/browse/approvals.ts";
import { timestamp } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest, Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

const decisions = ["allowed", "denied"] as const;

/** A tool call that a person must allow, and the decision if there is one. */
export const ApprovalView = z
  .object({
    id: z.string(),
    record: z.string(),
    rule: z.string(),
    tool: z.string(),
    input: z.unknown().meta({ description: "as a model chose it: show it as text" }),
    detail: z.string(),
    askedAt: timestamp,
    decision: z.enum(decisions).nullable(),
    decidedAt: timestamp.nullable(),
  })
  .meta({ id: "Approval" });
export type ApprovalView = z.infer<typeof ApprovalView>;

export const DecisionBody = z.strictObject({ decision: z.enum(decisions) });

/** The calls of browsing agents that wait for a person. */
export function approvalRoutes({ redis }: ApiDeps): Router {
  const router = Router();

  router.get("/approvals", async (_req, res) => {
    res.json({ data: (await listApprovals(redis)).map(approvalView) });
  });

  router.post("/approvals/:id", async (req, res) => {
    const { decision } = parseRequest(DecisionBody, await readJson(req));
    const id = req.params.id.slice(0, 100);
    const reply = await decideApproval(redis, id, decision);
    if (reply !== "decided" && reply !== "unknown" && reply !== decision) {
      throw new Problem("already_decided", `${id} was ${reply} before, and that stays`);
    }
    const approval = (await listApprovals(redis)).find((one) => one.id === id);
    if (reply === "unknown" || !approval) {
      throw new Problem("not_found", `nothing waits as ${id}; GET /approvals lists what does`);
    }
    res.json(approvalView(approval));
  });

  return router;
}

function approvalView({ askedAt, decidedAt, ...rest }: Approval): ApprovalView {
  return {
    ...rest,
    askedAt: new Date(askedAt).toISOString(),
    decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString(),
  };
}
