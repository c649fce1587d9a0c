import { opendir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { findBatch } from "../records/batch.ts";
import { checkpoints } from "../records/checkpoint.ts";
import { citedBy } from "../records/cited.ts";
import { readCounts } from "../records/counters.ts";
import { globalKeys } from "../records/keys.ts";
import { streamRecords } from "../records/record.ts";

/** Folders that snapshots are spread over, by the first two digits of their hashes. */
const shards = 256;

export interface SnapshotSweep {
  readonly redis: Redis;
  /** `ASSAY_SNAPSHOTS`. */
  readonly dir: string;
  /** Files younger than this stay, whoever cites them: a row that is being worked on cites nothing yet. */
  readonly graceMs: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Removes snapshots that no row in Redis cites. Candidates are taken first, then every row is read,
 * then what nobody cites is looked at once more: one that was written or touched meanwhile stays.
 */
export async function sweepSnapshots(
  sweep: SnapshotSweep,
): Promise<{ kept: number; removed: number }> {
  const { redis, dir, graceMs, now, signal } = sweep;
  const oldest = now() - graceMs;
  const candidates = new Map<string, string>();
  for await (const file of snapshotFiles(dir)) {
    if (signal.aborted) return { kept: 0, removed: 0 };
    if ((await modifiedAt(file.path)) < oldest) candidates.set(file.hash, file.path);
  }
  if (candidates.size === 0) return { kept: 0, removed: 0 };
  const before = candidates.size;
  for (const id of await redis.zrange(globalKeys.batches, "0", "-1")) {
    await forgetCited(redis, id, candidates, signal);
    // An unfinished look at the rows says nothing about what may go.
    if (signal.aborted) return { kept: before, removed: 0 };
  }
  let removed = 0;
  for (const path of candidates.values()) {
    if (signal.aborted) break;
    if ((await modifiedAt(path)) >= oldest) continue;
    await unlink(path).catch(ignoreMissing);
    removed += 1;
  }
  return { kept: before - removed, removed };
}

/** Takes everything off the list that rows of a batch cite, or that attempts in hand hold on to. */
async function forgetCited(
  redis: Redis,
  id: string,
  candidates: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  if (!(await findBatch(redis, id))) return;
  const { lines } = await readCounts(redis, id);
  for await (const record of streamRecords(redis, id, lines)) {
    if (signal.aborted) return;
    for (const hash of citedBy(record)) candidates.delete(hash);
  }
  for await (const state of checkpoints(redis, id)) {
    for (const [hash] of state.matchAll(/[0-9a-f]{64}/g)) candidates.delete(hash);
  }
}

/** Snapshots in the directory, as `fileSnapshotStore` lays them. */
async function* snapshotFiles(dir: string): AsyncGenerator<{ hash: string; path: string }> {
  for (let shard = 0; shard < shards; shard += 1) {
    const folder = shard.toString(16).padStart(2, "0");
    const entries = await opendir(join(dir, folder)).catch(ignoreMissing);
    if (!entries) continue;
    for await (const { name } of entries) {
      const rest = /^([0-9a-f]{62})\.br$/.exec(name)?.[1];
      if (rest !== undefined) yield { hash: folder + rest, path: join(dir, folder, name) };
    }
  }
}

/** Of a file that is gone: now, so that nobody removes it. */
async function modifiedAt(path: string): Promise<number> {
  return (await stat(path).catch(ignoreMissing))?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
