import type { Redis } from "ioredis";
import { z } from "zod";
import type { Tier } from "../domain/tier.ts";
import { batchStatuses } from "./batch.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const dispatch = script("dispatch", {
  keys: ["batch", "due", "sent"],
  reply: z.tuple([z.enum([...batchStatuses, "gone"])]).rest(z.coerce.number()),
});
const redispatch = script("redispatch", {
  keys: ["row", "sent", "due"],
  reply: z.enum(["due", "stale"]),
});

/** A row on its way to a queue. A later dispatch of the same row has a higher epoch and voids this one. */
export interface Dispatched {
  readonly n: number;
  readonly epoch: number;
}

/** Takes up to `max` due rows of a tier out of the batch, in order. */
export async function takeDue(
  redis: Redis,
  { batch, tier, max }: { batch: string; tier: Tier; max: number },
) {
  const keys = batchKeys(batch);
  const [status, ...flat] = await dispatch(redis, { ...keys, due: keys.due(tier) }, [
    keys.rows,
    max,
  ]);
  const rows: Dispatched[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    rows.push({ n: flat[i] ?? 0, epoch: flat[i + 1] ?? 0 });
  }
  return { status, rows };
}

/** Rows dispatched before `beforeMs` (epoch ms) and not claimed since, oldest first, with tier and epoch. */
export async function listUnclaimed(
  redis: Redis,
  {
    batch,
    beforeMs,
    max,
    skip = 0,
  }: { batch: string; beforeMs: number; max: number; skip?: number },
): Promise<{ n: number; tierNumber: number; epoch: number }[]> {
  const keys = batchKeys(batch);
  const rows = await redis.zrangebyscore(keys.sent, "-inf", beforeMs, "LIMIT", skip, max);
  return Promise.all(
    rows.map(async (n) => {
      const [tierNumber, epoch] = await redis.hmget(keys.row(Number(n)), "t", "e");
      return { n: Number(n), tierNumber: Number(tierNumber), epoch: Number(epoch) };
    }),
  );
}

/** Makes a dispatched row due again because its job is gone. `stale`: it moved on meanwhile. */
export async function makeDue(
  redis: Redis,
  { batch, n, tier, epoch }: { batch: string; n: number; tier: Tier; epoch: number },
): Promise<"due" | "stale"> {
  const keys = batchKeys(batch);
  return redispatch(redis, { row: keys.row(n), sent: keys.sent, due: keys.due(tier) }, [n, epoch]);
}
