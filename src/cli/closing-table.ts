import { formatUsd } from "../domain/money.ts";
import type { Reason } from "../domain/reason.ts";
import { tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import { duration, percent, textTable } from "./table.ts";

/** How often each value of the answer's main field came out, most often first. */
export type AnswerTally = readonly (readonly [value: string, count: number])[];

const shownAnswers = 15;

/** What a run came to: answers by value, tiers, reasons, rate and cost. */
export function closingTable(
  batch: Batch,
  counts: Counts,
  tally: { field: string; answers: AnswerTally },
): string {
  const { lines, answered, undeterminable } = counts;
  const seconds = ((batch.doneAt ?? Date.now()) - (batch.sealedAt ?? Date.now())) / 1_000;
  const shown = tally.answers.slice(0, shownAnswers);
  const rest = tally.answers.slice(shownAnswers);
  const restCount = rest.reduce((sum, [, count]) => sum + count, 0);
  const answerRows = [
    ...shown.map(([value, count]) => [value, String(count), percent(count, lines)]),
    ...(rest.length > 0
      ? [[`${rest.length} more`, String(restCount), percent(restCount, lines)]]
      : []),
  ];
  const tierRows = tiers.map((tier) => [
    tier,
    String(counts.answeredByTier[tier]),
    percent(counts.answeredByTier[tier], answered),
    `$${formatUsd(counts.costNanoByTier[tier])}`,
  ]);
  const reasonRows = (Object.entries(counts.reasons) as [Reason, number][])
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => [reason, String(count), percent(count, lines)]);

  return [
    textTable([tally.field, "lines", "share"], answerRows),
    textTable(["tier", "answered", "share", "cost"], tierRows),
    ...(reasonRows.length > 0
      ? [textTable(["no answer because", "lines", "share"], reasonRows)]
      : []),
    [
      `${lines} lines: ${answered} answered (${percent(answered, lines)}), ${undeterminable} undeterminable, ` +
        `${counts.states.failed} failed`,
      `${duration(seconds)} at ${(lines / Math.max(seconds, 0.001)).toFixed(1)} lines/s, ` +
        `$${formatUsd(counts.costNano)} in all`,
    ].join("\n"),
  ].join("\n\n");
}
