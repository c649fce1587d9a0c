export type StopCause = "SIGINT" | "SIGTERM" | "disconnect";

/** What tells a process to stop. A worker whose parent is gone (`disconnect`) stops too. */
export interface StopSource {
  on(event: StopCause, listener: () => void): unknown;
  off(event: StopCause, listener: () => void): unknown;
}

const causes = ["SIGINT", "SIGTERM", "disconnect"] as const;

/**
 * Resolves at the first request to stop. From then on `force` is called at the second signal,
 * for whoever can't wait for the drain.
 */
export function untilStopped({
  source = process,
  force = (cause) => process.exit(cause === "SIGINT" ? 130 : 143),
}: {
  source?: StopSource;
  force?: (cause: StopCause) => void;
} = {}): Promise<StopCause> {
  return new Promise((resolve) => {
    let first = true;
    for (const cause of causes) {
      source.on(cause, () => {
        if (first) {
          first = false;
          resolve(cause);
        } else if (cause !== "disconnect") {
          force(cause);
        }
      });
    }
  });
}
