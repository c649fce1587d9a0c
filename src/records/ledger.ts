import type { Redis } from "ioredis";
import { z } from "zod";
import type { LedgerEntry } from "../money/ledger-entry.ts";
import { batchKeys } from "./keys.ts";
import { parseLine } from "./ledger-line.ts";
import { parseSums, type Spend } from "./spend-sums.ts";

/** Where a page of the ledger ended; from outside it must be parsed before it is used. */
export const LedgerCursor = z.string().regex(/^\d{1,18}-\d{1,18}$/);

/** Finished calls in the order in which they ended, after `cursor`; `next` is `null` at the end. */
export async function readLedger(
  redis: Redis,
  batch: string,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ entries: LedgerEntry[]; next: string | null }> {
  const { lines, next } = await readLedgerLines(redis, batch, { cursor, limit });
  return { entries: lines.map(({ entry }) => entry), next };
}

/** A finished call with the cursor that stands behind it. */
export interface LedgerLine {
  readonly id: string;
  readonly entry: LedgerEntry;
}

/** The same, each call with its own cursor, so that a copy can be paged alike. */
export async function readLedgerLines(
  redis: Redis,
  batch: string,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<{ lines: LedgerLine[]; next: string | null }> {
  const from = cursor === null ? "-" : `(${cursor}`;
  const found = await redis.xrange(batchKeys(batch).ledger, from, "+", "COUNT", limit + 1);
  const page = found.slice(0, limit);
  return {
    lines: page.map(([id, [, line]]) => ({ id, entry: parseLine(batch, line ?? "") })),
    next: found.length > limit ? (page.at(-1)?.[0] ?? null) : null,
  };
}

/** Sums over the whole ledger, by tier, agent, spec, kind and model. */
export async function readSpend(redis: Redis, batch: string): Promise<Spend[]> {
  return parseSums(await redis.hgetall(batchKeys(batch).spend));
}
