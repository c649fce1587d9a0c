import { type Cron, nextTime } from "../../queues/cron-times.ts";
import type { Fire, Schedule } from "./schedule.ts";

/** So long BullMQ may take to bring a time. */
const graceMs = 120_000;

/**
 * The time that should have come and did not: its job was lost, or nothing was up. Of several only
 * the first, so that no storm breaks out when everything is back.
 */
export function overdueTime(
  schedule: Cron & Pick<Schedule, "createdAt">,
  fires: readonly Pick<Fire, "dueAt" | "firedAt">[],
  now: number,
): number | undefined {
  const since = fires.reduce(
    (latest, { dueAt, firedAt }) => Math.max(latest, dueAt, firedAt),
    schedule.createdAt,
  );
  const due = nextTime(schedule, since);
  return due !== undefined && due + graceMs < now ? due : undefined;
}
