import type { Reason } from "../domain/reason.ts";
import { tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import { dollars, duration, percent, textTable } from "./table.ts";

/** How often each value of the answer's main field came out, most often first. */
export type AnswerTally = readonly (readonly [value: string, count: number])[];

const shownAnswers = 15;

/** What a run came to: answers by value, tiers, reasons, rate and cost. */
export function closingTable(
  batch: Batch,
  counts: Counts,
  tally?: { readonly field: string; answers: AnswerTally },
): string {
  const { lines, answered, undeterminable } = counts;
  const seconds = ((batch.doneAt ?? Date.now()) - (batch.sealedAt ?? Date.now())) / 1_000;
  const tierRows = tiers.map((tier) => [
    tier,
    String(counts.answeredByTier[tier]),
    percent(counts.answeredByTier[tier], answered),
    dollars(counts.costNanoByTier[tier]),
  ]);
  const reasonRows = (Object.entries(counts.reasons) as [Reason, number][])
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => [reason, String(count), percent(count, lines)]);

  return [
    ...(tally && tally.answers.length > 0 ? [answerTable(tally, lines)] : []),
    textTable(["tier", "answered", "share", "cost"], tierRows),
    ...(reasonRows.length > 0
      ? [textTable(["no answer because", "lines", "share"], reasonRows)]
      : []),
    [
      `${lines} ${lines === 1 ? "line" : "lines"}: ${answered} answered (${percent(answered, lines)}), ${undeterminable} undeterminable, ` +
        `${counts.states.failed} failed`,
      `${duration(seconds)} at ${(lines / Math.max(seconds, 0.001)).toFixed(1)} lines/s, ` +
        `${dollars(counts.costNano)} in all`,
    ].join("\n"),
  ].join("\n\n");
}

function answerTable({ field, answers }: { field: string; answers: AnswerTally }, lines: number) {
  const rest = answers.slice(shownAnswers);
  const restCount = rest.reduce((sum, [, count]) => sum + count, 0);
  const rows = [
    ...answers.slice(0, shownAnswers),
    ...(rest.length > 0 ? [[`${rest.length} more`, restCount] as const] : []),
  ].map(([value, count]) => [value, String(count), percent(count, lines)]);
  return textTable([field, "lines", "share"], rows);
}
