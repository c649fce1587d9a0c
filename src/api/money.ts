import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Router } from "express";
import { z } from "zod";
import { fromUsd } from "../domain/money.ts";
import { LedgerCursor } from "../records/ledger.ts";
import { topUpBatch } from "../records/top-up.ts";
import { ledgerCsv } from "../results/ledger-csv.ts";
import { allCalls } from "../retention/batch-source.ts";
import { batchDetail } from "./batch-detail.ts";
import { Usd } from "./batch-options.ts";
import type { ApiDeps } from "./deps.ts";
import { getBatch, getLiveBatch } from "./get-batch.ts";
import { ledgerLine } from "./ledger-view.ts";
import { nextPage } from "./next-page.ts";
import { parseRequest, Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

export const LedgerQuery = z.strictObject({
  cursor: LedgerCursor.optional().meta({ description: "nextCursor of the page before" }),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const TopUpBody = z.strictObject({
  maxUsd: Usd.nullable().meta({
    description: "the batch's new ceiling in all, not what is added to it; null: none",
  }),
});

/** A batch's money: every call that was paid, and a higher ceiling. */
export function moneyRoutes(deps: ApiDeps): Router {
  const { redis } = deps;
  const router = Router();

  router.get("/batches/:id/ledger", async (req, res) => {
    const source = await getBatch(deps, req.params.id);
    const { cursor = null, limit } = parseRequest(LedgerQuery, req.query);
    const { entries, next } = await source.calls({ cursor, limit });
    nextPage(req, res, next);
    res.json({ data: entries.map(ledgerLine), nextCursor: next });
  });

  router.get("/batches/:id/ledger.csv", async (req, res) => {
    const source = await getBatch(deps, req.params.id);
    const { batch } = source;
    res.set({
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${batch.workflow}-${batch.id}-ledger.csv"`,
    });
    if (req.method === "HEAD") {
      res.end();
      return;
    }
    await pipeline(Readable.from(ledgerCsv(allCalls(source))), res);
  });

  router.post("/batches/:id/top-up", async (req, res) => {
    const batch = await getLiveBatch(deps, req.params.id);
    const { maxUsd } = parseRequest(TopUpBody, await readJson(req));
    // Reopening a row makes its batch run, which nobody asked for in these.
    if (batch.status === "receiving" || batch.status === "paused") {
      throw new Problem("wrong_status", `a batch that is ${batch.status} can't be topped up yet`);
    }
    if (batch.status === "cancelled") {
      throw new Problem("wrong_status", "a cancelled batch has nothing to go on with; retry it");
    }
    const maxNano = maxUsd === null ? null : fromUsd(maxUsd);
    const reopened = await topUpBatch(redis, batch.id, maxNano);
    res.json({ reopened, batch: await batchDetail(deps, await getBatch(deps, batch.id)) });
  });

  return router;
}
