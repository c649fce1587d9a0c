import { Router } from "express";
import type { ApiDeps } from "./deps.ts";

/** `/healthz`: the process answers. `/readyz`: it can take work, because Redis does. */
export function healthRoutes({ redis }: ApiDeps): Router {
  const router = Router();

  router.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });

  router.get("/readyz", async (_req, res) => {
    const started = performance.now();
    await redis.ping();
    res.json({ status: "ok", redisMs: Math.round(performance.now() - started) });
  });

  return router;
}
