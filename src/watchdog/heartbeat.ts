import type { Redis } from "ioredis";
import { z } from "zod";
import { tiers } from "../domain/tier.ts";
import type { Facts } from "./facts.ts";

const TierSeen = z.object({
  waiting: z.int(),
  held: z.int(),
  jobs: z.int(),
  workers: z.int(),
  oldestDueAt: z.number().nullable(),
});

/** What the last look saw and did, in numbers. */
export const LastLook = z.object({
  /** Epoch ms at which it began, by Redis' clock. */
  at: z.number(),
  tookMs: z.int(),
  everyMs: z.int(),
  /** Looks since ever. */
  looks: z.int(),
  batches: z.int(),
  lost: z.int(),
  stuck: z.int(),
  tiers: z.record(z.enum(tiers), TierSeen),
  /** What it did, by kind. */
  actions: z.record(z.string(), z.int()),
});
export type LastLook = z.infer<typeof LastLook>;

const key = "assay:watchdog";
const looksKey = "assay:watchdog:looks";

/** Says that the watchdog has looked; whoever reads this sees its silence. */
export async function writeHeartbeat(
  redis: Redis,
  {
    facts,
    tookMs,
    everyMs,
    actions,
  }: {
    facts: Facts;
    tookMs: number;
    everyMs: number;
    actions: readonly { readonly kind: string }[];
  },
): Promise<void> {
  const looks = await redis.incr(looksKey);
  const counted: Record<string, number> = {};
  for (const { kind } of actions) counted[kind] = (counted[kind] ?? 0) + 1;
  const look: LastLook = {
    at: facts.now,
    tookMs,
    everyMs,
    looks,
    batches: facts.batches.length,
    lost: facts.batches.reduce((sum, { lost }) => sum + lost, 0),
    stuck: facts.batches.reduce((sum, { stuck }) => sum + stuck.length, 0),
    tiers: Object.fromEntries(
      tiers.map((tier) => {
        const { workers, ...seen } = facts.tiers[tier];
        return [tier, { ...seen, workers: workers.length }];
      }),
    ) as LastLook["tiers"],
    actions: counted,
  };
  await redis.set(key, JSON.stringify(look));
}

/** The last look; `undefined` when there never was one. */
export async function readHeartbeat(redis: Redis): Promise<LastLook | undefined> {
  const text = await redis.get(key);
  const parsed = LastLook.safeParse(text === null ? undefined : JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** Looks that may be missed before the watchdog counts as silent. */
const missedLooks = 3;
/** However often it looks, a short pause is no silence. */
const leastSilenceMs = 10_000;

/** Whether the watchdog should have looked again by now. */
export function isSilent({ at, everyMs }: Pick<LastLook, "at" | "everyMs">, now: number): boolean {
  return now - at > Math.max(missedLooks * everyMs, leastSilenceMs);
}
