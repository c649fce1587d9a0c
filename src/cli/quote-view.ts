import type { NanoDollars } from "../domain/money.ts";
import { tiers } from "../domain/tier.ts";
import { forecast, type Forecast, type Seen } from "../money/forecast.ts";
import type { Batch } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import type { Money } from "../records/money.ts";
import { ceilingHint, costWords, shareWords } from "./money-words.ts";
import { dollars } from "./table.ts";

/** What a sample has shown of the file that it was drawn from. */
export interface Quoted {
  readonly batch: Pick<Batch, "id" | "workflow" | "maxUsdNano">;
  readonly counts: Pick<Counts, "lines" | "states" | "answered" | "reasons">;
  readonly money: Money;
  readonly file: string;
  readonly lines: number;
  readonly seed: number;
  readonly forecast: Forecast;
}

/** What the whole file would come to, none of it worked on yet, by what the sample has shown. */
export function forecastOf(
  sample: Seen,
  { lines, invalid }: { readonly lines: number; readonly invalid: number },
): Forecast {
  // Lines that are no valid input cost nothing and have no answer, here as there.
  const open = Math.round((lines * (sample.lines - invalid)) / Math.max(1, sample.lines));
  const byTier = tiers.map((tier) => [
    tier,
    { ...sample.tiers[tier], open: tier === sample.startsAt ? open : 0 },
  ]);
  return forecast({
    ...sample,
    lines,
    answeredLines: 0,
    openLines: open,
    tiers: Object.fromEntries(byTier) as Seen["tiers"],
  });
}

/** The quote for a person; `program` is how to call Assay. */
export function quoteText(
  { batch, counts, money, file, lines, seed, forecast: whole }: Quoted,
  program: string,
): string {
  const ended = counts.states.completed + counts.states.failed;
  const most = batch.maxUsdNano === null ? "" : `, of at most ${dollars(batch.maxUsdNano)}`;
  const stopped = ceilingHint(batch, counts, program).map(
    (hint) => `careful   the figures are too low: ${hint}`,
  );
  return [
    `sample    ${ended} of ${counts.lines} lines seen, ${counts.answered} answered; seed ${seed}, batch ${batch.id}`,
    `spent     ${dollars(money.spentNano)} on the sample${most}`,
    `the whole file, ${lines} lines:`,
    `cost      ${costWords(whole.toFinishNano)}`,
    `answered  ${shareWords(whole.answeredShare)}`,
    "Nine times out of ten the truth lies between the two figures in brackets, if the rest of the file",
    "is like the sample. Repeated lines cost once, and what models said of the sample is used again.",
    ...stopped,
    `next      ${program} run ${batch.workflow} ${file}${ceilingAdvice(whole)}`,
  ].join("\n");
}

/** The same as one JSON object. */
export function quoteJson(quoted: Quoted): string {
  const { batch, counts, money, lines, seed, forecast: whole } = quoted;
  const usd = (nano: NanoDollars) => nano / 1e9;
  const cost = whole.toFinishNano.interval;
  return JSON.stringify({
    batch: batch.id,
    workflow: batch.workflow,
    seed,
    lines,
    sampled: counts.lines,
    ended: counts.states.completed + counts.states.failed,
    answered: counts.answered,
    stoppedAtCeiling: counts.reasons.batch_ceiling ?? 0,
    spentUsd: usd(money.spentNano),
    costUsd: cost && {
      low: usd(cost.low),
      expected: usd(cost.expected),
      high: usd(cost.high),
    },
    costDetail: whole.toFinishNano.detail,
    answeredShare: whole.answeredShare.interval,
    answeredDetail: whole.answeredShare.detail,
  });
}

function ceilingAdvice({ toFinishNano: { interval } }: Forecast): string {
  if (interval === null || interval.high === 0) return "";
  const usd = interval.high / 1e9;
  return ` --max-usd ${usd < 10 ? usd.toFixed(2) : Math.ceil(usd)}`;
}
