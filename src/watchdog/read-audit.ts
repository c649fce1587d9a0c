import type { Redis } from "ioredis";
import { auditRows, auditSums } from "../records/live-audit.ts";

/** A batch, and which of its rows are looked at this time. */
export interface AuditSlice {
  readonly batch: string;
  readonly lines: number;
  readonly first: number;
  readonly max: number;
}

export interface Audited {
  readonly broken: readonly string[];
  /** The row from which the next look goes on; a slice in which something is broken is looked at again. */
  readonly next: number;
}

/**
 * What is broken in a batch: its sums each time, its rows a slice at a time and in turn. What is
 * found is looked for a second time after `pauseMs`, and only what is there again is said.
 */
export async function readAudit(
  redis: Redis,
  slice: AuditSlice,
  pause: () => Promise<void>,
): Promise<Audited> {
  const first = await look(redis, slice);
  if (first.sums.length === 0 && first.rows.length === 0) return { broken: [], next: after(slice) };
  await pause();
  const second = await look(redis, slice);
  const before = new Set(first.rows);
  const rows = second.rows.filter((row) => before.has(row));
  // Numbers of sums move on between two looks; what matters is that they don't agree either time.
  const sums = first.sums.length > 0 ? second.sums : [];
  return { broken: [...sums, ...rows], next: rows.length > 0 ? slice.first : after(slice) };
}

async function look(redis: Redis, { batch, first, max }: AuditSlice) {
  const [sums, rows] = await Promise.all([
    auditSums(redis, batch),
    auditRows(redis, batch, { first, max }),
  ]);
  return { sums, rows };
}

function after({ first, max, lines }: AuditSlice): number {
  return first + max >= lines ? 0 : first + max;
}
