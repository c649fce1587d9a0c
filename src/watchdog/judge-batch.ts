import { isFinished } from "../records/counters.ts";
import type { Reason } from "../domain/reason.ts";
import type { NoticeDraft } from "../notices/notices.ts";
import { type BatchFacts, outOfRetries } from "./facts.ts";
import type { WatchdogSettings } from "./settings.ts";

/** What a person must know of one batch: its money, its books, its rows that are given up. */
export function judgeBatch(batch: BatchFacts, settings: WatchdogSettings): NoticeDraft[] {
  return [...ceiling(batch, settings), ...exhausted(batch), ...broken(batch)];
}

function ceiling(batch: BatchFacts, { ceilingShare }: WatchdogSettings): NoticeDraft[] {
  const { id, counts, maxUsdNano, spentNano, reservedNano } = batch;
  if (maxUsdNano === null || batch.status === "cancelled") return [];
  const stopped = counts.reasons.batch_ceiling ?? 0;
  const used = spentNano + reservedNano;
  const money = `${usd(spentNano)} of ${usd(maxUsdNano)} are spent`;
  const facts = { spentUsd: spentNano / 1e9, ceilingUsd: maxUsdNano / 1e9 };
  if (stopped > 0 || (maxUsdNano > 0 && spentNano >= maxUsdNano)) {
    const rows = stopped > 0 ? `, and ${rowsOf(stopped)} stopped for want of money` : "";
    return [{ cause: "ceiling_reached", subject: id, text: `${money}${rows}.`, facts }];
  }
  if (maxUsdNano === 0 || used < ceilingShare * maxUsdNano || isFinished(counts)) return [];
  return [{ cause: "ceiling_near", subject: id, text: `${money}.`, facts }];
}

function exhausted({ id, status, counts }: BatchFacts): NoticeDraft[] {
  if (status === "cancelled") return [];
  const found = Object.entries(counts.reasons).filter(([reason]) =>
    outOfRetries.has(reason as Reason),
  );
  const rows = found.reduce((sum, [, count]) => sum + count, 0);
  if (rows === 0) return [];
  const reasons = found.toSorted(([, a], [, b]) => b - a);
  return [
    {
      cause: "rows_exhausted",
      subject: id,
      text: `${rowsOf(rows)} of ${counts.lines} failed: ${reasons.map(([reason, count]) => `${count} ${reason}`).join(", ")}.`,
      facts: { rows, ...Object.fromEntries(reasons) },
      // Told again at tens and thousands of rows, not at every few.
      worsens: { digits: String(rows).length },
    },
  ];
}

function broken({ id, audit }: BatchFacts): NoticeDraft[] {
  if (audit.length === 0) return [];
  const more = audit.length > mostNamed ? `; and ${audit.length - mostNamed} more` : "";
  const text = `${audit.slice(0, mostNamed).join("; ")}${more}.`;
  return [{ cause: "invariant_broken", subject: id, text, facts: { findings: audit.length } }];
}

const mostNamed = 3;

function rowsOf(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

function usd(nano: number): string {
  return `$${(nano / 1e9).toFixed(2)}`;
}
