import { Router } from "express";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

const patienceMs = 2_000;

/** `/healthz`: the process answers. `/readyz`: it can take work, because Redis does. */
export function healthRoutes({ redis }: ApiDeps): Router {
  const router = Router();

  router.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });

  router.get("/readyz", async (_req, res) => {
    const started = performance.now();
    await answeredInTime(redis.ping());
    res.json({ status: "ok", redisMs: Math.round(performance.now() - started) });
  });

  return router;
}

/** A connection that waits for Redis for ever would keep the asker waiting, too. */
async function answeredInTime(ping: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const problem = new Problem("unavailable", `Redis has not answered for ${patienceMs} ms`);
    timer = setTimeout(() => reject(problem), patienceMs);
  });
  try {
    await Promise.race([ping, late]);
  } finally {
    clearTimeout(timer);
  }
}
