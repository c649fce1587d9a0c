import type { Outlook } from "../money/outlook.ts";
import type { Estimate } from "../money/forecast.ts";
import type { Interval } from "../money/statistics.ts";
import type { Batch } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import { dollars } from "./table.ts";

/** What a batch has spent, of what, and what is held for calls that are out: `$1.24 of $5.00 spent, $0.10 held`. */
export function spentWords({ maxUsdNano }: Pick<Batch, "maxUsdNano">, { money }: Outlook): string {
  const ceiling = maxUsdNano === null ? "" : ` of ${dollars(maxUsdNano)}`;
  const held = money.reservedNano > 0 ? `, ${dollars(money.reservedNano)} held` : "";
  return `${dollars(money.spentNano)}${ceiling} spent${held}`;
}

/** What is to come, in a line for each figure; none once every row has ended. */
export function forecastWords({ forecast, ceiling }: Outlook, isOver: boolean): string[] {
  if (forecast === null || isOver) return [];
  const { toFinishNano, answeredShare } = forecast;
  const isTooLow = {
    too_low: "; the ceiling is too low for it",
    maybe: "; the ceiling may be too low for it",
  };
  const warning = ceiling === "too_low" || ceiling === "maybe" ? isTooLow[ceiling] : "";
  return [
    `to finish: ${costWords(toFinishNano)}${warning}`,
    `answered in the end: ${shareWords(answeredShare)}`,
  ];
}

/** `about $3.10 ($2.00 to $5.20)`, or why it is not known. */
export function costWords({ interval, detail }: Estimate): string {
  if (interval === null) return `not known yet (${detail})`;
  const { low, expected, high } = interval;
  const figure =
    low === high
      ? dollars(expected)
      : `about ${dollars(expected)} (${dollars(low)} to ${dollars(high)})`;
  return detail === "" ? figure : `${figure}; ${detail}`;
}

/** `about 78 % (70 % to 85 %)`, or why it is not known. */
export function shareWords({ interval, detail }: Estimate): string {
  if (interval === null) return `not known yet (${detail})`;
  const { low, expected, high } = whole(interval);
  return low === high ? `${expected} %` : `about ${expected} % (${low} % to ${high} %)`;
}

/** What to do about lines that stopped at the ceiling; nothing when there are none. */
export function ceilingHint(
  { id, maxUsdNano }: Pick<Batch, "id" | "maxUsdNano">,
  { reasons }: Pick<Counts, "reasons">,
  program: string,
): string[] {
  const stopped = reasons.batch_ceiling ?? 0;
  if (stopped === 0) return [];
  const lines = stopped === 1 ? "1 line" : `${stopped} lines`;
  const ceiling = maxUsdNano === null ? "" : ` of ${dollars(maxUsdNano)}`;
  return [
    `${lines} stopped at the ceiling${ceiling}; to go on: ${program} top-up ${id} --max-usd <new ceiling in all>`,
  ];
}

function whole({ low, expected, high }: Interval): Interval {
  const rounded = (share: number) => Math.round(share * 100);
  return { low: rounded(low), expected: rounded(expected), high: rounded(high) };
}
