import { type Tier, tiers } from "../domain/tier.ts";

/** One tier of a batch so far. All counts are of rows; a row that came twice counts twice. */
export interface TierSeen {
  /** Here now, waiting or in hand. */
  readonly open: number;
  /** Left from here with an answer, without one, or for another tier. */
  readonly answered: number;
  readonly ended: number;
  readonly moved: Readonly<Partial<Record<Tier, number>>>;
  /** Where rows go that nothing proves here; `null` at the top. */
  readonly next: Tier | null;
}

/** What is summed up over the visits of rows to tiers: of one visit, apart from where it leads. */
export interface PerVisit {
  readonly mean: number;
  readonly variance: number;
  /** On top of it when the visit ends with an answer. */
  readonly whenAnswered: number;
  /** How many independent observations the two rest on. */
  readonly observations: number;
}

export interface Ahead {
  readonly mean: number;
  /** Of the sum over all visits to come: theirs, and that of what they are judged by. */
  readonly variance: number;
  readonly observations: number;
}

/** Rows that have left a tier, whichever way. */
export function visitsOf({ answered, ended, moved }: TierSeen): number {
  return tiers.reduce((sum, tier) => sum + (moved[tier] ?? 0), answered + ended);
}

/**
 * Follows the open rows up the ladder, each tier as it has treated rows so far, and sums up what
 * their visits bring. Rows that end early are the cheap ones: an average over ended rows would
 * promise too little, an average per visit does not.
 */
export function wayAhead(
  seen: Readonly<Record<Tier, TierSeen>>,
  perVisit: (tier: Tier) => PerVisit,
): Ahead {
  const worth = new Map<Tier, { mean: number; variance: number }>();
  for (const tier of tiers.toReversed()) {
    const { mean, variance, whenAnswered } = perVisit(tier);
    const ways = waysFrom(tier, seen[tier]);
    const values = ways.map(({ share, to }) => ({
      share,
      value: to === "answered" ? whenAnswered : (worth.get(to)?.mean ?? 0),
    }));
    const onward = values.reduce((sum, { share, value }) => sum + share * value, 0);
    const square = values.reduce((sum, { share, value }) => sum + share * value ** 2, 0);
    worth.set(tier, { mean: mean + onward, variance: variance + square - onward ** 2 });
  }
  const visits = visitsAhead(seen);
  const parts = tiers.map((tier) => {
    const { mean = 0, variance = 0 } = worth.get(tier) ?? {};
    const to = visits.get(tier) ?? 0;
    return {
      mean: seen[tier].open * mean,
      variance: to * variance * (1 + to / (visitsOf(seen[tier]) + 1)),
      observations: perVisit(tier).observations,
    };
  });
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const doubt = parts.reduce(
    (sum, part) => sum + part.variance ** 2 / Math.max(1, part.observations),
    0,
  );
  return {
    mean: parts.reduce((sum, part) => sum + part.mean, 0),
    variance,
    observations: doubt === 0 ? 1 : variance ** 2 / doubt,
  };
}

/** How many visits each tier will still see. */
function visitsAhead(seen: Readonly<Record<Tier, TierSeen>>): Map<Tier, number> {
  const visits = new Map<Tier, number>(tiers.map((tier) => [tier, seen[tier].open]));
  for (const tier of tiers) {
    const from = visits.get(tier) ?? 0;
    for (const { share, to } of waysFrom(tier, seen[tier])) {
      if (to !== "answered") visits.set(to, (visits.get(to) ?? 0) + from * share);
    }
  }
  return visits;
}

/** Where a visit leads, and how often. One more row than was seen is spread over all ways: nothing is impossible for not having happened yet. */
function waysFrom(tier: Tier, seen: TierSeen): { share: number; to: Tier | "answered" }[] {
  const { next } = seen;
  const of = visitsOf(seen) + 1;
  const doubt = next === null ? 1 / 2 : 1 / 3;
  const up = tiers
    .filter((to) => tiers.indexOf(to) > tiers.indexOf(tier))
    .map((to) => ({ share: ((seen.moved[to] ?? 0) + (to === next ? doubt : 0)) / of, to }));
  return [{ share: (seen.answered + doubt) / of, to: "answered" }, ...up];
}
