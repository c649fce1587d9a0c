/** How a measured value may move over the second half of a soak. */
export interface Bound {
  /** Of the mean of that half. */
  readonly share: number;
  /** A rise below this says nothing, whatever share it is: in the value's own unit. */
  readonly noise: number;
}

/**
 * How much the values rise over their second half, by the straight line that fits it best. The
 * first half is for caches to fill.
 */
export function riseOf(values: readonly number[]): { rise: number; mean: number } {
  const half = values.slice(Math.floor(values.length / 2));
  const mean = half.reduce((sum, value) => sum + value, 0) / half.length;
  const middle = (half.length - 1) / 2;
  let over = 0;
  let under = 0;
  half.forEach((value, i) => {
    over += (i - middle) * (value - mean);
    under += (i - middle) ** 2;
  });
  const slope = under === 0 ? 0 : over / under;
  return { rise: slope * (half.length - 1), mean };
}

/** What is wrong with a series, in words; `undefined` when it stays flat. */
export function notFlat(
  name: string,
  values: readonly number[],
  { share, noise }: Bound,
): string | undefined {
  const { rise, mean } = riseOf(values);
  const most = Math.max(noise, share * mean);
  return rise > most
    ? `${name} rises by ${Math.round(rise)} over the second half, around ${Math.round(mean)}; bound ${Math.round(most)}`
    : undefined;
}
