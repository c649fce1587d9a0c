/**
 * Durations are kept as counts in buckets whose bounds grow by 2^(1/8), so that they can be added
 * up over workers and batches: bucket 0 holds up to 1 ms, bucket i from 2^((i-1)/8) (not
 * included) to 2^(i/8) ms.
 */
const bucketsPerDoubling = 8;

/** Up to 2^32 ms, seven weeks; what takes longer is counted there. */
const lastBucket = 256;

/** The bucket that a duration is counted in. */
export function bucketOf(durationMs: number): number {
  if (!(durationMs > 1)) return 0;
  return Math.min(Math.ceil(Math.log2(durationMs) * bucketsPerDoubling), lastBucket);
}

/**
 * The duration that a share of the counted ones don't exceed (0.95: p95), in ms; `null` when none
 * was counted. It lies in the same bucket as the exact one (that of rank ⌈share × count⌉), so it is
 * off by less than 2^(1/8) - 1 = 9.1 %, or by less than 1 ms.
 */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts.entries()].toSorted(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let below = 0;
  for (const [bucket, count] of buckets) {
    if (below + count >= rank) {
      const low = bucket === 0 ? 0 : 2 ** ((bucket - 1) / bucketsPerDoubling);
      const high = 2 ** (bucket / bucketsPerDoubling);
      return low + ((high - low) * (rank - below - 0.5)) / count;
    }
    below += count;
  }
  return null;
}
