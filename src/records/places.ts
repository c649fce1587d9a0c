import type { Redis } from "ioredis";
import { z } from "zod";
import type { NanoDollars } from "../domain/money.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import { type BatchStatus, batchStatuses } from "./batch.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const amount = z.coerce.number<string>();
const places = script("places", {
  keys: ["batch", "money", "due1", "due2", "due3", "sent", "held"],
  reply: z.tuple([z.enum([...batchStatuses, ""]), amount, z.string(), amount, amount]).rest(amount),
});

/** One tier's open rows of a batch, by where they are. */
export interface PlacesOfTier {
  /** To be queued as soon as there is room. */
  readonly due: number;
  /** Not to be tried before some later time. */
  readonly later: number;
  readonly sent: number;
  readonly held: number;
  /** Epoch ms since which the oldest due row waits; `null`: none is due. */
  readonly oldestDueAt: number | null;
}

/** A batch as the gauges see it. */
export interface BatchPlaces {
  readonly status: BatchStatus;
  readonly maxUsdNano: NanoDollars | null;
  readonly spentNano: NanoDollars;
  readonly reservedNano: NanoDollars;
  readonly tiers: Readonly<Record<Tier, PlacesOfTier>>;
}

/** Rows in queues and in hand that are looked at one by one; beyond, the tiers' shares are estimated. */
const mostLookedAt = 500;

/** Where a batch's open rows are, in one round trip; `undefined` when there is no such batch. */
export async function readPlaces(redis: Redis, batch: string): Promise<BatchPlaces | undefined> {
  const keys = batchKeys(batch);
  const named = {
    ...keys,
    due1: keys.due("http"),
    due2: keys.due("classifier"),
    due3: keys.due("browser"),
  };
  const [status, , ceiling, spentNano, reservedNano, ...rest] = await places(redis, named, [
    keys.rows,
    mostLookedAt,
  ]);
  if (status === "") return undefined;
  const at = (index: number) => rest[index] ?? 0;
  const ofTier = (i: number): PlacesOfTier => ({
    due: at(3 * i),
    later: at(3 * i + 1),
    oldestDueAt: at(3 * i + 2) || null,
    sent: at(9 + i),
    held: at(12 + i),
  });
  return {
    status,
    maxUsdNano: ceiling === "" ? null : Number(ceiling),
    spentNano,
    reservedNano,
    tiers: Object.fromEntries(tiers.map((tier, i) => [tier, ofTier(i)])) as BatchPlaces["tiers"],
  };
}
