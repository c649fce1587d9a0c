import type { Redis } from "ioredis";
import { fromUsd, type NanoDollars } from "../domain/money.ts";
import { reasonNames } from "../domain/reason.ts";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { type AgentFigures, figuresOf, readFigureSums } from "../records/agent-figures.ts";
import type { Batch } from "../records/batch.ts";
import { type Counts, readCounts } from "../records/counters.ts";
import { type Money, readMoney } from "../records/money.ts";
import type { Spend } from "../records/spend-sums.ts";
import { readTallies, type TallyCounts } from "../records/tallies.ts";
import { readWhereabouts, type Whereabouts } from "../records/whereabouts.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import { forecast, type Forecast, type Seen, type TierSpent } from "./forecast.ts";

/** Whether the ceiling lets the batch end: by the whole interval, a part of it, none of it. */
export const ceilingWords = ["none", "enough", "maybe", "too_low", "unknown"] as const;
export type CeilingWord = (typeof ceilingWords)[number];

/** A batch's money: where it went, what is held, and what is to come. */
export interface Outlook {
  readonly money: Money;
  readonly spend: readonly Spend[];
  readonly tallies: TallyCounts;
  /** `null` when the workflow is not known here. */
  readonly forecast: Forecast | null;
  readonly ceiling: CeilingWord;
}

/** A workflow's way up, and on which of its tiers work costs money here. */
export interface Ladder {
  readonly spec: OrchestratorSpec;
  readonly spending: ReadonlySet<Tier>;
}

/** All numbers of a batch, from wherever they are kept. */
export interface BatchNumbers {
  readonly counts: Counts;
  readonly money: Money;
  readonly spend: readonly Spend[];
  readonly tallies: TallyCounts;
  readonly figures: readonly AgentFigures[];
  readonly where: Whereabouts;
}

/** What a batch has spent and seen, and what that promises. */
export function outlookOf(
  batch: Batch,
  { counts, money, spend, tallies, figures, where }: BatchNumbers,
  ladder: Ladder | undefined,
): Outlook {
  const seen = ladder && seenOf({ batch, counts, spend, figures, where }, ladder);
  const promised = seen ? forecast(seen) : null;
  const ceiling = ceilingWord(batch.maxUsdNano, money, promised);
  return { money, spend, tallies, forecast: promised, ceiling };
}

/** Reads what a batch has spent and seen, and what that promises. */
export async function readOutlook(
  redis: Redis,
  { batch, counts }: { readonly batch: Batch; readonly counts: Counts },
  ladder: Ladder | undefined,
): Promise<Outlook> {
  return outlookOf(batch, { ...(await readNumbers(redis, batch.id)), counts }, ladder);
}

/** Reads all numbers of a batch that lies in Redis. */
export async function readNumbers(redis: Redis, batch: string): Promise<BatchNumbers> {
  const [counts, money, sums, tallies, where] = await Promise.all([
    readCounts(redis, batch),
    readMoney(redis, batch),
    readFigureSums(redis, batch),
    readTallies(redis, batch),
    readWhereabouts(redis, batch),
  ]);
  return { counts, money, spend: sums.spend, tallies, figures: figuresOf([sums]), where };
}

/** Reads a batch in the forecast's terms. */
export async function readSeen(
  redis: Redis,
  { batch, counts }: { readonly batch: Batch; readonly counts: Counts },
  ladder: Ladder,
): Promise<Seen> {
  const [sums, where] = await Promise.all([
    readFigureSums(redis, batch.id),
    readWhereabouts(redis, batch.id),
  ]);
  const { spend } = sums;
  return seenOf({ batch, counts, spend, figures: figuresOf([sums]), where }, ladder);
}

/** A batch's counters in the forecast's terms. */
function seenOf(
  {
    batch,
    counts,
    spend,
    figures,
    where,
  }: {
    readonly batch: Pick<Batch, "maxTier" | "maxUsdPerRecordNano">;
    readonly counts: Counts;
    readonly spend: readonly Spend[];
    readonly figures: readonly AgentFigures[];
    readonly where: Whereabouts;
  },
  { spec, spending }: Ladder,
): Seen {
  // Workers elsewhere may have keys that this process has not.
  const hasAsked = spend.some(({ kind }) => kind === "model");
  const tierOf = (tier: Tier): TierSpent => {
    const agent = spec.handoff.agents.find((one) => one.tier === tier);
    const own = figures.filter((figure) => figure.agent === agent?.name);
    const ends = (end: keyof AgentFigures["ends"]) =>
      own.reduce((sum, figure) => sum + figure.ends[end], 0);
    const unproven = agent?.handoff.unproven ?? "close";
    const isTop = unproven === "close" || tierNumber(unproven) > tierNumber(batch.maxTier);
    const next = isTop ? null : unproven;
    const spent = spend.filter((line) => line.tier === tier);
    return {
      open: where[tier].waiting + where[tier].working,
      answered: ends("answered"),
      ended: ends("closed"),
      moved: shared(ends("escalated"), movesFrom(tier, next, { counts, spec })),
      next,
      costNano: spent.reduce((sum, { nano }) => sum + nano, 0),
      charges: spent.reduce((sum, { calls }) => sum + calls, 0),
      maySpend:
        tierNumber(tier) <= tierNumber(batch.maxTier) &&
        (spending.has(tier) || (hasAsked && agent?.constraints.model !== undefined)),
    };
  };
  return {
    lines: counts.lines,
    answeredLines: counts.answered,
    openLines: counts.lines - counts.states.completed - counts.states.failed,
    tiers: Object.fromEntries(tiers.map((tier) => [tier, tierOf(tier)])) as Seen["tiers"],
    startsAt: spec.constraints.startsAt,
    recordCapNano: recordCap(batch, spec),
  };
}

/** Where the lines went that left a tier upwards: by the workflow's short cuts, else a rung up. */
function movesFrom(
  tier: Tier,
  next: Tier | null,
  { counts, spec }: { readonly counts: Counts; readonly spec: OrchestratorSpec },
): Partial<Record<Tier, number>> {
  const moves: Partial<Record<Tier, number>> = {};
  for (const reason of reasonNames) {
    const to = spec.handoff.shortcuts[reason] ?? next;
    const lines = counts.escalations[`${tierNumber(tier)}:${reason}`] ?? 0;
    if (to !== null && lines > 0) moves[to] = (moves[to] ?? 0) + lines;
  }
  return moves;
}

/** So many rows, spread as the lines are. */
function shared(rows: number, lines: Partial<Record<Tier, number>>): Partial<Record<Tier, number>> {
  const all = Object.values(lines).reduce((sum, count) => sum + count, 0);
  if (all === 0) return {};
  return Object.fromEntries(Object.entries(lines).map(([to, count]) => [to, (rows * count) / all]));
}

/** The batch's own limit per record, or the workflow's. */
export function recordCap(
  { maxUsdPerRecordNano: own }: Pick<Batch, "maxUsdPerRecordNano">,
  { constraints }: OrchestratorSpec,
): NanoDollars {
  return own ?? fromUsd(constraints.maxUsdPerRecord);
}

function ceilingWord(
  maxNano: NanoDollars | null,
  { spentNano }: Money,
  promised: Forecast | null,
): CeilingWord {
  if (maxNano === null) return "none";
  const interval = promised?.toFinishNano.interval ?? null;
  if (interval === null) return "unknown";
  const left = maxNano - spentNano;
  if (left >= interval.high) return "enough";
  return left < interval.low ? "too_low" : "maybe";
}
