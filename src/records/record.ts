import type { Redis } from "ioredis";
import { z } from "zod";
import { reasonNames } from "../domain/reason.ts";
import { recordStates } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import { parseAttempts } from "./claim.ts";
import { Cold, unpackCold } from "./cold.ts";
import { batchKeys, recordId } from "./keys.ts";

/** One logged state change, as it happened. */
export const Transition = z.object({
  event: z.string(),
  tier: z.enum(tiers),
  attempt: z.int(),
  reason: z.string().nullable(),
  /** Epoch ms. */
  at: z.int(),
  costNano: z.int(),
});
export type Transition = z.infer<typeof Transition>;

/** A row as everything outside `src/records` sees it. */
export const AssayRecord = z.object({
  id: z.string(),
  batch: z.string(),
  /** Number of the row, from 0, in the input's order. */
  n: z.int(),
  /** The record whose work it shares, when the same input came before. */
  duplicateOf: z.string().nullable(),
  /** Cells in the order of the batch's columns. */
  cells: z.array(z.json()),
  status: z.enum(recordStates as [string, ...string[]]),
  tier: z.enum(tiers),
  attempts: z.object({ http: z.int(), classifier: z.int(), browser: z.int() }),
  fence: z.int(),
  lastAttemptedAt: z.int().nullable(),
  outcome: z.enum(["answered", "undeterminable"]).nullable(),
  reason: z.enum(reasonNames).nullable(),
  costNano: z.int(),
  transitions: z.array(Transition),
  ...Cold.shape,
});
export type AssayRecord = z.infer<typeof AssayRecord>;

type Fields = Record<string, string>;

export async function findRecord(
  redis: Redis,
  batch: string,
  n: number,
): Promise<AssayRecord | undefined> {
  const [record] = await readRecords(redis, batch, [n]);
  return record;
}

/** Reads rows by number; a duplicate is read with the state of the row that it shares. */
export async function readRecords(
  redis: Redis,
  batch: string,
  rows: readonly number[],
): Promise<(AssayRecord | undefined)[]> {
  const own = await readFields(redis, batch, rows);
  const shared = own.map((fields) => fields?.["d"]).map((d) => (d ? Number(d) : undefined));
  const wanted = [...new Set(shared.filter((n) => n !== undefined))];
  const originals = await readFields(redis, batch, wanted);
  const byRow = new Map(wanted.map((n, i) => [n, originals[i]]));
  return rows.map((n, i) => {
    const fields = own[i];
    const original = shared[i];
    if (!fields) return undefined;
    if (original === undefined) return decode(batch, n, fields, null);
    const merged = { ...byRow.get(original), in: fields["in"] ?? "[]" };
    return decode(batch, n, merged, recordId(batch, original));
  });
}

async function readFields(redis: Redis, batch: string, rows: readonly number[]) {
  if (rows.length === 0) return [];
  const keys = batchKeys(batch);
  const replies = await Promise.all(rows.map((n) => redis.hgetall(keys.row(n))));
  return replies.map((fields): Fields | undefined =>
    Object.keys(fields).length > 0 ? fields : undefined,
  );
}

function decode(batch: string, n: number, fields: Fields, duplicateOf: string | null): AssayRecord {
  const text = (name: string) => fields[name];
  return AssayRecord.parse({
    id: recordId(batch, n),
    batch,
    n,
    duplicateOf,
    cells: JSON.parse(text("in") ?? "[]"),
    status: text("s"),
    tier: tiers[Number(text("t") ?? 1) - 1],
    attempts: parseAttempts(text("a")),
    fence: Number(text("f") ?? 0),
    lastAttemptedAt: fields["at"] ? Number(text("at")) : null,
    outcome: text("o") ?? null,
    reason: text("r") ?? null,
    costNano: Number(text("c") ?? 0),
    transitions: parseTransitions(text("tr") ?? ""),
    ...unpackCold(fields["x"]),
  });
}

/** Reads `event,tier,attempt,reason,ms,cost;…` as the scripts write it. */
export function parseTransitions(text: string): Transition[] {
  return text
    .split(";")
    .filter(Boolean)
    .map((line) => {
      const [event, tier, attempt, reason, at, cost] = line.split(",");
      return Transition.parse({
        event,
        tier: tiers[Number(tier) - 1],
        attempt: Number(attempt),
        reason: reason || null,
        at: Number(at),
        costNano: Number(cost),
      });
    });
}

/** Every record of a batch in the input's order, a chunk at a time, in constant memory. */
export async function* streamRecords(
  redis: Redis,
  batch: string,
  lines: number,
  chunk = 250,
): AsyncGenerator<AssayRecord> {
  for (let first = 0; first < lines; first += chunk) {
    const rows = Array.from({ length: Math.min(chunk, lines - first) }, (_, i) => first + i);
    for (const record of await readRecords(redis, batch, rows)) {
      if (record) yield record;
    }
  }
}
