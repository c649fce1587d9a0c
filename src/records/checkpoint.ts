import type { Redis } from "ioredis";
import { z } from "zod";
import type { Claimed } from "./claim.ts";
import { batchKeys } from "./keys.ts";
import { packText, unpackText } from "./packed-text.ts";
import { script } from "./scripts.ts";

const checkpoint = script("checkpoint", {
  keys: ["row", "steps"],
  reply: z.enum(["saved", "stale"]),
});

/** Keeps where an attempt stands, over the last time. `stale`: somebody else holds the row now. */
export async function saveCheckpoint(
  redis: Redis,
  { batch, n, fence }: Pick<Claimed, "batch" | "n" | "fence">,
  json: string,
): Promise<"saved" | "stale"> {
  const keys = batchKeys(batch);
  return checkpoint(redis, { row: keys.row(n), steps: keys.steps }, [n, fence, packText(json)]);
}

/** What was kept last, by whichever holder of the row; nothing once the row has ended. */
export async function loadCheckpoint(
  redis: Redis,
  batch: string,
  n: number,
): Promise<string | undefined> {
  const packed = await redis.hget(batchKeys(batch).steps, String(n));
  return packed === null ? undefined : unpackText(packed);
}

/** Every attempt's checkpoint of a batch, in any order. */
export async function* checkpoints(redis: Redis, batch: string): AsyncGenerator<string> {
  let cursor = "0";
  do {
    const [next, fields] = await redis.hscan(batchKeys(batch).steps, cursor, "COUNT", 100);
    for (let i = 1; i < fields.length; i += 2) yield unpackText(fields[i] ?? "=");
    cursor = next;
  } while (cursor !== "0");
}
