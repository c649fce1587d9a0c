import { Router } from "express";
import { z } from "zod";
import { partsOf, readLooks } from "../health/history.ts";
import { ProbeResult } from "../health/probe.ts";
import { timestamp } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest } from "./problem.ts";

export const HealthQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(2_016).default(288).meta({
    description: "how many of the last looks; one is made every five minutes",
  }),
});

/** Every part, and the looks behind that. */
export const HealthHistoryView = z.object({
  parts: z.array(
    z.object({
      ...ProbeResult.shape,
      since: timestamp.meta({ description: "it has been found like this without a break" }),
      failures: z.int().meta({ description: "in a row up to now" }),
      okShare: z.number().nullable().meta({ description: "of the looks that tried it" }),
    }),
  ),
  looks: z.array(z.object({ at: timestamp, results: z.array(ProbeResult) })),
});
export type HealthHistoryView = z.infer<typeof HealthHistoryView>;

/** What the health agent has found. */
export function healthHistoryRoutes({ redis }: Pick<ApiDeps, "redis">): Router {
  const router = Router();

  router.get("/health/history", async (req, res) => {
    const { limit } = parseRequest(HealthQuery, req.query);
    const looks = await readLooks(redis, limit);
    const view: HealthHistoryView = {
      parts: partsOf(looks).map(({ last, since, failures, okShare }) => ({
        ...last,
        since: new Date(since).toISOString(),
        failures,
        okShare,
      })),
      looks: looks.map(({ at, results }) => ({ at: new Date(at).toISOString(), results })),
    };
    res.json(view);
  });

  return router;
}
