import type { Evidence } from "../domain/evidence.ts";
import type { Snapshot } from "../domain/snapshot.ts";

/** Keeps snapshots by their hash, compressed. Storing the same snapshot twice is free. */
export interface SnapshotStore {
  put(snapshot: Snapshot): Promise<void>;
  /** `undefined` when it is not there; throws `SnapshotCorrupt` when the bytes no longer match the hash. */
  get(hash: string): Promise<Snapshot | undefined>;
}

/** Stored bytes no longer have the hash they are stored under. Delete the file; nothing can be proven with it. */
export class SnapshotCorrupt extends Error {
  override readonly name = "SnapshotCorrupt";
  readonly hash: string;

  constructor(hash: string, options?: ErrorOptions) {
    super(`snapshot ${hash} is corrupt; delete it and fetch the page again`, options);
    this.hash = hash;
  }
}

/**
 * Everything that a claim's evidence cites, ready to be looked up at once: what was just fetched
 * comes from memory, the rest from the store. What is missing or corrupt there is not found,
 * so that the verifier refuses the claim.
 */
export async function withMemory(
  snapshots: readonly Snapshot[],
  store: SnapshotStore,
  evidence: readonly Pick<Evidence, "snapshot">[] = [],
): Promise<(hash: string) => Snapshot | undefined> {
  const known = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  const missing = new Set(
    evidence.map(({ snapshot }) => snapshot).filter((hash) => !known.has(hash)),
  );
  for (const hash of missing) {
    const snapshot = await stored(hash, store);
    if (snapshot) known.set(hash, snapshot);
  }
  return (hash) => known.get(hash);
}

async function stored(hash: string, store: SnapshotStore): Promise<Snapshot | undefined> {
  try {
    return await store.get(hash);
  } catch (error) {
    if (error instanceof SnapshotCorrupt) return undefined;
    throw error;
  }
}
