import { randomInt } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import type { NanoDollars } from "../domain/money.ts";
import { tiers } from "../domain/tier.ts";
import { wholeAmount } from "./amount.ts";
import { batchKeys, globalKeys } from "./keys.ts";
import { script } from "./scripts.ts";

export const batchStatuses = ["receiving", "active", "paused", "cancelled", "done"] as const;
export type BatchStatus = (typeof batchStatuses)[number];

const json = <T extends z.ZodType>(schema: T) =>
  z.string().transform((text, context): z.output<T> => {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: "custom", message: z.prettifyError(parsed.error) });
    return z.NEVER;
  });

const epochMs = z.coerce.number().int();

/** What a batch is, apart from its counters. */
export const Batch = z.object({
  id: z.string(),
  status: z.enum(batchStatuses),
  /** Why it was paused, when it was not a person who did. */
  statusNote: z.string().default(""),
  workflow: z.string(),
  name: z.string().default(""),
  /** Hash of each spec it started with, by agent name; the orchestrator's under the workflow's name. */
  specs: json(z.record(z.string(), z.string())),
  /** The input's column names, in order. */
  columns: json(z.array(z.string())).default([]),
  maxTier: z.enum(tiers),
  maxUsdNano: z.coerce.number().int().nullable().default(null),
  /** Below the workflow's own limit, when whoever submitted it wanted less; `null`: the workflow's. */
  maxUsdPerRecordNano: z.coerce.number().int().nullable().default(null),
  createdAt: epochMs,
  sealedAt: epochMs.nullable().default(null),
  doneAt: epochMs.nullable().default(null),
  /** When a CLI run has written the results file. */
  deliveredAt: epochMs.nullable().default(null),
  /** The hash of its archive, once that is whole; what Redis still holds of it is being removed. */
  archive: z.string().nullable().default(null),
});
export type Batch = z.infer<typeof Batch>;

export type NewBatch = Pick<Batch, "workflow" | "name" | "specs" | "maxTier" | "maxUsdNano"> &
  Partial<Pick<Batch, "maxUsdPerRecordNano">>;

/** Opens a batch for lines. It is no work before it is sealed. */
export async function createBatch(redis: Redis, batch: NewBatch): Promise<string> {
  const id = newBatchId();
  // Two batches of one second may draw the same name; the second draws again.
  if ((await redis.hsetnx(batchKeys(id).batch, "id", id)) === 0) return createBatch(redis, batch);
  const now = Date.now();
  await redis.hset(batchKeys(id).batch, {
    status: "receiving",
    workflow: batch.workflow,
    name: batch.name,
    specs: JSON.stringify(batch.specs),
    maxTier: batch.maxTier,
    createdAt: now,
    ...(batch.maxUsdNano === null ? {} : { maxUsdNano: batch.maxUsdNano }),
    ...(batch.maxUsdPerRecordNano == null
      ? {}
      : { maxUsdPerRecordNano: batch.maxUsdPerRecordNano }),
  });
  await redis.zadd(globalKeys.batches, now, id);
  return id;
}

export async function findBatch(redis: Redis, id: string): Promise<Batch | undefined> {
  const fields = await redis.hgetall(batchKeys(id).batch);
  if (Object.keys(fields).length === 0) return undefined;
  return Batch.parse(fields);
}

/** Newest first, those older than the batch `before`; none when there is no such batch. */
export async function listBatches(
  redis: Redis,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Batch[]> {
  // By rank and not by time: two batches may be of the same millisecond.
  const rank = before === undefined ? -1 : await redis.zrevrank(globalKeys.batches, before);
  if (rank === null) return [];
  const ids = await redis.zrevrange(globalKeys.batches, rank + 1, rank + limit);
  const batches = await Promise.all(ids.map((id) => findBatch(redis, id)));
  return batches.filter((batch) => batch !== undefined);
}

// Only of a batch that is there: what was sealed meanwhile must not come back as half a hash.
const setFields = script("set-fields", { keys: ["batch"], reply: z.int() });
const setStatus = script("set-status", { keys: ["batch"], reply: z.string() });

/** Pauses, resumes or cancels; replies `ok`, the status that forbids it, or `gone`. */
export async function changeStatus(
  redis: Redis,
  id: string,
  to: "paused" | "active" | "cancelled",
  note = "",
): Promise<string> {
  const reply = await setStatus(redis, { batch: batchKeys(id).batch }, [to, note, ""]);
  if (reply === "ok" && to !== "paused") await activate(redis, id);
  return reply;
}

/** Cancels a batch that still takes lines; `false` when it was sealed meanwhile, or cancelled. */
export async function closeIntake(redis: Redis, id: string, note: string): Promise<boolean> {
  const args = ["cancelled", note, "receiving"];
  const reply = await setStatus(redis, { batch: batchKeys(id).batch }, args);
  // Whoever closes it may die before its rows are removed: then the workers end them.
  if (reply === "ok") await activate(redis, id);
  return reply === "ok";
}

/** Pins the specs that are loaded now; how a batch goes on after a spec was changed on purpose. */
export async function repinSpecs(redis: Redis, id: string, specs: Batch["specs"]): Promise<void> {
  await setFields(redis, batchKeys(id), ["specs", JSON.stringify(specs)]);
}

/**
 * Sets the ceiling of a batch; `null`: none. Below what is spent it is allowed: then nothing new
 * starts, and calls in flight still end.
 */
export async function setCeiling(
  redis: Redis,
  id: string,
  maxUsdNano: NanoDollars | null,
): Promise<void> {
  const amount = maxUsdNano === null ? "" : wholeAmount(maxUsdNano);
  await setFields(redis, batchKeys(id), ["maxUsdNano", amount]);
}

export async function markDelivered(redis: Redis, id: string): Promise<void> {
  await setFields(redis, batchKeys(id), ["deliveredAt", Date.now()]);
}

/** Puts a batch into the rotation that feeds the queues; once, however often it is called. */
export async function activate(redis: Redis, id: string): Promise<void> {
  await redis.hincrby(globalKeys.growing, id, 1);
  if ((await redis.lpos(globalKeys.active, id)) === null) {
    await redis.rpush(globalKeys.active, id);
  }
}

/** Twelve characters, lower case, time-ordered: safe in a job id, a URL and a file name. */
function newBatchId(): string {
  const time = Math.floor(Date.now() / 1000).toString(36);
  return `b${time}${randomInt(36 ** 5)
    .toString(36)
    .padStart(5, "0")}`;
}
