import type { Logger } from "pino";
import { findBatch } from "../records/batch.ts";
import { forgetAdded } from "../records/all-time.ts";
import { restedAt } from "../records/archive.ts";
import { readCounts } from "../records/counters.ts";
import { discardBatch } from "../records/discard.ts";
import { globalKeys } from "../records/keys.ts";
import { type ArchiveStore, ArchiveDamaged, ArchiveUnavailable } from "./archive-store.ts";
import { readManifest } from "./manifest.ts";
import { finishSealing, type SealDeps, sealIntoArchive } from "./seal-batch.ts";
import { RowsMissing } from "./write-archive.ts";

const dayMs = 86_400_000;
/** An intake that has not ended by then has died: whoever sent it has long seen it fail. */
const intakeLimitMs = dayMs;
/** By then nobody can be in the middle of adding a batch up that is gone. */
const addedKeptMs = dayMs;
const idsAtOnce = 500;

export interface SweepDeps extends SealDeps {
  readonly sealAfterMs: number;
  /** Told of every half batch that was removed. */
  readonly onDiscarded: (batch: string, lines: number) => Promise<unknown>;
  readonly log: Pick<Logger, "warn" | "debug">;
  readonly signal: AbortSignal;
}

/** What a sweep did, by batch. */
export interface Swept {
  readonly sealed: string[];
  /** Removals that somebody had begun. */
  readonly finished: string[];
  readonly discarded: string[];
  /** Could not be sealed, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Goes through all batches that Redis has: those at rest for long enough are sealed, removals that
 * were begun are finished, half batches of intakes that died are removed.
 */
export async function sweepBatches(deps: SweepDeps): Promise<Swept> {
  const { redis, signal, now } = deps;
  const swept: Swept & { refused: Map<string, string> } = {
    sealed: [],
    finished: [],
    discarded: [],
    refused: new Map(),
  };
  const oldest = now() - Math.min(deps.sealAfterMs, intakeLimitMs);
  // Read before anything is removed, so that no place is skipped; only what is old enough.
  const ids = await idsUpTo(deps, oldest);
  for (const id of ids) {
    if (signal.aborted) return swept;
    try {
      await sweepBatch(deps, id, swept);
    } catch (error) {
      if (!isOfOneBatch(error)) throw error;
      swept.refused.set(id, error.message);
      deps.log.warn({ batch: id, err: error }, "a batch could not be sealed");
    }
  }
  await forgetAdded(redis, (batch) => isLongSealed(deps.archive, batch, now()));
  return swept;
}

async function idsUpTo({ redis, signal }: SweepDeps, createdMs: number): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; !signal.aborted; first += idsAtOnce) {
    const page = await redis.zrangebyscore(
      globalKeys.batches,
      "-inf",
      createdMs,
      "LIMIT",
      first,
      idsAtOnce,
    );
    ids.push(...page);
    if (page.length < idsAtOnce) break;
  }
  return ids;
}

async function sweepBatch(deps: SweepDeps, id: string, swept: Swept): Promise<void> {
  const { redis, now } = deps;
  const batch = await findBatch(redis, id);
  if (!batch || batch.archive !== null) {
    await finishSealing(deps, id);
    swept.finished.push(id);
    return;
  }
  const counts = await readCounts(redis, id);
  if (batch.status === "receiving") {
    if (now() - batch.createdAt < intakeLimitMs) return;
    if (!(await discardBatch(redis, id))) return;
    swept.discarded.push(id);
    await deps.onDiscarded(id, counts.lines);
    return;
  }
  const rested = restedAt(batch, counts);
  if (rested === null || now() - rested < deps.sealAfterMs) return;
  const result = await sealIntoArchive(deps, id);
  if (typeof result === "string") deps.log.debug({ batch: id, result }, "a batch was not sealed");
  else swept.sealed.push(id);
}

/** Trouble with one batch keeps no other from being sealed; trouble with the place does. */
function isOfOneBatch(error: unknown): error is Error {
  if (error instanceof ArchiveUnavailable) return false;
  return error instanceof ArchiveDamaged || error instanceof RowsMissing;
}

async function isLongSealed(archive: ArchiveStore, batch: string, now: number): Promise<boolean> {
  const manifest = await readManifest(archive, batch);
  return manifest !== undefined && now - Date.parse(manifest.archivedAt) > addedKeptMs;
}
