import { Router } from "express";
import { z } from "zod";
import { reasonNames } from "../domain/reason.ts";
import { tiers } from "../domain/tier.ts";
import { type Batch, changeStatus, repinSpecs } from "../records/batch.ts";
import { cancelWaiting } from "../records/cancel.ts";
import { retryBatch } from "../records/retry.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { listEverywhere } from "../retention/find-batch.ts";
import { agentNames } from "./agent-names.ts";
import { getWorkflow } from "./batch-options.ts";
import { batchDetail } from "./batch-detail.ts";
import { batchView, stateNames } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch, getLiveBatch } from "./get-batch.ts";
import type { LongRequests } from "./long-requests.ts";
import { nextPage } from "./next-page.ts";
import { postBatch } from "./post-batch.ts";
import { parseRequest, Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { recordView } from "./record-view.ts";

export const BatchQuery = z.strictObject({
  cursor: z.string().optional().meta({ description: "nextCursor of the page before" }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const RecordQuery = z.strictObject({
  status: z.enum(stateNames).optional(),
  outcome: z.enum(["answered", "undeterminable"]).optional(),
  tier: z.enum(tiers).optional(),
  reason: z.enum(reasonNames).optional(),
  cursor: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: "nextCursor of the page before" }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const RetryBody = z.strictObject({
  only: z.enum(["failed", "undeterminable", "unanswered"]).default("unanswered"),
  reasons: z.array(z.enum(reasonNames)).default([]),
});

/** Cancelled at once with the request; the workers' recovery sweep ends what this leaves over. */
const cancelledAtOnce = 5_000;

/** Batches: taking them in, looking at them, steering them. */
export function batchRoutes(deps: ApiDeps, long: LongRequests): Router {
  const { redis } = deps;
  const router = Router();

  router.post("/batches", long.track(postBatch(deps)));

  router.get("/batches", async (req, res) => {
    const { cursor, limit } = parseRequest(BatchQuery, req.query);
    if (cursor !== undefined) await demandCursor(cursor);
    const batches = await listEverywhere(deps, { before: cursor, limit: limit + 1 });
    const page = batches.slice(0, limit);
    const nextCursor = batches.length > limit ? (page.at(-1)?.batch.id ?? null) : null;
    nextPage(req, res, nextCursor);
    res.json({ data: await Promise.all(page.map(viewOf)), nextCursor });
  });

  router.get("/batches/:id", async (req, res) => {
    res.json(await batchDetail(deps, await getBatch(deps, req.params.id)));
  });

  router.get("/batches/:id/records", async (req, res) => {
    const source = await getBatch(deps, req.params.id);
    const { batch } = source;
    const { cursor, limit, ...filter } = parseRequest(RecordQuery, req.query);
    const { records, next } = await source.page({ from: cursor, limit }, filter);
    const agents = agentNames(deps.workflows.get(batch.workflow));
    const nextCursor = next === undefined ? null : String(next);
    nextPage(req, res, nextCursor);
    res.json({
      data: records.map((record) => recordView(record, batch.columns, agents)),
      nextCursor,
    });
  });

  router.post("/batches/:id/pause", async (req, res) => {
    const batch = await getLiveBatch(deps, req.params.id);
    await steer(batch, "paused");
    res.json(await view(batch.id));
  });

  router.post("/batches/:id/resume", async (req, res) => {
    const batch = await getLiveBatch(deps, req.params.id);
    if (batch.status !== "paused" && batch.status !== "active") refuse(batch.status, "active");
    // Resuming is how a person says that changed specs are meant to apply.
    await repinSpecs(redis, batch.id, { ...getWorkflow(deps.workflows, batch.workflow).hashes });
    await steer(batch, "active");
    res.json(await view(batch.id));
  });

  router.post("/batches/:id/cancel", async (req, res) => {
    const batch = await getLiveBatch(deps, req.params.id);
    await steer(batch, "cancelled");
    await cancelWaiting(redis, { batch: batch.id, max: cancelledAtOnce });
    res.json(await view(batch.id));
  });

  router.post("/batches/:id/retry", async (req, res) => {
    const batch = await getLiveBatch(deps, req.params.id);
    const choice = parseRequest(RetryBody, await readJson(req));
    // Reopening a row makes its batch run, which nobody asked for in these two.
    if (batch.status === "receiving" || batch.status === "paused") {
      throw new Problem("wrong_status", `a batch that is ${batch.status} can't be retried yet`);
    }
    const { startsAt } = getWorkflow(deps.workflows, batch.workflow).spec.constraints;
    const reopened = await retryBatch(redis, { batch: batch.id, startsAt }, choice);
    res.json({ reopened, batch: await view(batch.id) });
  });

  async function view(id: string) {
    return viewOf(await getBatch(deps, id));
  }

  async function viewOf(source: BatchSource) {
    return batchView(source, await source.numbers(), Date.now());
  }

  async function demandCursor(cursor: string): Promise<void> {
    await getBatch(deps, cursor).catch(() => {
      throw new Problem("invalid_request", "/cursor: take it from nextCursor of the page before");
    });
  }

  async function steer({ id }: Batch, to: "paused" | "active" | "cancelled"): Promise<void> {
    const reply = await changeStatus(redis, id, to);
    if (reply !== "ok") refuse(reply, to);
  }

  return router;
}

function refuse(status: string, to: string): never {
  throw new Problem("wrong_status", `a batch that is ${status} can't become ${to}`);
}
