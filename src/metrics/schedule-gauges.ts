import type { Redis } from "ioredis";
import { type Fire, listFires, listSchedules } from "../schedules/schedule.ts";
import type { Sample } from "./gauges.ts";

/** More schedules than these are not looked into one by one. */
const mostSchedules = 100;

/** Whether schedules produce what is expected of them. Their names are people's, so they are no labels. */
export async function scheduleSamples(redis: Redis): Promise<Sample[]> {
  const schedules = await listSchedules(redis);
  const fires = await Promise.all(
    schedules.slice(0, mostSchedules).map(({ name }) => listFires(redis, name)),
  );
  const unproductive = fires.filter((own) => lastJudged(own)?.verdict?.produced === false);
  const outputs = fires.flatMap((own) => {
    const last = own.find(({ verdict }) => verdict?.produced === true);
    return last ? [last.firedAt] : [];
  });
  const counts: Sample[] = [
    ["assay_schedules", [], schedules.length],
    ["assay_schedules_unproductive", [], unproductive.length],
  ];
  if (outputs.length === 0) return counts;
  const oldest = Math.min(...outputs) / 1_000;
  return [...counts, ["assay_schedules_oldest_output_timestamp_seconds", [], oldest]];
}

/** The newest time of which it is known what became of it; they come newest first. */
function lastJudged(fires: readonly Fire[]): Fire | undefined {
  return fires.find(({ verdict }) => verdict !== null);
}
