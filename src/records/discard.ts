import type { Redis } from "ioredis";
import { tiers } from "../domain/tier.ts";
import { closeIntake } from "./batch.ts";
import { readCounts } from "./counters.ts";
import { batchKeys, globalKeys } from "./keys.ts";

const chunk = 500;

/**
 * Removes a batch whose intake failed, as if it had never begun; `false` when it was sealed or
 * cancelled and therefore stays. Only for whoever takes it in: nobody else knows that no line follows.
 */
export async function discardBatch(redis: Redis, batch: string): Promise<boolean> {
  // Closed first, so that no line slips in behind; and only if nobody has sealed it just now.
  if (!(await closeIntake(redis, batch, "the input ended too early"))) return false;
  const keys = batchKeys(batch);
  const { lines } = await readCounts(redis, batch);
  for (let first = 0; first < lines; first += chunk) {
    const rows = Array.from({ length: Math.min(chunk, lines - first) }, (_, i) => first + i);
    await redis.unlink(rows.map(keys.row));
  }
  await redis.zrem(globalKeys.batches, batch);
  await redis.lrem(globalKeys.active, 0, batch);
  await redis.hdel(globalKeys.growing, batch);
  // No line of it was ever work, so it has no money, journal, steps or figures.
  const { counters, dedupe, sent, held, events, told } = keys;
  await redis.unlink(
    keys.batch,
    counters,
    dedupe,
    sent,
    held,
    events,
    told,
    ...tiers.map(keys.due),
  );
  return true;
}
