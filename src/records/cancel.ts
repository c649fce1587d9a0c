import type { Redis } from "ioredis";
import { z } from "zod";
import { type Tier, tierNumber } from "../domain/tier.ts";
import { activate } from "./batch.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const cancel = script("cancel", {
  keys: ["batch", "counters", "events", "steps", "due1", "due2", "due3", "sent"],
  reply: z.int(),
});
const reopen = script("reopen", {
  keys: ["batch", "counters", "due", "events"],
  reply: z.int(),
});

/** Ends up to `max` waiting rows of a cancelled batch; returns how many, 0 when none is left. */
export async function cancelWaiting(
  redis: Redis,
  { batch, max }: { batch: string; max: number },
): Promise<number> {
  const keys = batchKeys(batch);
  const ended = await cancel(
    redis,
    { ...keys, due1: keys.due("http"), due2: keys.due("classifier"), due3: keys.due("browser") },
    [keys.rows, max],
  );
  return Math.max(ended, 0);
}

/**
 * Makes ended rows work again from `startsAt`, with fresh attempts. Their history stays, and so
 * does what they cost.
 */
export async function reopenRows(
  redis: Redis,
  { batch, startsAt }: { batch: string; startsAt: Tier },
  rows: readonly number[],
): Promise<number> {
  const keys = batchKeys(batch);
  const reopened = await reopen(redis, { ...keys, due: keys.due(startsAt) }, [
    keys.rows,
    tierNumber(startsAt),
    ...rows,
  ]);
  if (reopened > 0) await activate(redis, batch);
  return reopened;
}
