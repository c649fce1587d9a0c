import type { Redis } from "ioredis";
import { tierNumber, type Tier } from "../domain/tier.ts";
import { batchKeys } from "./keys.ts";
import { type AssayRecord, readRecords } from "./record.ts";

/** Filters of a listing; what is `undefined` doesn't filter. */
export interface RecordFilter {
  readonly status?: string | undefined;
  readonly outcome?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly reason?: string | undefined;
}

export interface RecordPage {
  readonly records: AssayRecord[];
  /** Row to go on from; `undefined` at the end. */
  readonly next: number | undefined;
}

const chunk = 500;
/** Rows looked at per page at most, so that a rare filter on a huge batch still answers soon. */
const maxScanned = 50_000;

/** Records of a batch in order, from row `from` on, that pass the filter. A page may be short before the end. */
export async function listRecords(
  redis: Redis,
  at: { batch: string; lines: number; from: number; limit: number },
  filter: RecordFilter,
): Promise<RecordPage> {
  const { batch, lines, limit } = at;
  const found: number[] = [];
  let from = at.from;
  const stop = Math.min(lines, from + maxScanned);
  while (from < stop && found.length < limit) {
    const rows = Array.from({ length: Math.min(chunk, stop - from) }, (_, i) => from + i);
    const passing = await matching(redis, batch, rows, filter);
    const taken = passing.slice(0, limit - found.length);
    found.push(...taken);
    const isFull = taken.length < passing.length;
    from = isFull ? (taken.at(-1) ?? from) + 1 : (rows.at(-1) ?? from) + 1;
  }
  const records = await readRecords(redis, batch, found);
  return {
    records: records.filter((record) => record !== undefined),
    next: from < lines ? from : undefined,
  };
}

async function matching(
  redis: Redis,
  batch: string,
  rows: readonly number[],
  filter: RecordFilter,
): Promise<number[]> {
  const isOpen = Object.values(filter).every((wanted) => wanted === undefined);
  if (isOpen) return [...rows];
  const keys = batchKeys(batch);
  const read = (n: number) => redis.hmget(keys.row(n), "s", "o", "t", "r", "d");
  const fields = await Promise.all(rows.map(read));
  const shared = await Promise.all(
    fields.map(async (own) => (own[4] ? read(Number(own[4])) : own)),
  );
  return rows.filter((_n, i) => {
    const [status, outcome, tier, reason] = shared[i] ?? [];
    return (
      (filter.status === undefined || filter.status === status) &&
      (filter.outcome === undefined || filter.outcome === outcome) &&
      (filter.tier === undefined || String(tierNumber(filter.tier)) === tier) &&
      (filter.reason === undefined || filter.reason === reason)
    );
  });
}
