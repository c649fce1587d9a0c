import { wilsonLowerBound } from "./wilson.ts";

/** How one kind of outcome of a run has gone: counts of the last hours, and what is normal. */
export interface Series {
  /** Oldest first; [start in epoch ms, outcomes, failures]. */
  readonly windows: readonly (readonly [number, number, number])[];
  /** The share of failures that is normal here, and how many outcomes that is known from. */
  readonly baseline: number;
  readonly weight: number;
  /** Windows that began before this have moved the baseline. */
  readonly learntTo: number;
  /** The failures since the last success, when all had the same reason. */
  readonly streak: { readonly reason: string; readonly length: number } | null;
  readonly isFiring: boolean;
  /** Since when an alarm that lasts has seen nothing wrong. */
  readonly calmSince: number | null;
}

/** One final outcome; `failure` is the reason when it was a failure. */
export interface FinalOutcome {
  readonly at: number;
  readonly failure: string | null;
}

/** What fires, in numbers that a person can check. */
export interface Spike {
  readonly failures: number;
  readonly outcomes: number;
  /** `null`: the run is too young to know what is normal. */
  readonly baseline: number | null;
  readonly streak: Series["streak"];
}

export const windowMs = 300_000;
/** An alarm ends after it has seen nothing wrong for as long as this. */
export const calmForMs = 900_000;
const recentMs = 900_000;
const mostBackMs = 6 * 3_600_000;
const leastOutcomes = 50;
const leastFailures = 5;
const deviations = 3;
const timesBaseline = 2;
const baselineFloor = 0.02;
const prior = { rate: 0.05, weight: 100 };
/** A window moves the baseline as at most this many outcomes would: 2 % once it is settled. */
const windowWeight = 50;
const mostWeight = 2_500;
/** Until a run has shown what is normal for it, only what would be wrong in any run counts. */
const knownFromWeight = 200;
const wrongAnywhere = 0.3;
const shortestStreak = 10;
/** A streak must be as unlikely as this. */
const streakChance = 1e-9;

/** A series that has seen nothing. */
export function newSeries(): Series {
  return {
    windows: [],
    baseline: prior.rate,
    weight: prior.weight,
    learntTo: 0,
    streak: null,
    isFiring: false,
    calmSince: null,
  };
}

/**
 * Takes outcomes in, oldest first, and says whether failures are now more frequent than this run's
 * own normal. Sound for small counts: the lower end of Wilson's interval over the last quarter of
 * an hour, stretched back until it holds 50 outcomes, must lie above twice the baseline. The
 * baseline stands still while an alarm lasts, so that trouble never becomes normal.
 */
export function observe(
  before: Series,
  outcomes: readonly FinalOutcome[],
  now: number,
): { series: Series; spike: Spike | undefined } {
  const windows = addTo(before.windows, outcomes, now);
  const streak = streakAfter(before.streak, outcomes);
  const spike = judge({ ...before, windows, streak }, now);
  const seen = { ...before, windows, streak };
  if (spike) return { series: { ...seen, isFiring: true, calmSince: null }, spike };
  if (!before.isFiring) return { series: learn(seen, now), spike };
  const calmSince = before.calmSince ?? now;
  if (now - calmSince < calmForMs) return { series: { ...seen, calmSince }, spike };
  return { series: { ...seen, isFiring: false, calmSince: null, learntTo: now }, spike };
}

function judge(series: Series, now: number): Spike | undefined {
  const [outcomes, failures] = recent(series.windows, now);
  const isKnown = series.weight >= knownFromWeight;
  const normal = Math.max(series.baseline, baselineFloor);
  const limit = isKnown ? timesBaseline * normal : Math.max(wrongAnywhere, timesBaseline * normal);
  const isFrequent =
    failures >= leastFailures && wilsonLowerBound(failures, outcomes, deviations) > limit;
  const needed = neededStreak(isKnown ? normal : Math.max(normal, wrongAnywhere));
  const streak = series.streak && series.streak.length >= needed ? series.streak : null;
  if (!isFrequent && !streak) return undefined;
  return { failures, outcomes, baseline: isKnown ? normal : null, streak };
}

/** How many failures in a row for one reason can't be chance, where so many fail anyway. */
function neededStreak(chance: number): number {
  const needed = Math.log(streakChance) / Math.log(Math.min(chance, 0.99));
  return Math.max(shortestStreak, Math.ceil(needed));
}

function addTo(
  windows: Series["windows"],
  outcomes: readonly FinalOutcome[],
  now: number,
): Series["windows"] {
  const counts = new Map(windows.map(([start, n, failures]) => [start, [n, failures] as const]));
  for (const { at, failure } of outcomes) {
    const start = Math.floor(Math.min(at, now) / windowMs) * windowMs;
    const [n, failures] = counts.get(start) ?? [0, 0];
    counts.set(start, [n + 1, failures + (failure === null ? 0 : 1)]);
  }
  return [...counts]
    .filter(([start]) => start > now - mostBackMs - windowMs)
    .toSorted(([a], [b]) => a - b)
    .map(([start, [n, failures]]) => [start, n, failures]);
}

function streakAfter(
  before: Series["streak"],
  outcomes: readonly FinalOutcome[],
): Series["streak"] {
  let streak = before;
  for (const { failure } of outcomes) {
    if (failure === null) streak = null;
    else streak = { reason: failure, length: streak?.reason === failure ? streak.length + 1 : 1 };
  }
  return streak;
}

/** Outcomes and failures of the last quarter of an hour, or further back where there were few. */
function recent(windows: Series["windows"], now: number): [number, number] {
  let outcomes = 0;
  let failures = 0;
  for (const [start, n, failed] of windows.toReversed()) {
    const isRecent = start + windowMs > now - recentMs;
    if (!isRecent && outcomes >= leastOutcomes) break;
    outcomes += n;
    failures += failed;
  }
  return [outcomes, failures];
}

/** Windows move the baseline once each, when no alarm came of them while they were recent. */
function learn(series: Series, now: number): Series {
  let { baseline, weight, learntTo } = series;
  for (const [start, n, failures] of series.windows) {
    if (start < learntTo || start + windowMs > now - recentMs || n === 0) continue;
    const share = Math.min(n, windowWeight);
    baseline = (baseline * weight + (failures / n) * share) / (weight + share);
    weight = Math.min(weight + share, mostWeight - windowWeight);
    learntTo = start + windowMs;
  }
  return { ...series, baseline, weight, learntTo };
}
