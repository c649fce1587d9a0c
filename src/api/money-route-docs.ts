import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { AgentQuery, AgentView } from "./agents.ts";
import { ApprovalView, DecisionBody } from "./approvals.ts";
import { BatchDetail } from "./batch-detail.ts";
import { KeyView } from "./keys.ts";
import { LedgerLine } from "./ledger-view.ts";
import { LedgerQuery, TopUpBody } from "./money.ts";
import { NoticeQuery, NoticeView } from "./notices.ts";
import { file, id, json, list, ok, page } from "./route-docs.ts";

/** The routes about money, models and what waits for a person, in the words of OpenAPI. */
export const moneyRouteDocs: readonly RouteConfig[] = [
  {
    method: "get",
    path: "/batches/{id}/ledger",
    summary: "Every call that was paid, or may have been, in the order in which they ended",
    request: { params: id, query: LedgerQuery },
    responses: ok("A page", page(LedgerLine)),
  },
  {
    method: "get",
    path: "/batches/{id}/ledger.csv",
    summary: "The whole ledger, a line per call",
    request: { params: id },
    responses: file("The ledger", "text/csv"),
  },
  {
    method: "post",
    path: "/batches/{id}/top-up",
    summary: "Another ceiling; rows that stopped at the old one go on",
    request: { params: id, body: json(TopUpBody) },
    responses: ok("How many rows go on", z.object({ reopened: z.int(), batch: BatchDetail })),
  },
  {
    method: "get",
    path: "/agents",
    summary: "How each agent did, by the hash of its spec",
    request: { query: AgentQuery },
    responses: ok("The agents", list(AgentView)),
  },
  {
    method: "get",
    path: "/keys",
    summary: "The keys for models, by alias, and which of them rest or are disabled",
    responses: ok("The keys", list(KeyView)),
  },
  {
    method: "post",
    path: "/keys/{alias}/enable",
    summary: "The trouble with a key is cleared: use it again",
    request: { params: z.object({ alias: z.string() }) },
    responses: ok("The keys", list(KeyView)),
  },
  {
    method: "get",
    path: "/notices",
    summary: "What a person must know or decide, and which channels told it",
    request: { query: NoticeQuery },
    responses: ok("The notices, oldest first", list(NoticeView)),
  },
  {
    method: "get",
    path: "/approvals",
    summary: "Calls of browsing agents that wait for a person, and what was decided",
    responses: ok("The approvals of the last week, oldest first", list(ApprovalView)),
  },
  {
    method: "post",
    path: "/approvals/{id}",
    summary: "Allow or deny one of them",
    request: { params: id, body: json(DecisionBody) },
    responses: ok("The approval", ApprovalView),
  },
];
