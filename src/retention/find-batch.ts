import type { Redis } from "ioredis";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { type Batch, findBatch, listBatches } from "../records/batch.ts";
import type { ArchiveStore } from "./archive-store.ts";
import type { BatchSource } from "./batch-source.ts";
import { liveBatch } from "./live-batch.ts";
import { draftName, readManifest } from "./manifest.ts";
import { sealedBatch } from "./sealed-batch.ts";

export interface Places {
  readonly redis: Redis;
  readonly store: SnapshotStore;
  readonly archive: ArchiveStore;
}

/** Whether a text can be the id of a batch; nothing else may become part of a key or a file name. */
export function isBatchId(text: string): boolean {
  return /^[a-z0-9]{1,40}$/.test(text);
}

/** A batch, from Redis or from the archive. */
export async function openBatch(places: Places, id: string): Promise<BatchSource | undefined> {
  if (!isBatchId(id)) return undefined;
  const batch = await findBatch(places.redis, id);
  if (batch && batch.archive === null) return liveBatch(places, batch);
  return openSealed(places.archive, id, batch);
}

/** A batch that lies in the archive; `batch`: what Redis still holds of it. */
async function openSealed(
  archive: ArchiveStore,
  id: string,
  batch: Batch | undefined,
): Promise<BatchSource | undefined> {
  // Marked and not published yet: the mark says which copy it is.
  const draft = batch?.archive && (await readManifest(archive, id, draftName(id, batch.archive)));
  const manifest = draft || (await readManifest(archive, id));
  return manifest && sealedBatch(archive, manifest);
}

/**
 * Batches wherever they lie, those older than the batch `before`: first what Redis lists, newest
 * first, then what only the archive has, newest first.
 */
export async function listEverywhere(
  places: Places,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<BatchSource[]> {
  const live = await listBatches(places.redis, { before, limit });
  const found = live.map((batch) => liveBatch(places, batch));
  if (found.length >= limit) return found;
  const rest = await listSealed(places, { before, limit: limit - found.length });
  return [...found, ...rest];
}

/** Of batches that only the archive has: all behind a live one, else those older than `before`. */
async function listSealed(
  { redis, archive }: Pick<Places, "redis" | "archive">,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<BatchSource[]> {
  const isLive = before === undefined || (await findBatch(redis, before)) !== undefined;
  const found: BatchSource[] = [];
  // Ids begin with the second of their creation.
  for (const id of (await archivedIds(archive)).toReversed()) {
    if (found.length === limit) break;
    if (!isLive && id >= before) continue;
    // What Redis still has is listed from there.
    if (await findBatch(redis, id)) continue;
    const source = await openSealed(archive, id, undefined);
    if (source) found.push(source);
  }
  return found;
}

/** Batches that the archive holds anything of, oldest first. */
export async function archivedIds(archive: ArchiveStore): Promise<string[]> {
  return (await archive.folders()).filter(isBatchId);
}
