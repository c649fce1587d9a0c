export interface TimeLimit {
  readonly ms: number;
  /** What the signal is aborted with when the time is up. */
  readonly reason: () => unknown;
}

/**
 * Runs work under its own time limit and the caller's signal, whichever ends first. The work is told
 * by its signal, with the caller's reason or the limit's; timer and listener are gone when it ends.
 */
export async function underTimeLimit<T>(
  outer: AbortSignal | undefined,
  { ms, reason }: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const onAbort = () => limited.abort(outer?.reason);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => limited.abort(reason()), ms);
  try {
    return await work(limited.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}
