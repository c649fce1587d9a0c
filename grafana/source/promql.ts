/**
 * Every API process exports the same numbers of Redis. However many there are, they count once.
 * Numbers of workers are their own and are summed up instead.
 */
export function exported(selector: string): string {
  return `max without (instance, pod) (${selector})`;
}

/** Per second, of a counter that the API exports. */
export function exportedRate(selector: string, window = "$__rate_interval"): string {
  return exported(`rate(${selector}[${window}])`);
}

/** How much a counter that the API exports grew. */
export function exportedIncrease(selector: string, window: string): string {
  return exported(`increase(${selector}[${window}])`);
}

/** A quantile over the histograms of all workers. */
export function quantile(share: number, histogram: string, by: readonly string[]): string {
  const labels = ["le", ...by].join(", ");
  return `histogram_quantile(${share}, sum by (${labels}) (rate(${histogram}_bucket[$__rate_interval])))`;
}
