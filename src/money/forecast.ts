import type { NanoDollars } from "../domain/money.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import { type Interval, logNormal, wilson } from "./statistics.ts";
import { type PerVisit, type TierSeen, visitsOf, wayAhead } from "./way-ahead.ts";

/** One tier of a batch so far, with its money. */
export interface TierSpent extends TierSeen {
  readonly costNano: NanoDollars;
  /** Calls and other charges that made up the cost. */
  readonly charges: number;
  /** Whether work here can cost anything: its agent may ask a model, or pages have a price. */
  readonly maySpend: boolean;
}

/** A batch so far, as far as its future depends on it. */
export interface Seen {
  readonly lines: number;
  readonly answeredLines: number;
  /** Lines that have not ended; several may share one row. */
  readonly openLines: number;
  readonly tiers: Readonly<Record<Tier, TierSpent>>;
  readonly startsAt: Tier;
  /** What one row may cost at most; `null`: no limit. */
  readonly recordCapNano: NanoDollars | null;
}

/** A figure in its 90 % interval; or none, and why. */
export type Estimate =
  | { readonly interval: Interval; readonly detail: string }
  | { readonly interval: null; readonly detail: string };

export interface Forecast {
  /** What the rest will cost, in nano-dollars, were there no ceiling for the batch. */
  readonly toFinishNano: Estimate;
  /** What share of all lines will be answered in the end. */
  readonly answeredShare: Estimate;
}

/** Rows that must have left a tier before it is said to be known. */
export const leastSeen = 10;

/** What a batch will come to, from what it has seen so far. Where nothing is known it says so, and gives no number. */
export function forecast(seen: Seen): Forecast {
  if (openRows(seen) === 0) {
    const detail = "every row has ended";
    const share = seen.lines === 0 ? 0 : seen.answeredLines / seen.lines;
    return {
      toFinishNano: { interval: exactly(0), detail },
      answeredShare: { interval: exactly(share), detail },
    };
  }
  const left = visitsOf(seen.tiers[seen.startsAt]);
  const early: Estimate | undefined =
    left < leastSeen
      ? {
          interval: null,
          detail: `too early: ${left} of ${leastSeen} rows have left the first tier`,
        }
      : undefined;
  return {
    toFinishNano: isFree(seen)
      ? { interval: exactly(0), detail: "nothing costs anything here: no model is asked" }
      : (early ?? costToFinish(seen)),
    answeredShare: early ?? answeredShare(seen),
  };
}

function costToFinish(seen: Seen): Estimate {
  const known = wayAhead(seen.tiers, (tier) => costPerVisit(seen.tiers[tier]));
  const unseen = tiers.filter(
    (tier) => seen.tiers[tier].maySpend && seen.tiers[tier].charges === 0 && rowsTo(seen, tier) > 0,
  );
  const { recordCapNano: cap } = seen;
  const most = cap === null ? Infinity : openRows(seen) * cap;
  const isNothingKnown = tiers.every((tier) => seen.tiers[tier].charges === 0);
  const strangers = unseen.filter((tier) => visitsOf(seen.tiers[tier]) < leastSeen);
  if (strangers.length > 0 && (isNothingKnown || cap === null)) {
    const limit =
      cap === null ? "" : `; by the limit per record $${(most / 1e9).toFixed(2)} at most`;
    return {
      interval: null,
      detail: `nothing has been spent on ${strangers.join(" and ")} yet, so what its rows will cost is not known${limit}`,
    };
  }
  const { low, expected, high } = logNormal(known.mean, known.variance, known.observations);
  const possible = unseen.reduce((sum, tier) => sum + unseenCost(seen, tier, cap ?? 0), 0);
  return {
    interval: {
      low: Math.floor(Math.min(low, most)),
      expected: Math.round(Math.min(expected, most)),
      high: Math.ceil(Math.min(high + possible, most)),
    },
    detail:
      strangers.length === 0
        ? ""
        : `nothing has been spent on ${strangers.join(" and ")} yet: the high end takes its rows at their limit, the middle leaves them out`,
  };
}

/**
 * The visits that cost something are taken to differ as exponential sums do, mean and spread
 * alike. A visit's calls hang together, so no more of them count as observations than visits.
 */
function costPerVisit(tier: TierSpent): PerVisit {
  const visits = Math.max(1, visitsOf(tier));
  const paid = Math.min(tier.charges, visits);
  if (paid === 0) return { mean: 0, variance: 0, whenAnswered: 0, observations: visits };
  const mean = tier.costNano / visits;
  return {
    mean,
    variance: mean ** 2 * ((2 * visits) / paid - 1),
    whenAnswered: 0,
    observations: paid,
  };
}

/** The most that a tier will cost which has cost nothing so far: as many paid visits as may have been missed, each at the limit. */
function unseenCost(seen: Seen, tier: Tier, cap: NanoDollars): NanoDollars {
  const visits = visitsOf(seen.tiers[tier]);
  const share = visits === 0 ? 1 : 1 - 0.05 ** (1 / visits);
  return rowsTo(seen, tier) * share * cap;
}

/** How many visits a tier may still see, at the high end. */
function rowsTo(seen: Seen, tier: Tier): number {
  const { mean, variance, observations } = wayAhead(seen.tiers, (one) => ({
    mean: one === tier ? 1 : 0,
    variance: 0,
    whenAnswered: 0,
    observations: visitsOf(seen.tiers[one]),
  }));
  return Math.min(openRows(seen), logNormal(mean, variance, observations).high);
}

function answeredShare(seen: Seen): Estimate {
  const { mean, variance } = wayAhead(seen.tiers, (tier) => ({
    mean: 0,
    variance: 0,
    whenAnswered: 1,
    observations: visitsOf(seen.tiers[tier]),
  }));
  const rows = openRows(seen);
  const share = mean / rows;
  // As many plain observations as would leave the same doubt; Wilson's interval then keeps it within 0 and 1.
  const worth = (share * (1 - share)) / (variance / rows ** 2);
  const { low, high } = wilson(share * worth, worth);
  const inAll = (part: number) => (seen.answeredLines + part * seen.openLines) / seen.lines;
  return {
    interval: { low: inAll(low), expected: inAll(share), high: inAll(high) },
    detail: "",
  };
}

function isFree({ tiers: by }: Seen): boolean {
  return tiers.every((tier) => !by[tier].maySpend && by[tier].charges === 0);
}

function openRows({ tiers: by }: Seen): number {
  return tiers.reduce((sum, tier) => sum + by[tier].open, 0);
}

function exactly(figure: number): Interval {
  return { low: figure, expected: figure, high: figure };
}
