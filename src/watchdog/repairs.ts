import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import { repairKinds } from "./actions.ts";

/** Something that Assay mended by itself. */
export const Repair = z.object({
  id: z.string(),
  /** Epoch ms. */
  at: z.int(),
  kind: z.enum(repairKinds),
  /** What was mended: a batch, a worker, a machine's browsers. */
  subject: z.string(),
  /** What was done. */
  what: z.string(),
  why: z.string(),
  /** Rows that it concerned. */
  rows: z.int(),
});
export type Repair = z.infer<typeof Repair>;
export type RepairKind = Repair["kind"];

/** List, the newest first. */
const listKey = "assay:repairs";
/** Hash: kind -> how often since ever. */
const countsKey = "assay:repair-counts";
/** Older ones are forgotten; they stay counted. */
const mostKept = 1_000;

/** Writes a repair down and counts it. */
export async function recordRepair(
  redis: Redis,
  repair: Omit<Repair, "id" | "at">,
): Promise<Repair> {
  const entry: Repair = { id: randomBytes(6).toString("hex"), at: Date.now(), ...repair };
  await redis
    .multi()
    .lpush(listKey, JSON.stringify(entry))
    .ltrim(listKey, 0, mostKept - 1)
    .hincrby(countsKey, repair.kind, 1)
    .exec();
  return entry;
}

/** The newest repairs, newest first; of one subject only, when one is named. */
export async function listRepairs(
  redis: Redis,
  { limit, subject }: { limit: number; subject?: string | undefined },
): Promise<Repair[]> {
  const stored = await redis.lrange(listKey, "0", `${mostKept - 1}`);
  const repairs = stored.flatMap((text) => {
    const parsed = Repair.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : []; // a newer version's kind
  });
  return repairs.filter((one) => subject === undefined || one.subject === subject).slice(0, limit);
}

/** How often each kind of repair was made since ever; for counters that survive restarts. */
export async function readRepairCounts(redis: Redis): Promise<Record<RepairKind, number>> {
  const counts = await redis.hgetall(countsKey);
  return Object.fromEntries(repairKinds.map((kind) => [kind, Number(counts[kind] ?? 0)])) as Record<
    RepairKind,
    number
  >;
}
