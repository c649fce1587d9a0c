/** Money is integer nano-dollars everywhere: 1 USD = 1_000_000_000. */
export type NanoDollars = number;

/** Dollars with six decimals, as results files show them. */
export function formatUsd(nano: NanoDollars): string {
  return (nano / 1e9).toFixed(6);
}

export function fromUsd(usd: number): NanoDollars {
  return Math.round(usd * 1e9);
}
