import type { Redis } from "ioredis";
import type { Claimed } from "../../records/claim.ts";
import { loadCheckpoint, saveCheckpoint } from "../../records/checkpoint.ts";

/** The steps of one attempt, kept so that a worker that dies loses none of them. JSON in, JSON out. */
export interface Checkpoints {
  /** The last state saved for this record, or `undefined` at its beginning. */
  load(): Promise<unknown>;
  /** `stale`: another worker holds the row now, and nothing was written. */
  save(state: unknown): Promise<"saved" | "stale">;
}

/** A row's own checkpoint; only who holds the row may write it. */
export function rowCheckpoints(redis: Redis, claimed: Claimed): Checkpoints {
  return {
    async load() {
      const saved = await loadCheckpoint(redis, claimed.batch, claimed.n);
      return saved === undefined ? undefined : (JSON.parse(saved) as unknown);
    },
    save: (state) => saveCheckpoint(redis, claimed, JSON.stringify(state)),
  };
}
