import { Router } from "express";
import { z } from "zod";
import { tiers } from "../domain/tier.ts";
import { repairKinds } from "../watchdog/actions.ts";
import { isSilent, type LastLook, readHeartbeat } from "../watchdog/heartbeat.ts";
import { redisNow } from "../watchdog/redis-now.ts";
import { listRepairs, type Repair } from "../watchdog/repairs.ts";
import { timestamp } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest } from "./problem.ts";

export const RepairQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  subject: z.string().max(200).optional().meta({ description: "a batch's id, or a worker's name" }),
});

/** Something that Assay mended by itself. */
export const RepairView = z
  .object({
    id: z.string(),
    at: timestamp,
    kind: z.enum(repairKinds),
    subject: z.string(),
    what: z.string(),
    why: z.string(),
    rows: z.int().meta({ description: "rows that it concerned" }),
  })
  .meta({ id: "Repair" });
export type RepairView = z.infer<typeof RepairView>;

const TierView = z.object({
  waiting: z.int(),
  held: z.int(),
  jobs: z.int(),
  workers: z.int(),
  oldestDueAt: timestamp.nullable(),
});

/** Whether the watchdog looks, and what it saw last. */
export const WatchdogView = z
  .object({
    status: z.enum(["looking", "silent", "never"]),
    lastLookAt: timestamp.nullable(),
    everyMs: z.int().nullable(),
    tookMs: z.int().nullable(),
    looks: z.int(),
    batches: z.int().meta({ description: "batches it looked at" }),
    lost: z.int().meta({ description: "rows without a job, or whose worker was gone" }),
    stuck: z.int().meta({ description: "rows held longer than they may be" }),
    tiers: z.partialRecord(z.enum(tiers), TierView),
    actions: z.record(z.string(), z.int()).meta({ description: "what it did, by kind" }),
  })
  .meta({ id: "Watchdog" });
export type WatchdogView = z.infer<typeof WatchdogView>;

/** What the watchdog saw and mended. */
export function watchdogRoutes({ redis }: Pick<ApiDeps, "redis">): Router {
  const router = Router();

  router.get("/repairs", async (req, res) => {
    const query = parseRequest(RepairQuery, req.query);
    res.json({ data: (await listRepairs(redis, query)).map(repairView) });
  });

  router.get("/watchdog", async (_req, res) => {
    res.json(watchdogView(await readHeartbeat(redis), await redisNow(redis)));
  });

  return router;
}

function repairView({ at, ...rest }: Repair): RepairView {
  return { ...rest, at: new Date(at).toISOString() };
}

function watchdogView(last: LastLook | undefined, now: number): WatchdogView {
  if (!last) {
    const none = { lastLookAt: null, everyMs: null, tookMs: null, looks: 0 };
    return { status: "never", ...none, batches: 0, lost: 0, stuck: 0, tiers: {}, actions: {} };
  }
  const { at, ...rest } = last;
  return {
    status: isSilent(last, now) ? "silent" : "looking",
    lastLookAt: new Date(at).toISOString(),
    ...rest,
    tiers: Object.fromEntries(
      Object.entries(last.tiers).map(([tier, { oldestDueAt, ...seen }]) => [
        tier,
        { ...seen, oldestDueAt: oldestDueAt === null ? null : new Date(oldestDueAt).toISOString() },
      ]),
    ),
  };
}
