import express, { type Express } from "express";
import { batchRoutes } from "./batches.ts";
import type { ApiDeps } from "./deps.ts";
import { eventRoutes } from "./events.ts";
import { healthRoutes } from "./health.ts";
import { noRoute } from "./no-route.ts";
import { openApiRoutes, routes } from "./openapi.ts";
import { problemHandler } from "./problem.ts";
import { recordRoutes } from "./records.ts";
import { resultRoutes } from "./results.ts";
import { sameSiteOnly } from "./same-site.ts";
import { snapshotRoutes } from "./snapshots.ts";
import { specRoutes } from "./specs.ts";

/** The HTTP surface, in the order in which a request meets it. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
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
  app.use(batchRoutes(deps));
  app.use(resultRoutes(deps));
  app.use(eventRoutes(deps));
  app.use(recordRoutes(deps));
  app.use(snapshotRoutes(deps));
  app.use(specRoutes(deps));
  app.use(openApiRoutes());
  app.use(noRoute(routes));
  app.use(problemHandler(deps.log));
  return app;
}
