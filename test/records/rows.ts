import type { Redis } from "ioredis";
import { createBatch, type NewBatch } from "../../src/records/batch.ts";
import { type Cold, emptyCold } from "../../src/records/cold.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { type Claimed, claimRow } from "../../src/records/claim.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import type { Tier } from "../../src/domain/tier.ts";

export const newBatch: NewBatch = {
  workflow: "test",
  name: "",
  specs: {},
  maxTier: "browser",
  maxUsdNano: null,
};

/** A sealed batch of `lines` rows that all differ. */
export async function batchOf(
  redis: Redis,
  lines: number,
  rest: Partial<NewBatch> = {},
): Promise<string> {
  const batch = await createBatch(redis, { ...newBatch, ...rest });
  const rows = Array.from({ length: lines }, (_, n) => ({
    cells: [`c${n}`],
    fingerprint: `f${n}`,
  }));
  await acceptLines(redis, { batch, first: 0, startsAt: "http" }, rows);
  await sealBatch(redis, batch, ["name"]);
  return batch;
}

/** Dispatches and claims the next due row of a tier. */
export async function claimNext(
  redis: Redis,
  batch: string,
  { tier = "http", leaseMs = 10_000 }: { tier?: Tier; leaseMs?: number } = {},
): Promise<Claimed> {
  const { rows } = await takeDue(redis, { batch, tier, max: 1 });
  const [row] = rows;
  if (!row) throw new Error(`nothing is due on ${tier}`);
  const claimed = await claimRow(redis, { batch, n: row.n, tier, epoch: row.epoch, leaseMs });
  if (typeof claimed === "string") throw new Error(claimed);
  return claimed;
}

export const nothing: { cold: Cold; costNano: number } = { cold: emptyCold, costNano: 0 };
export const confirmed = { confirmed: true } as const;
