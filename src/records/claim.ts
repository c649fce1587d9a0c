import type { Redis } from "ioredis";
import { z } from "zod";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { type Cold, unpackCold } from "./cold.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const claim = script("claim", {
  keys: ["row", "batch", "counters", "sent", "held", "due", "events"],
  reply: z.union([
    z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]),
    z.enum(["stale", "returned"]),
  ]),
});

export type Attempts = Readonly<Record<Tier, number>>;

/** A row that this worker alone may settle, until its fence is overtaken. */
export interface Claimed {
  readonly batch: string;
  readonly n: number;
  readonly tier: Tier;
  readonly fence: number;
  /** Counting this one. */
  readonly attempts: Attempts;
  readonly postponements: number;
  readonly cells: readonly unknown[];
  readonly cold: Cold;
}

/** The one way to hold a row. `stale`: it is elsewhere; `returned`: its batch does not run now. */
export async function claimRow(
  redis: Redis,
  at: { batch: string; n: number; tier: Tier; epoch: number; leaseMs: number },
): Promise<Claimed | "stale" | "returned"> {
  const { batch, n, tier, epoch, leaseMs } = at;
  const keys = batchKeys(batch);
  const reply = await claim(redis, { ...keys, row: keys.row(n), due: keys.due(tier) }, [
    n,
    tierNumber(tier),
    epoch,
    leaseMs,
  ]);
  if (typeof reply === "string") return reply;
  const [fence, attempts, postponements, cells, cold] = reply;
  return {
    batch,
    n,
    tier,
    fence: Number(fence),
    attempts: parseAttempts(attempts),
    postponements: Number(postponements),
    cells: JSON.parse(cells) as unknown[],
    cold: unpackCold(cold),
  };
}

export function parseAttempts(text: string | undefined): Attempts {
  const counts = (text ?? "0,0,0").split(",").map(Number);
  return Object.fromEntries(tiers.map((tier, i) => [tier, counts[i] ?? 0])) as Record<Tier, number>;
}
