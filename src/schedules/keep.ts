import type { ScheduleQueue } from "../../queues/schedule-queue.ts";
import { type FireDeps, fireSchedule } from "./fire.ts";
import { judgeFires } from "./judge.ts";
import { overdueTime } from "./overdue.ts";
import { listFires, listSchedules } from "./schedule.ts";

/**
 * Brings BullMQ's schedulers in line with the schedules, begins what should have begun and did not,
 * and judges what came. The schedules are the truth; a scheduler that was lost is set up again.
 */
export async function keepSchedules(
  deps: FireDeps,
  queue: Pick<ScheduleQueue, "sync">,
  signal: AbortSignal,
): Promise<void> {
  const schedules = await listSchedules(deps.redis);
  await queue.sync(new Map(schedules.map(({ name, cron, tz }) => [name, { cron, tz }])));
  for (const schedule of schedules) {
    if (signal.aborted) return;
    const fires = await listFires(deps.redis, schedule.name);
    const due = overdueTime(schedule, fires, deps.now());
    if (due !== undefined) await fireSchedule(deps, schedule.name, due);
  }
  await judgeFires(deps, deps.now());
}
