import { Router } from "express";
import { z } from "zod";
import { reasonNames } from "../domain/reason.ts";
import { tiers } from "../domain/tier.ts";
import { type Batch, changeStatus, listBatches, repinSpecs } from "../records/batch.ts";
import { cancelWaiting } from "../records/cancel.ts";
import { readCounts } from "../records/counters.ts";
import { listRecords } from "../records/list.ts";
import { retryBatch } from "../records/retry.ts";
import { getWorkflow } from "./batch-options.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch } from "./get-batch.ts";
import { postBatch } from "./post-batch.ts";
import { Problem } from "./problem.ts";
import { batchView, recordView } from "./views.ts";
import { agentNames } from "./records.ts";

export const BatchQuery = z.strictObject({
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const RecordQuery = z.strictObject({
  status: z.enum(["pending", "in_progress", "completed", "failed", "escalated"]).optional(),
  outcome: z.enum(["answered", "undeterminable"]).optional(),
  tier: z.enum(tiers).optional(),
  reason: z.enum(reasonNames).optional(),
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const RetryBody = z.strictObject({
  only: z.enum(["failed", "undeterminable", "unanswered"]).default("unanswered"),
  reasons: z.array(z.enum(reasonNames)).default([]),
});

/** Batches: taking them in, looking at them, steering them. */
export function batchRoutes(deps: ApiDeps): Router {
  const { redis } = deps;
  const router = Router();

  router.post("/batches", postBatch(deps));

  router.get("/batches", async (req, res) => {
    const { cursor, limit } = BatchQuery.parse(req.query);
    const batches = await listBatches(redis, { before: cursor, limit: limit + 1 });
    const page = batches.slice(0, limit);
    const last = batches.length > limit ? page.at(-1) : undefined;
    const data = await Promise.all(page.map((batch) => view(batch)));
    res.json({ data, nextCursor: last ? String(last.createdAt) : null });
  });

  router.get("/batches/:id", async (req, res) => {
    res.json(await view(await getBatch(deps, req.params.id)));
  });

  router.get("/batches/:id/records", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    const { cursor, limit, ...filter } = RecordQuery.parse(req.query);
    const { lines } = await readCounts(redis, batch.id);
    const at = { batch: batch.id, lines, from: cursor, limit };
    const { records, next } = await listRecords(redis, at, filter);
    const agents = agentNames(deps.workflows.get(batch.workflow));
    if (next !== undefined) {
      const url = new URL(req.originalUrl, "http://here");
      url.searchParams.set("cursor", String(next));
      res.set("Link", `<${url.pathname}${url.search}>; rel="next"`);
    }
    res.json({
      data: records.map((record) => recordView(record, batch.columns, agents)),
      nextCursor: next === undefined ? null : String(next),
    });
  });

  router.post("/batches/:id/pause", async (req, res) => {
    await steer(req.params.id, "paused");
    res.json(await view(await getBatch(deps, req.params.id)));
  });

  router.post("/batches/:id/resume", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    // Resuming is how a person says that changed specs are meant to apply.
    await repinSpecs(redis, batch.id, { ...getWorkflow(deps.workflows, batch.workflow).hashes });
    await steer(batch.id, "active");
    res.json(await view(await getBatch(deps, batch.id)));
  });

  router.post("/batches/:id/cancel", async (req, res) => {
    await steer(req.params.id, "cancelled");
    // The workers' recovery sweep ends what this leaves over.
    await cancelWaiting(redis, { batch: req.params.id, max: 5_000 });
    res.json(await view(await getBatch(deps, req.params.id)));
  });

  router.post("/batches/:id/retry", async (req, res) => {
    const batch = await getBatch(deps, req.params.id);
    const choice = RetryBody.parse(await readJson(req));
    const { startsAt } = getWorkflow(deps.workflows, batch.workflow).spec.constraints;
    const reopened = await retryBatch(redis, { batch: batch.id, startsAt }, choice);
    res.json({ reopened, batch: await view(await getBatch(deps, batch.id)) });
  });

  async function view(batch: Batch) {
    return batchView(batch, await readCounts(redis, batch.id), Date.now());
  }

  async function steer(id: string, to: "paused" | "active" | "cancelled"): Promise<void> {
    const reply = await changeStatus(redis, id, to);
    if (reply === "gone") throw new Problem("not_found", `there is no batch ${id}`);
    if (reply !== "ok") {
      throw new Problem("wrong_status", `a batch that is ${reply} can't become ${to}`);
    }
  }

  return router;
}

/** A small JSON body; none is an empty object. */
async function readJson(req: AsyncIterable<unknown>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > 100_000) throw new Problem("invalid_request", "the body is larger than 100 kB");
    chunks.push(part);
  }
  const text = Buffer.concat(chunks).toString("utf8").trim();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid_request", "the body is not JSON");
  }
}
