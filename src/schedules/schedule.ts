import type { Redis } from "ioredis";
import { z } from "zod";
import { tiers } from "../domain/tier.ts";

const nano = z.int().min(1).nullable();

/** A batch that is begun again and again, and what is expected of it each time. */
export const Schedule = z.object({
  /** Its id. */
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/),
  cron: z.string(),
  tz: z.string(),
  workflow: z.string(),
  /** Absolute, on the machines where watchdogs run; read anew each time. */
  file: z.string(),
  /** The real file must lie in here; `null`: whoever set it up may read every file. */
  within: z.string().nullable(),
  maxUsdNano: nano,
  maxTier: z.enum(tiers),
  expected: z.object({
    /** Fewer rows are too few. */
    rows: z.int().min(1),
    /** Smaller a share of answered rows is too small. */
    answered: z.number().min(0).max(1),
    /** It must be done by then, counted from its time. */
    withinMs: z.int().min(1),
  }),
  /** Epoch ms. */
  createdAt: z.int(),
});
export type Schedule = z.infer<typeof Schedule>;

/** One time that came. */
export const Fire = z.object({
  schedule: z.string(),
  /** Epoch ms at which it was due, and at which it was begun. */
  dueAt: z.int(),
  firedAt: z.int(),
  /** What it began; `null` when it could not, and why. */
  batch: z.string().nullable(),
  error: z.string().nullable(),
  /** What became of it; `null` while that is open. */
  verdict: z.object({ produced: z.boolean(), detail: z.string() }).nullable(),
});
export type Fire = z.infer<typeof Fire>;

const listKey = "assay:{schedules}:list";
const firesKey = (name: string) => `assay:{schedules}:fires:${name}`;
const mostFires = 50;

export async function saveSchedule(redis: Redis, schedule: Schedule): Promise<void> {
  await redis.hset(listKey, schedule.name, JSON.stringify(Schedule.parse(schedule)));
}

export async function findSchedule(redis: Redis, name: string): Promise<Schedule | undefined> {
  const text = await redis.hget(listKey, name);
  return text === null ? undefined : Schedule.parse(JSON.parse(text));
}

/** All of them, by name. */
export async function listSchedules(redis: Redis): Promise<Schedule[]> {
  const texts = await redis.hvals(listKey);
  return texts
    .map((text) => Schedule.parse(JSON.parse(text)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Its batches stay; `false` when there was none. */
export async function removeSchedule(redis: Redis, name: string): Promise<boolean> {
  const removed = await redis.hdel(listKey, name);
  await redis.unlink(firesKey(name));
  return removed === 1;
}

/** Writes down what became of a time, over what was known of it; the oldest are forgotten. */
export async function saveFire(redis: Redis, fire: Fire): Promise<void> {
  const key = firesKey(fire.schedule);
  await redis.hset(key, String(fire.dueAt), JSON.stringify(fire));
  const times = (await redis.hkeys(key)).map(Number).toSorted((a, b) => b - a);
  const old = times.slice(mostFires).map(String);
  if (old.length > 0) await redis.hdel(key, ...old);
}

/** The times that came, the newest first. */
export async function listFires(redis: Redis, name: string): Promise<Fire[]> {
  const texts = await redis.hvals(firesKey(name));
  return texts.map((text) => Fire.parse(JSON.parse(text))).toSorted((a, b) => b.dueAt - a.dueAt);
}

/** What is expected, in words. */
export function expectationOf({ expected: { rows, answered, withinMs } }: Schedule): string {
  const minutes = Math.max(1, Math.round(withinMs / 60_000));
  const within = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
  const share = answered > 0 ? `, ${Math.round(answered * 100)} % of them answered` : "";
  return `at least ${rows} ${rows === 1 ? "row" : "rows"}${share}, within ${within}`;
}
