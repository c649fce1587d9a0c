import type { Snapshot } from "../domain/snapshot.ts";

/** Keeps snapshots by their hash, compressed. Storing the same snapshot twice is free. */
export interface SnapshotStore {
  put(snapshot: Snapshot): Promise<void>;
  /** `undefined` when it is not there; throws `SnapshotCorrupt` when the bytes no longer match the hash. */
  get(hash: string): Promise<Snapshot | undefined>;
}
