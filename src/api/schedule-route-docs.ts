import type { RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { HealthHistoryView, HealthQuery } from "./health-history.ts";
import { json, list, ok } from "./route-docs.ts";
import { ScheduleBody, ScheduleView } from "./schedules.ts";

const params = z.object({ name: z.string() });

/** The routes about what happens by itself, in the words of OpenAPI. */
export const scheduleRouteDocs: readonly RouteConfig[] = [
  {
    method: "get",
    path: "/schedules",
    summary: "Batches on a cron, and what they brought",
    responses: ok("The schedules, by name", list(ScheduleView)),
  },
  {
    method: "post",
    path: "/schedules",
    summary: "Begin a batch on a cron; over one of that name",
    request: { body: json(ScheduleBody) },
    responses: { 201: { description: "The schedule", ...json(ScheduleView) } },
  },
  {
    method: "delete",
    path: "/schedules/{name}",
    summary: "Begin no more of its batches; those there are stay",
    request: { params },
    responses: { 204: { description: "It is gone" } },
  },
  {
    method: "post",
    path: "/schedules/{name}/run",
    summary: "Begin its batch now, once",
    request: { params },
    responses: ok("The schedule", ScheduleView),
  },
  {
    method: "get",
    path: "/health/history",
    summary: "What the looks at every part that Assay needs have found",
    request: { query: HealthQuery },
    responses: ok("Each part, then the looks, newest first", HealthHistoryView),
  },
];
