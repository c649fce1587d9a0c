import type { Redis } from "ioredis";
import { z } from "zod";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { type Cold, unpackCold } from "./cold.ts";
import { inOneTurn } from "./in-one-turn.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const ClaimReply = z.union([
  z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]),
  z.enum(["stale", "returned"]),
]);
type ClaimReply = z.infer<typeof ClaimReply>;

const claim = script("claim", {
  keys: ["batch", "counters", "sent", "held", "due", "events"],
  reply: z.array(ClaimReply),
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
  /** Time that earlier attempts took, all tiers together. */
  readonly workedMs: number;
  readonly cells: readonly unknown[];
  readonly cold: Cold;
}

/** A dispatched row that somebody wants to hold for `leaseMs`. */
export interface Wanted {
  readonly batch: string;
  readonly n: number;
  readonly tier: Tier;
  readonly epoch: number;
  readonly leaseMs: number;
}

/** The one way to hold a row. `stale`: it is elsewhere; `returned`: its batch does not run now. */
export const claimRow: (redis: Redis, row: Wanted) => Promise<Claimed | "stale" | "returned"> =
  inOneTurn({
    groupOf: ({ batch, tier, leaseMs }) => `${batch} ${tier} ${leaseMs}`,
    send: claimRows,
  });

async function claimRows(redis: Redis, rows: readonly [Wanted, ...Wanted[]]) {
  const [{ batch, tier, leaseMs }] = rows;
  const keys = batchKeys(batch);
  const replies = await claim(redis, { ...keys, due: keys.due(tier) }, [
    keys.rows,
    tierNumber(tier),
    leaseMs,
    ...rows.flatMap(({ n, epoch }) => [n, epoch]),
  ]);
  return rows.map((row, i) => readReply(row, replies[i] ?? "stale"));
}

/** A row that can't be read fails alone, not with the others of its turn. */
function readReply({ batch, n, tier }: Wanted, reply: ClaimReply) {
  if (typeof reply === "string") return reply;
  const [fence, attempts, postponements, workedMs, cells, cold] = reply;
  try {
    return {
      batch,
      n,
      tier,
      fence: Number(fence),
      attempts: parseAttempts(attempts),
      postponements: Number(postponements),
      workedMs: Number(workedMs),
      cells: JSON.parse(cells) as unknown[],
      cold: unpackCold(cold),
    };
  } catch (error) {
    return new Error(`row ${n} of ${batch} can't be read`, { cause: error });
  }
}

export function parseAttempts(text: string | undefined): Attempts {
  const counts = (text ?? "0,0,0").split(",").map(Number);
  return Object.fromEntries(tiers.map((tier, i) => [tier, counts[i] ?? 0])) as Record<Tier, number>;
}
