const firstMs = 5_000;
const longestMs = 3_600_000;
const factor = 4;
const jitter = 0.25;
/** Whatever a receiver asks for. */
const longestAskedMs = 24 * 3_600_000;

/**
 * How long to wait after so many tries: 5 s, 20 s, 80 s … one hour, each up to a quarter longer,
 * and never less than the receiver asked for. `random` is in 0 … 1.
 */
export function backoffMs(
  tries: number,
  random: number,
  retryAfterMs: number | null = null,
): number {
  const planned = firstMs * factor ** Math.max(0, tries - 1) * (1 + jitter * random);
  const asked = Math.min(retryAfterMs ?? 0, longestAskedMs);
  return Math.round(Math.max(Math.min(planned, longestMs), asked));
}
