/** The lower end of Wilson's score interval for a share, so many standard deviations down. */
export function wilsonLowerBound(hits: number, n: number, deviations: number): number {
  if (n === 0) return 0;
  const share = hits / n;
  const square = deviations ** 2;
  const centre = share + square / (2 * n);
  const spread = deviations * Math.sqrt((share * (1 - share)) / n + square / (4 * n ** 2));
  return Math.max(0, (centre - spread) / (1 + square / n));
}
