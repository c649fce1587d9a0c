import { resolve, sep } from "node:path";
import { Router } from "express";
import { z } from "zod";
import { nextTime } from "../../queues/cron-times.ts";
import { fromUsd } from "../domain/money.ts";
import { tiers } from "../domain/tier.ts";
import { fireSchedule } from "../schedules/fire.ts";
import { BadSchedule, newSchedule, readSpan } from "../schedules/new-schedule.ts";
import {
  expectationOf,
  type Fire,
  findSchedule,
  listFires,
  listSchedules,
  removeSchedule,
  saveSchedule,
  type Schedule,
} from "../schedules/schedule.ts";
import { getWorkflow, TierName, Usd } from "./batch-options.ts";
import { timestamp, usd } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { parseRequest, Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

/** A schedule as it is asked for. */
export const ScheduleBody = z.strictObject({
  name: z.string().meta({ description: "lower-case letters, digits, - and _", example: "weekly" }),
  cron: z.string().meta({ description: "minute hour day month weekday", example: "0 6 * * 1" }),
  tz: z.string().default("UTC").meta({ example: "Europe/Berlin" }),
  workflow: z.string(),
  file: z.string().meta({ description: "CSV or NDJSON, by its path in ASSAY_SCHEDULE_DIR" }),
  maxTier: TierName.default("browser"),
  maxUsd: Usd.nullable().default(null),
  expectRows: z.int().min(1).default(1).meta({ description: "fewer are too few" }),
  expectAnswered: z.number().min(0).max(1).default(0).meta({ description: "share of the rows" }),
  within: z.string().default("24h").meta({ description: "how long a batch may take: 30m, 6h, 2d" }),
});

const FireView = z.object({
  dueAt: timestamp,
  firedAt: timestamp,
  batch: z.string().nullable(),
  error: z.string().nullable(),
  produced: z.boolean().nullable().meta({ description: "null: not known yet" }),
  detail: z.string().nullable(),
});

/** A schedule, when it comes next, and what became of its last times. */
export const ScheduleView = z
  .object({
    name: z.string(),
    cron: z.string(),
    tz: z.string(),
    workflow: z.string(),
    file: z.string(),
    maxTier: z.enum(tiers),
    maxUsd: usd.nullable(),
    expected: z.string(),
    nextAt: timestamp.nullable(),
    fires: z.array(FireView).meta({ description: "newest first" }),
  })
  .meta({ id: "Schedule" });
export type ScheduleView = z.infer<typeof ScheduleView>;

const shownFires = 10;

/** Batches on a cron. */
export function scheduleRoutes(deps: ApiDeps): Router {
  const { redis } = deps;
  const router = Router();

  router.get("/schedules", async (_req, res) => {
    const schedules = await listSchedules(redis);
    res.json({ data: await Promise.all(schedules.map(view)) });
  });

  router.post("/schedules", async (req, res) => {
    const asked = parseRequest(ScheduleBody, await readJson(req));
    getWorkflow(deps.workflows, asked.workflow);
    const dir = deps.config.ASSAY_SCHEDULE_DIR;
    if (dir === undefined) {
      throw new Problem("invalid_request", "this server has no directory for schedules' files");
    }
    const file = resolve(dir, asked.file);
    // A client of this interface must not make it read any file there is.
    if (!file.startsWith(`${dir}${sep}`)) {
      throw new Problem("invalid_request", `/file: give its path within ${dir}`);
    }
    const withinMs = readSpan(asked.within);
    if (withinMs === undefined) {
      throw new Problem("invalid_request", "/within: a time such as 30m, 6h or 2d");
    }
    const maxUsdNano = asked.maxUsd === null ? null : fromUsd(asked.maxUsd);
    const schedule = checked({ ...asked, file, within: dir, withinMs, maxUsdNano });
    await saveSchedule(redis, schedule);
    res
      .status(201)
      .location(`/schedules`)
      .json(await view(schedule));
  });

  router.delete("/schedules/:name", async (req, res) => {
    const { name } = await getSchedule(req.params.name);
    await removeSchedule(redis, name);
    res.status(204).end();
  });

  router.post("/schedules/:name/run", async (req, res) => {
    const schedule = await getSchedule(req.params.name);
    await fireSchedule({ ...deps, now: Date.now }, schedule.name, Date.now());
    res.json(await view(schedule));
  });

  async function getSchedule(name: string): Promise<Schedule> {
    const found = await findSchedule(redis, name);
    if (!found) throw new Problem("not_found", `there is no schedule ${name.slice(0, 100)}`);
    return found;
  }

  async function view(schedule: Schedule): Promise<ScheduleView> {
    return scheduleView(schedule, await listFires(redis, schedule.name), Date.now());
  }

  return router;
}

function checked(asked: Parameters<typeof newSchedule>[0]): Schedule {
  try {
    return newSchedule(asked, Date.now());
  } catch (error) {
    if (error instanceof BadSchedule) throw new Problem("invalid_request", error.message);
    throw error;
  }
}

function scheduleView(schedule: Schedule, fires: readonly Fire[], now: number): ScheduleView {
  const { name, cron, tz, workflow, file, maxTier, maxUsdNano } = schedule;
  const next = nextTime(schedule, now);
  return {
    name,
    cron,
    tz,
    workflow,
    file,
    maxTier,
    maxUsd: maxUsdNano === null ? null : maxUsdNano / 1e9,
    expected: expectationOf(schedule),
    nextAt: next === undefined ? null : new Date(next).toISOString(),
    fires: fires.slice(0, shownFires).map(({ dueAt, firedAt, batch, error, verdict }) => ({
      dueAt: new Date(dueAt).toISOString(),
      firedAt: new Date(firedAt).toISOString(),
      batch,
      error,
      produced: verdict?.produced ?? null,
      detail: verdict?.detail ?? null,
    })),
  };
}
