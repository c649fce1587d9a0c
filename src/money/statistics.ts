/** A figure that is not known yet, with the range in which it lies nine times out of ten. */
export interface Interval {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** Of all intervals here. */
export const confidence = 0.9;
/** Standard deviations of a normal distribution that leave one in twenty on either side. */
const z = 1.6449;

/** Wilson's interval of a share: keeps within 0 and 1, and is honest when few were seen. */
export function wilson(hits: number, of: number): Interval {
  if (of === 0) return { low: 0, expected: 0.5, high: 1 };
  const share = hits / of;
  const scale = 1 + z ** 2 / of;
  const middle = (share + z ** 2 / (2 * of)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return { low: Math.max(0, middle - reach), expected: share, high: Math.min(1, middle + reach) };
}

/** The range of a sum that can't be negative and has a long tail upwards: costs. */
export function logNormal(mean: number, variance: number, observations: number): Interval {
  if (mean <= 0) return { low: 0, expected: 0, high: 0 };
  const spread = Math.log(1 + variance / mean ** 2);
  const reach = student(observations) * Math.sqrt(spread);
  const middle = mean * Math.exp(-spread / 2);
  return {
    low: Math.min(mean, middle * Math.exp(-reach)),
    expected: mean,
    high: Math.max(mean, middle * Math.exp(reach)),
  };
}

/** Like {@link z} for a spread that is itself only known from a few observations (Cornish-Fisher). */
export function student(observations: number): number {
  const freedom = Math.max(1, observations - 1);
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}
