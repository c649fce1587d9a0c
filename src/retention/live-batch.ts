import type { Redis } from "ioredis";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { readNumbers } from "../money/outlook.ts";
import { readFigureSums } from "../records/agent-figures.ts";
import type { Batch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { readLedger } from "../records/ledger.ts";
import { listRecords } from "../records/list.ts";
import { findRecord, streamRecords } from "../records/record.ts";
import type { BatchSource } from "./batch-source.ts";

/** A batch as it lies in Redis. */
export function liveBatch(
  { redis, store }: { readonly redis: Redis; readonly store: SnapshotStore },
  batch: Batch,
): BatchSource {
  const { id } = batch;
  return {
    batch,
    archivedAt: null,
    numbers: () => readNumbers(redis, id),
    figureSums: () => readFigureSums(redis, id),
    record: (n) => findRecord(redis, id, n),
    async *records() {
      yield* streamRecords(redis, id, (await readCounts(redis, id)).lines);
    },
    async page(at, filter) {
      const { lines } = await readCounts(redis, id);
      return listRecords(redis, { batch: id, lines, ...at }, filter);
    },
    calls: (at) => readLedger(redis, id, at),
    snapshots: () => (hash) => store.get(hash),
  };
}
