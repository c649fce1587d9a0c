import express, { type Express } from "express";
import { agentRoutes } from "./agents.ts";
import { approvalRoutes } from "./approvals.ts";
import { boardRoutes } from "./board.ts";
import { batchRoutes } from "./batches.ts";
import type { ApiDeps } from "./deps.ts";
import { eventRoutes } from "./events.ts";
import { healthRoutes } from "./health.ts";
import { healthHistoryRoutes } from "./health-history.ts";
import { keyRoutes } from "./keys.ts";
import { longRequests } from "./long-requests.ts";
import { metricsRoutes } from "./metrics.ts";
import { moneyRoutes } from "./money.ts";
import { noRoute } from "./no-route.ts";
import { noticeRoutes } from "./notices.ts";
import { openApiRoutes, routes } from "./openapi.ts";
import { problemHandler } from "./problem.ts";
import { recordRoutes } from "./records.ts";
import { resultRoutes } from "./results.ts";
import { scheduleRoutes } from "./schedules.ts";
import { sameSiteOnly } from "./same-site.ts";
import { snapshotRoutes } from "./snapshots.ts";
import { specRoutes } from "./specs.ts";
import { watchdogRoutes } from "./watchdog.ts";

export interface Api {
  readonly app: Express;
  /** Resolves when no request is left that still needs Redis, or when patience ends. */
  settled(patienceMs: number): Promise<void>;
}

/** The HTTP surface, in the order in which a request meets it. */
export function createApp(deps: ApiDeps): Api {
  const app = express();
  const long = longRequests();
  app.disable("x-powered-by");
  app.use((_req, res, next) => {
    res.set({
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'",
      "Cache-Control": "no-store",
    });
    next();
  });
  app.use(sameSiteOnly);
  app.use(healthRoutes(deps));
  app.use(batchRoutes(deps, long));
  app.use(resultRoutes(deps));
  app.use(eventRoutes(deps, long));
  app.use(recordRoutes(deps));
  app.use(snapshotRoutes(deps));
  app.use(moneyRoutes(deps));
  app.use(agentRoutes(deps));
  app.use(keyRoutes(deps));
  app.use(noticeRoutes(deps));
  app.use(watchdogRoutes(deps));
  app.use(approvalRoutes(deps));
  app.use(scheduleRoutes(deps));
  app.use(healthHistoryRoutes(deps));
  app.use(specRoutes(deps));
  app.use(metricsRoutes(deps));
  app.use(boardRoutes(deps));
  app.use(openApiRoutes());
  app.use(noRoute(routes));
  app.use(problemHandler(deps.log));
  return { app, settled: long.settled };
}
