import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type RouteConfig,
} from "@asteasolutions/zod-to-openapi";
import { Router } from "express";
import { z } from "zod";
import { BatchOptions } from "./batch-options.ts";
import { BatchDetail } from "./batch-detail.ts";
import { BatchQuery, RecordQuery, RetryBody } from "./batches.ts";
import { BatchView, ReceiptView } from "./batch-view.ts";
import { file, id, json, list, ok, page } from "./route-docs.ts";
import { moneyRouteDocs } from "./money-route-docs.ts";
import { scheduleRouteDocs } from "./schedule-route-docs.ts";
import { ReadyView } from "./health.ts";
import { RepairQuery, RepairView, WatchdogView } from "./watchdog.ts";
import { RecordWithProof } from "./proof-view.ts";
import { EventView, RecordView } from "./record-view.ts";

/** RFC 9457, with a stable `code`. */
export const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

const NewBatchBody = BatchOptions.extend({
  records: z.array(z.record(z.string(), z.unknown())).min(1),
});

export type RouteSummary = Pick<RouteConfig, "method" | "path">;

/** Every route, once more in the words of OpenAPI. */
export const routes: readonly RouteConfig[] = [
  {
    method: "post",
    path: "/batches",
    summary: "Take a batch in; 202 once every line is durable",
    request: {
      query: BatchOptions.partial(),
      headers: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
      body: {
        content: {
          "application/json": { schema: NewBatchBody },
          "application/x-ndjson": { schema: z.string() },
          "text/csv": { schema: z.string() },
        },
      },
    },
    responses: {
      202: { description: "Accepted and durable; Location says where", ...json(ReceiptView) },
    },
  },
  {
    method: "get",
    path: "/batches",
    summary: "Batches, newest first",
    request: { query: BatchQuery },
    responses: ok("A page", page(BatchView)),
  },
  {
    method: "get",
    path: "/batches/{id}",
    summary: "A batch in numbers: states, money, what is to come",
    request: { params: id },
    responses: ok("The batch", BatchDetail),
  },
  {
    method: "get",
    path: "/batches/{id}/records",
    summary: "Its records, in the input's order, filtered",
    request: { params: id, query: RecordQuery },
    responses: ok("A page", page(RecordView)),
  },
  ...(["pause", "resume", "cancel"] as const).map((action) => ({
    method: "post" as const,
    path: `/batches/{id}/${action}`,
    summary: `${action} the batch`,
    request: { params: id },
    responses: ok("The batch", BatchView),
  })),
  {
    method: "post",
    path: "/batches/{id}/retry",
    summary: "Work on ended rows again",
    request: { params: id, body: json(RetryBody) },
    responses: ok("How many rows", z.object({ reopened: z.int(), batch: BatchView })),
  },
  {
    method: "get",
    path: "/batches/{id}/results.csv",
    summary: "One line per input line, in order",
    request: { params: id },
    responses: file("The results", "text/csv"),
  },
  {
    method: "get",
    path: "/batches/{id}/results.ndjson",
    summary: "One object per input line, with the whole evidence",
    request: { params: id },
    responses: file("The results", "application/x-ndjson"),
  },
  {
    method: "get",
    path: "/batches/{id}/events",
    summary: "State changes as server-sent events; Last-Event-ID resumes",
    request: {
      params: id,
      headers: z.object({ "Last-Event-ID": z.string().optional() }),
    },
    responses: {
      ...file(
        "The data of each event: an Event for `transition`, a Batch for `batch` and `end`",
        "text/event-stream",
        z.union([EventView, BatchView]),
      ),
      204: { description: "The batch has ended and the client has seen it all" },
    },
  },
  {
    method: "get",
    path: "/records/{id}",
    summary: "A record: its row, its way through the tiers, its proof",
    request: { params: id },
    responses: ok("The record", RecordWithProof),
  },
  {
    method: "get",
    path: "/records/{id}/snapshots/{hash}",
    summary:
      "The bytes behind a proof: a JSON line on how they were got, then the body as received",
    description:
      "Only copies that the record cites. The sha256 of the download is the hash in its address; " +
      "positions in evidence count in the body, decoded as the first line's charset says.",
    request: { params: id.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) }) },
    responses: file("The stored copy", "text/plain"),
  },
  ...moneyRouteDocs,
  ...scheduleRouteDocs,
  {
    method: "get",
    path: "/repairs",
    summary: "What Assay mended by itself, newest first",
    request: { query: RepairQuery },
    responses: ok("The repairs", list(RepairView)),
  },
  {
    method: "get",
    path: "/watchdog",
    summary: "Whether the watchdog looks, and what it saw last",
    responses: ok("Its last look", WatchdogView),
  },
  {
    method: "get",
    path: "/openapi.json",
    summary: "This document",
    responses: ok("OpenAPI 3.1", z.record(z.string(), z.unknown())),
  },
  {
    method: "get",
    path: "/specs",
    summary: "The workflows and their contracts",
    responses: ok("The specs", z.object({ data: z.array(z.unknown()) })),
  },
  {
    method: "get",
    path: "/metrics",
    summary: "What Redis knows, for Prometheus",
    responses: file("Prometheus' text format", "text/plain"),
  },
  {
    method: "get",
    path: "/healthz",
    summary: "The process answers",
    responses: ok("Alive", z.object({ status: z.literal("ok") })),
  },
  {
    method: "get",
    path: "/readyz",
    summary: "It can take work",
    responses: ok("Ready", ReadyView),
  },
];

/** The API described by the schemas that it parses with. */
export function openApiDocument() {
  const registry = new OpenAPIRegistry();
  const problem = {
    description: "What went wrong, and what to do (RFC 9457)",
    content: { "application/problem+json": { schema: ProblemView } },
  };
  for (const route of routes) {
    registry.registerPath({ ...route, responses: { ...route.responses, default: problem } });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Assay",
      version: "0.1.0",
      description: "Answers one question about every record of a batch, and proves each answer.",
    },
  });
}

export function openApiRoutes(): Router {
  const router = Router();
  const document = openApiDocument();

  router.get("/openapi.json", (_req, res) => {
    res.json(document);
  });

  return router;
}
