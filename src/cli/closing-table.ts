import type { Reason } from "../domain/reason.ts";
import { tiers } from "../domain/tier.ts";
import type { Batch } from "../records/batch.ts";
import { totalTokens } from "../domain/model.ts";
import type { Outlook } from "../money/outlook.ts";
import { type Counts, isFinished } from "../records/counters.ts";
import { ceilingHint, forecastWords } from "./money-words.ts";
import { ownName } from "./own-name.ts";
import { dollars, duration, percent, textTable } from "./table.ts";

/** How often each value of the answer's main field came out, most often first. */
export type AnswerTally = readonly (readonly [value: string, count: number])[];

const shownAnswers = 15;

/** What a run came to: answers by value, tiers, reasons, rate and cost. */
export function closingTable({
  batch,
  counts,
  tally,
  outlook,
}: {
  readonly batch: Batch;
  readonly counts: Counts;
  readonly tally?: { readonly field: string; readonly answers: AnswerTally };
  readonly outlook: Outlook;
}): string {
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
    ...modelTable(outlook),
    [
      `${lines} ${lines === 1 ? "line" : "lines"}: ${answered} answered (${percent(answered, lines)}), ${undeterminable} undeterminable, ` +
        `${counts.states.failed} failed`,
      `${duration(seconds)} at ${(lines / Math.max(seconds, 0.001)).toFixed(1)} lines/s, ` +
        inAll(batch, outlook),
      ...forecastWords(outlook, isFinished(counts)),
      ...ceilingHint(batch, counts, ownName(process.env)),
    ].join("\n"),
  ].join("\n\n");
}

/** `$1.24 in all`, and of what. */
function inAll({ maxUsdNano }: Batch, { money }: Outlook): string {
  const ceiling = maxUsdNano === null ? "" : ` of ${dollars(maxUsdNano)}`;
  const held = money.reservedNano > 0 ? `, ${dollars(money.reservedNano)} held` : "";
  return `${dollars(money.spentNano)}${ceiling} in all${held}`;
}

/** What was asked of which model; nothing when none was. */
function modelTable({ spend }: Outlook): string[] {
  const rows = spend
    .filter(({ calls }) => calls > 0)
    .map(({ agent, kind, model, calls, usage, nano, estimates }) => [
      agent,
      model === null ? kind : `${model.provider}/${model.model}`,
      String(calls),
      model === null ? "" : String(totalTokens(usage)),
      dollars(nano),
      estimates === 0 ? "" : String(estimates),
    ]);
  if (rows.length === 0) return [];
  return [textTable(["agent", "paid for", "calls", "tokens", "cost", "estimated"], rows)];
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
