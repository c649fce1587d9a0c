import { Router } from "express";
import type { Redis } from "ioredis";
import { z } from "zod";
import { isSilent, readHeartbeat } from "../watchdog/heartbeat.ts";
import { redisNow } from "../watchdog/redis-now.ts";
import type { ApiDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

const patienceMs = 2_000;

/** How `/readyz` answers: it takes work all the same while nobody looks after that work. */
export const ReadyView = z.object({
  status: z.enum(["ok", "degraded"]),
  redisMs: z.int(),
  watchdog: z
    .enum(["looking", "silent", "never"])
    .meta({ description: "`silent` degrades: nothing is mended and nobody is told" }),
});

/** `/healthz`: the process answers. `/readyz`: it can take work, because Redis does. */
export function healthRoutes({ redis }: ApiDeps): Router {
  const router = Router();

  router.get("/healthz", (_req, res) => {
    res.json({ status: "ok" });
  });

  router.get("/readyz", async (_req, res) => {
    const started = performance.now();
    const watchdog = await answeredInTime(watchdogStatus(redis));
    const redisMs = Math.round(performance.now() - started);
    const status = watchdog === "silent" ? "degraded" : "ok";
    res.json({ status, redisMs, watchdog } satisfies z.input<typeof ReadyView>);
  });

  return router;
}

async function watchdogStatus(redis: Redis): Promise<"looking" | "silent" | "never"> {
  const last = await readHeartbeat(redis);
  if (!last) return "never";
  return isSilent(last, await redisNow(redis)) ? "silent" : "looking";
}

/** A connection that waits for Redis for ever would keep the asker waiting, too. */
async function answeredInTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const problem = new Problem("unavailable", `Redis has not answered for ${patienceMs} ms`);
    timer = setTimeout(() => reject(problem), patienceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
