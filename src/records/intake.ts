import type { Redis } from "ioredis";
import { z } from "zod";
import type { Tier } from "../domain/tier.ts";
import { tierNumber } from "../domain/tier.ts";
import { activate } from "./batch.ts";
import { emptyCold, packCold } from "./cold.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const accept = script("accept", {
  keys: ["batch", "counters", "dedupe", "due"],
  reply: z.enum(["accepted", "closed", "gap"]),
});
const seal = script("seal", {
  keys: ["batch", "counters", "dedupe"],
  reply: z.enum(["sealed", "done", "closed"]),
});

/** An input line on its way in: its cells in the order of the batch's columns. */
export type Line =
  | { readonly cells: readonly unknown[]; readonly fingerprint: string }
  | { readonly cells: readonly unknown[]; readonly invalid: { line: number; detail: string } };

/** The batch was sealed or cancelled while lines were still coming. Post them as a new batch. */
export class BatchClosed extends Error {
  override readonly name = "BatchClosed";
}

/** Stores lines as rows `first`, `first + 1`, …; lines with equal fingerprints share one row's work. */
export async function acceptLines(
  redis: Redis,
  { batch, first, startsAt }: { batch: string; first: number; startsAt: Tier },
  lines: readonly Line[],
): Promise<void> {
  const keys = batchKeys(batch);
  const args: (string | number)[] = [keys.rows, first, tierNumber(startsAt)];
  for (const line of lines) {
    const cells = JSON.stringify(line.cells);
    if ("invalid" in line) args.push("", cells, packCold({ ...emptyCold, invalid: line.invalid }));
    else args.push(line.fingerprint, cells, "");
  }
  const reply = await accept(redis, { ...keys, due: keys.due(startsAt) }, args);
  if (reply !== "accepted")
    throw new BatchClosed(`batch ${batch} takes no line ${first}: ${reply}`);
}

/** Ends the intake: the rows are work from here on. Returns once they are as durable as Redis makes them. */
export async function sealBatch(
  redis: Redis,
  batch: string,
  columns: readonly string[],
): Promise<void> {
  // In the rotation first: a process that dies between the two leaves no batch that nobody feeds.
  await activate(redis, batch);
  const reply = await seal(redis, batchKeys(batch), [JSON.stringify(columns)]);
  if (reply === "closed") throw new BatchClosed(`batch ${batch} was sealed or cancelled before`);
  await flushToDisk(redis);
}

/** Redis did not bring the rows to disk in time. Nothing was promised: send the batch again. */
export class NotDurable extends Error {
  override readonly name = "NotDurable";
}

/** Waits for the append-only file where the server can say so (Redis 7.2 and later). */
async function flushToDisk(redis: Redis): Promise<void> {
  try {
    const reply = await redis.call("WAITAOF", "1", "0", "10000");
    const flushed = Array.isArray(reply) ? Number(reply[0]) : 0;
    if (flushed < 1) throw new NotDurable("Redis did not write its append-only file within 10 s");
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
}

/** Older servers don't know the command; servers without an append-only file can't wait for it. */
function isUnsupported(error: unknown): boolean {
  return error instanceof Error && /unknown command|appendonly is disabled/i.test(error.message);
}
