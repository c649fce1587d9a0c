import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import { unpackSnapshot } from "../evidence/file-snapshot-store.ts";
import type { BatchNumbers } from "../money/outlook.ts";
import { type FigureSums, figuresOf } from "../records/agent-figures.ts";
import { Batch } from "../records/batch.ts";
import { parseCounts } from "../records/counters.ts";
import type { RecordFilter, RecordPage } from "../records/list.ts";
import { parseMoney } from "../records/money.ts";
import type { AssayRecord } from "../records/record.ts";
import { parseSums } from "../records/spend-sums.ts";
import { parseTallies } from "../records/tallies.ts";
import { nowhere } from "../records/whereabouts.ts";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";
import type { BatchSource } from "./batch-source.ts";
import { frameBefore, framesOf, readFrame } from "./frames.ts";
import type { Manifest } from "./manifest.ts";
import { SealedCall, SealedRecord } from "./sealed-record.ts";

/** Rows looked at per page at most, as in Redis. */
const maxScanned = 50_000;

/** A batch as it lies in the archive. */
export function sealedBatch(archive: ArchiveStore, manifest: Manifest): BatchSource {
  const { batch: id } = manifest;
  const batch = Batch.parse(manifest.hashes.batch);
  const rows = framesOf(manifest.records);
  const calls = framesOf(manifest.ledger);
  const isAfterRow = (n: number) => (first: string) => Number(first) > n;

  async function* records(from = 0): AsyncGenerator<SealedRecord> {
    for (const frame of rows.slice(frameBefore(rows, isAfterRow(from)))) {
      for (const record of await readFrame(archive, { batch: id, frame }, SealedRecord)) {
        if (record.n >= from) yield record;
      }
    }
  }

  async function page(
    { from, limit }: { from: number; limit: number },
    filter: RecordFilter,
  ): Promise<RecordPage> {
    const found: AssayRecord[] = [];
    let next = from;
    for await (const record of records(from)) {
      if (found.length === limit || next - from >= maxScanned) break;
      next = record.n + 1;
      if (passes(record, filter)) found.push(record);
    }
    return { records: found, next: next < manifest.rows ? next : undefined };
  }

  return {
    batch,
    archivedAt: manifest.archivedAt,
    numbers: async () => numbersOf(manifest),
    figureSums: async () => figureSumsOf(manifest),
    async record(n) {
      const frame = rows[frameBefore(rows, isAfterRow(n))];
      if (!frame) return undefined;
      const found = await readFrame(archive, { batch: id, frame }, SealedRecord);
      return found.find((record) => record.n === n);
    },
    records: () => records(),
    page,
    async calls({ cursor, limit }) {
      const found: SealedCall[] = [];
      const isBehind = (one: string) => cursor === null || compareIds(one, cursor) > 0;
      for (const frame of calls.slice(frameBefore(calls, isBehind))) {
        const lines = await readFrame(archive, { batch: id, frame }, SealedCall);
        found.push(...lines.filter((line) => isBehind(line.id)));
        if (found.length > limit) break;
      }
      const taken = found.slice(0, limit);
      const next = found.length > limit ? (taken.at(-1)?.id ?? null) : null;
      return { entries: taken.map(({ entry }) => entry), next };
    },
    snapshots: (record) => packedSnapshots(archive, manifest, record),
  };
}

function passes(record: AssayRecord, { status, outcome, tier, reason }: RecordFilter): boolean {
  return (
    (status === undefined || status === record.status) &&
    (outcome === undefined || outcome === record.outcome) &&
    (tier === undefined || tier === record.tier) &&
    (reason === undefined || reason === record.reason)
  );
}

/** All that a batch's view is made from; nothing of it waits anywhere. */
export function numbersOf({ hashes }: Pick<Manifest, "hashes">): BatchNumbers {
  const sums = figureSumsOf({ hashes });
  return {
    counts: parseCounts(hashes.counters),
    money: parseMoney(hashes.money),
    spend: sums.spend,
    tallies: parseTallies(hashes.counters),
    figures: figuresOf([sums]),
    where: nowhere,
  };
}

function figureSumsOf({ hashes }: Pick<Manifest, "hashes">): FigureSums {
  return { figures: hashes.figures, spend: parseSums(hashes.spend) };
}

/** Reads what a record cites out of the packs. */
function packedSnapshots(
  archive: ArchiveStore,
  manifest: Manifest,
  record: AssayRecord,
): SnapshotStore["get"] {
  const { snapshots } = SealedRecord.pick({ snapshots: true }).parse(record);
  return async (hash) => {
    const place = snapshots[hash];
    if (!place) return undefined;
    const [number, offset, bytes] = place;
    const pack = manifest.packs[number];
    const packed = pack && (await archive.get(pack.name, { offset, bytes }));
    if (!packed)
      throw new ArchiveDamaged(manifest.batch, `its snapshots ${number + 1} are missing`);
    return unpackSnapshot(hash, packed);
  };
}

/** Ids of calls are `<ms>-<number>`. */
function compareIds(a: string, b: string): number {
  const [aMs = 0, aSeq = 0] = a.split("-").map(Number);
  const [bMs = 0, bSeq = 0] = b.split("-").map(Number);
  return aMs - bMs || aSeq - bSeq;
}
