import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { LedgerEntry } from "../money/ledger-entry.ts";
import type { BatchNumbers } from "../money/outlook.ts";
import type { FigureSums } from "../records/agent-figures.ts";
import type { Batch } from "../records/batch.ts";
import type { RecordFilter, RecordPage } from "../records/list.ts";
import type { AssayRecord } from "../records/record.ts";

/** Everything that can be read of a batch, wherever it lies. */
export interface BatchSource {
  readonly batch: Batch;
  /** When it was sealed into the archive, ISO 8601; `null`: it lies in Redis and can be steered. */
  readonly archivedAt: string | null;
  numbers(): Promise<BatchNumbers>;
  /** What it adds to the figures of its agents. */
  figureSums(): Promise<FigureSums>;
  record(n: number): Promise<AssayRecord | undefined>;
  /** Every record in the input's order, in constant memory. */
  records(): AsyncIterable<AssayRecord>;
  /** Records from row `from` on that pass the filter. A page may be short before the end. */
  page(at: { from: number; limit: number }, filter: RecordFilter): Promise<RecordPage>;
  /** Finished calls in the order in which they ended, after `cursor`. */
  calls(at: {
    cursor: string | null;
    limit: number;
  }): Promise<{ entries: LedgerEntry[]; next: string | null }>;
  /** What the record cites, for as long as it is kept. */
  snapshots(record: AssayRecord): SnapshotStore["get"];
}

const chunk = 500;

/** Every finished call of a batch in the order in which they ended, in constant memory. */
export async function* allCalls(source: Pick<BatchSource, "calls">): AsyncGenerator<LedgerEntry> {
  let cursor: string | null = null;
  do {
    const { entries, next }: Awaited<ReturnType<BatchSource["calls"]>> = await source.calls({
      cursor,
      limit: chunk,
    });
    yield* entries;
    cursor = next;
  } while (cursor !== null);
}
