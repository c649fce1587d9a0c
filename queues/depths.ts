import type { Redis } from "ioredis";
import { type Tier, tiers } from "../src/domain/tier.ts";
import { queuePrefix } from "./open-queue.ts";

/** Jobs in one tier's queue. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
}

/** How many jobs each queue holds, in one round trip and without opening one. */
export async function readQueueDepths(redis: Redis): Promise<Record<Tier, QueueDepth>> {
  const depths = await Promise.all(
    tiers.map(async (tier) => {
      const [waiting, active] = await Promise.all([
        redis.llen(`${queuePrefix}:${tier}:wait`),
        redis.llen(`${queuePrefix}:${tier}:active`),
      ]);
      return [tier, { waiting, active }] as const;
    }),
  );
  return Object.fromEntries(depths) as Record<Tier, QueueDepth>;
}
