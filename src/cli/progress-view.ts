import { styleText } from "node:util";
import { type Tier, tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import type { Outlook } from "../money/outlook.ts";
import { type Counts, isFinished } from "../records/counters.ts";
import type { Whereabouts } from "../records/whereabouts.ts";
import { ceilingHint, forecastWords, spentWords } from "./money-words.ts";
import { ownName } from "./own-name.ts";
import { duration, percent } from "./table.ts";

/** What the live view shows, at one moment. */
export interface Progress {
  readonly batch: Batch;
  readonly counts: Counts;
  readonly tiers: Whereabouts;
  readonly now: number;
  /** Lines that ended per second of late. */
  readonly recentRate: number;
  readonly outlook: Outlook;
}

const barWidth = 32;
/** Before that an estimate would be a guess. */
const estimateAfterSeconds = 5;
/** Lines per second below which the rate says nothing more: the last few rows take what they take. */
const slowestShown = 0.1;

/** The live view as lines of text. */
export function progressLines({
  batch,
  counts,
  tiers: where,
  now,
  recentRate,
  outlook,
}: Progress): string[] {
  const ended = counts.states.completed + counts.states.failed;
  const seconds = ((batch.doneAt ?? now) - (batch.sealedAt ?? now)) / 1_000;
  const isEstimable =
    seconds >= estimateAfterSeconds && recentRate >= slowestShown && ended < counts.lines;
  const left = isEstimable ? `  about ${duration((counts.lines - ended) / recentRate)} left` : "";
  const pace = recentRate >= slowestShown ? `  ${recentRate.toFixed(1)}/s` : "";
  // Full only when all have ended, and not empty once one has.
  const share = counts.lines === 0 ? 0 : (barWidth * ended) / counts.lines;
  const filled = ended > 0 ? Math.max(1, Math.floor(share)) : 0;
  const bar = paint("green", "█".repeat(filled)) + paint("dim", "░".repeat(barWidth - filled));
  const { answered, undeterminable } = counts;
  return [
    `${paint("bold", batch.workflow)} ${batch.id}  ${duration(seconds)}`,
    `${bar} ${ended}/${counts.lines}  ${percent(ended, counts.lines)}${pace}${left}`,
    paint(
      "dim",
      `  ${"".padEnd(10)} ${"waiting".padStart(8)} ${"working".padStart(8)} ${"answered".padStart(9)}`,
    ),
    ...tiers.map((tier) => tierLine(tier, where[tier], counts.answeredByTier[tier])),
    `  ${answered} answered · ${undeterminable} undeterminable · ${counts.states.failed} failed`,
    ...moneyLines(batch, counts, outlook),
    ...(seconds >= estimateAfterSeconds ? bottleneck(where) : []),
  ];
}

/** Once something was spent or may be stopped; a run without models has no use for them. */
function moneyLines(batch: Batch, counts: Counts, outlook: Outlook): string[] {
  const { money } = outlook;
  if (money.spentNano === 0 && money.reservedNano === 0 && batch.maxUsdNano === null) return [];
  return [
    spentWords(batch, outlook),
    ...forecastWords(outlook, isFinished(counts)),
    ...ceilingHint(batch, counts, ownName(process.env)),
  ].map((line) => `  ${line}`);
}

function tierLine(tier: Tier, { waiting, working }: Whereabouts[Tier], answered: number): string {
  return `  ${tier.padEnd(10)} ${String(waiting).padStart(8)} ${String(working).padStart(8)} ${String(answered).padStart(9)}`;
}

/** Once only one tier has work left, what everybody waits for. */
function bottleneck(where: Whereabouts): string[] {
  const busy = tiers.filter((tier) => where[tier].waiting + where[tier].working > 0);
  const [tier] = busy;
  if (!tier || busy.length > 1) return [];
  const { waiting, pausing, working } = where[tier];
  const slow = tier === "browser" && working > 0 ? " (the slowest tier: it renders pages)" : "";
  const pauses = pausing > 0 ? `, ${pausing} of them pause before another try` : "";
  return [`  waiting for: ${waiting + working} on ${tier}${pauses}${slow}`];
}

/** Coloured only where standard error, which shows the view, is a terminal that wants colours. */
function paint(style: "green" | "dim" | "bold", text: string): string {
  return styleText(style, text, { stream: process.stderr });
}
