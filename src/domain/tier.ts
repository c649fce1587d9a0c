/** The rungs of the ladder, cheapest first. A record stops at the first whose answer is proven. */
export const tiers = ["http", "classifier", "browser"] as const;
export type Tier = (typeof tiers)[number];

export type TierNumber = 1 | 2 | 3;

/** 1, 2 or 3: how tiers are counted in job ids, results and options. */
export function tierNumber(tier: Tier): TierNumber {
  return (tiers.indexOf(tier) + 1) as TierNumber;
}

/** The rung above, or `undefined` at the top or at the batch's own limit. */
export function tierAbove(tier: Tier, highest: Tier = "browser"): Tier | undefined {
  if (tierNumber(tier) >= tierNumber(highest)) return undefined;
  return tiers[tiers.indexOf(tier) + 1];
}
