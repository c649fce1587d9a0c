import { Router } from "express";
import { createExporter, type ExporterDeps } from "../metrics/exporter.ts";

/** `/metrics`: the exporter. It answers even when Redis does not, because that is worth knowing. */
export function metricsRoutes(deps: ExporterDeps): Router {
  const router = Router();
  const exporter = createExporter(deps);

  router.get("/metrics", async (_req, res) => {
    const text = await exporter.scrape();
    res.set("Content-Type", exporter.contentType).send(text);
  });

  return router;
}
