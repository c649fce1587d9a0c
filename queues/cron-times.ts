import { getNextMillis } from "bullmq";

/** The times at which something happens, and the time zone that they are meant in. */
export interface Cron {
  /** Five fields, or a word such as `@daily`. */
  readonly cron: string;
  /** As in the IANA database: `Europe/Berlin`. */
  readonly tz: string;
}

/** The first time after `afterMs`, as BullMQ reckons it; `undefined`: never. */
export function nextTime({ cron, tz }: Cron, afterMs: number): number | undefined {
  return getNextMillis(afterMs, { pattern: cron, tz });
}

/** What is wrong with it, in words; `undefined` when it can be used. */
export function cronTrouble({ cron, tz }: Cron): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5 && !/^@(hourly|daily|weekly|monthly|yearly)$/.test(cron)) {
    return `${cron} is no cron expression: give five fields (minute hour day month weekday), such as "0 6 * * 1"`;
  }
  try {
    Intl.DateTimeFormat("en", { timeZone: tz });
  } catch {
    return `${tz} is no time zone; write it as Europe/Berlin or UTC`;
  }
  try {
    return nextTime({ cron, tz }, Date.now()) === undefined ? `${cron} never comes` : undefined;
  } catch (error) {
    return `${cron} is no cron expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}
