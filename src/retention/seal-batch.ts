import type { Redis } from "ioredis";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { addUp, type NameSums } from "../records/all-time.ts";
import {
  hasOpenCalls,
  markArchived,
  readHashes,
  removeArchived,
  restedAt,
} from "../records/archive.ts";
import { Batch } from "../records/batch.ts";
import { parseCounts } from "../records/counters.ts";
import { batchKeys } from "../records/keys.ts";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";
import { checkParts } from "./check-archive.ts";
import { draftName, type Manifest } from "./manifest.ts";
import { publish, writeArchive } from "./write-archive.ts";

export interface SealDeps {
  readonly redis: Redis;
  readonly store: SnapshotStore;
  readonly archive: ArchiveStore;
  readonly namesOf: NameSums;
  readonly now: () => number;
}

/** Why a batch can't be sealed. */
export type NotSealed = "gone" | "unfinished" | "open_calls" | "changed";

/**
 * Moves a batch at rest out of Redis: copied into the archive, read back, marked, added to the sums
 * of all time, removed. Whoever dies in between loses nothing: what was not marked is copied anew,
 * what was marked is read from the archive, and the next call goes on from there.
 */
export async function sealIntoArchive(
  deps: SealDeps,
  batch: string,
): Promise<Manifest | NotSealed> {
  const { redis, archive, store } = deps;
  const hashes = await readHashes(redis, batch);
  const found = hashes && Batch.parse(hashes.batch);
  if (!found || found.archive !== null) {
    // Somebody may have died with the last of it.
    await finishSealing(deps, batch);
    return "gone";
  }
  if (restedAt(found, parseCounts(hashes.counters)) === null) return "unfinished";
  if (await hasOpenCalls(redis, batch)) return "open_calls";

  const manifest = await writeArchive(archive, { redis, store, batch, hashes, now: deps.now() });
  const wrong = await checkParts(archive, manifest);
  // What is removed next exists nowhere else.
  if (wrong.length > 0) throw new ArchiveDamaged(batch, wrong.join("; "));
  const reply = await markArchived(redis, batch, manifest.whole, hashes);
  if (reply !== "archived") {
    // Somebody reopened it meanwhile, or sealed it at the same time.
    await archive.remove(draftName(batch, manifest.whole));
    return reply;
  }
  await finishSealing(deps, batch);
  return manifest;
}

/** Removes what is left in Redis of a batch that is marked as archived. Safe to repeat. */
export async function finishSealing(
  { redis, archive, namesOf }: Pick<SealDeps, "redis" | "archive" | "namesOf">,
  batch: string,
): Promise<void> {
  const whole = await redis.hget(batchKeys(batch).batch, "archive");
  if (whole !== null) {
    await publish(archive, batch, whole);
    // Twice, because the first time may only repeat what somebody took and died with. That it was
    // added is forgotten later, when nobody can be in the middle of adding it any more.
    for (let time = 0; time < 2; time += 1) await addUp(redis, new Map([[batch, ""]]), namesOf);
  }
  await removeArchived(redis, batch);
}
