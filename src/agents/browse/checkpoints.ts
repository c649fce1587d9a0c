/** The steps of one attempt, kept so that a worker that dies loses none of them. JSON in, JSON out. */
export interface Checkpoints {
  /** The last state saved for this attempt, or `undefined` at its beginning. */
  load(): Promise<unknown>;
  /** `stale`: another worker holds the row now, and nothing was written. */
  save(state: unknown): Promise<"saved" | "stale">;
}
