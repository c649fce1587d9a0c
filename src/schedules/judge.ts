import type { Counts } from "../records/counters.ts";
import { openBatch, type Places } from "../retention/find-batch.ts";
import type { ScheduleFacts } from "../watchdog/facts.ts";
import {
  expectationOf,
  type Fire,
  listFires,
  listSchedules,
  saveFire,
  type Schedule,
} from "./schedule.ts";

/** What is known of the batch that a time began. */
export interface Begun {
  readonly status: string;
  readonly counts: Counts;
}

export type Verdict = NonNullable<Fire["verdict"]>;

/** Whether a time brought what was expected of it; `null` while that is open. */
export function judge(
  { expected }: Pick<Schedule, "expected">,
  fire: Pick<Fire, "dueAt" | "firedAt" | "batch" | "error">,
  begun: Begun | undefined,
  now: number,
): Verdict | null {
  const missing = (detail: string): Verdict => ({ produced: false, detail });
  if (fire.error !== null) return missing(fire.error);
  if (!begun) return missing(`its batch ${fire.batch ?? ""} is gone`);
  const { status, counts } = begun;
  const { lines, answered } = counts;
  if (lines < expected.rows) return missing(`${lines} rows, not ${expected.rows}`);
  if (status === "cancelled") return missing("its batch was cancelled");
  if (status !== "done") {
    // A time that came late has as long as any other.
    const isLate = now > fire.firedAt + expected.withinMs;
    const ended = counts.states.completed + counts.states.failed;
    return isLate ? missing(`not done in time: ${ended} of ${lines} rows have ended`) : null;
  }
  if (answered < expected.answered * lines) {
    return missing(`${answered} of ${lines} rows are answered`);
  }
  return { produced: true, detail: `${answered} of ${lines} rows are answered` };
}

/** Judges every time that can be judged by now and was not yet. */
export async function judgeFires(places: Places, now: number): Promise<void> {
  for (const schedule of await listSchedules(places.redis)) {
    for (const fire of await listFires(places.redis, schedule.name)) {
      if (fire.verdict !== null) continue;
      const source = fire.batch === null ? undefined : await openBatch(places, fire.batch);
      const begun = source && {
        status: source.batch.status,
        counts: (await source.numbers()).counts,
      };
      const verdict = judge(schedule, fire, begun, now);
      if (verdict) await saveFire(places.redis, { ...fire, verdict });
    }
  }
}

/** Every schedule as the watchdog sees it: its last time that could be judged. */
export async function readScheduleFacts(places: Pick<Places, "redis">): Promise<ScheduleFacts[]> {
  const schedules = await listSchedules(places.redis);
  return Promise.all(
    schedules.map(async (schedule) => {
      const fires = await listFires(places.redis, schedule.name);
      const last = fires.find(({ verdict }) => verdict !== null);
      const missing = last?.verdict?.produced === false ? ` (${last.verdict.detail})` : "";
      return {
        id: schedule.name,
        lastFireAt: last?.dueAt ?? null,
        expected: `${expectationOf(schedule)}${missing}`,
        produced: last?.verdict?.produced ?? null,
      };
    }),
  );
}
