const windowMs = 20_000;

/** Counts per second over the last twenty seconds: what a tail on a slow tier really does. */
export function recentRate() {
  const seen: { readonly at: number; readonly count: number }[] = [];
  return (count: number, at: number): number => {
    seen.push({ at, count });
    while (seen.length > 2 && seen[1] && at - seen[1].at >= windowMs) seen.shift();
    const [first] = seen;
    if (!first || at === first.at) return 0;
    return Math.max(0, ((count - first.count) * 1_000) / (at - first.at));
  };
}
