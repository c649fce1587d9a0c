import { gzip as gzipWith } from "node:zlib";
import { promisify } from "node:util";
import type { Redis } from "ioredis";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { BatchHashes } from "../records/archive.ts";
import { citedBy } from "../records/cited.ts";
import { parseCounts } from "../records/counters.ts";
import { readLedgerLines } from "../records/ledger.ts";
import { type AssayRecord, streamRecords } from "../records/record.ts";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";
import {
  draftName,
  type Manifest,
  manifestName,
  type Part,
  readManifest,
  sealManifest,
  writeManifest,
} from "./manifest.ts";
import { partWriter, type PartWriter } from "./part-writer.ts";
import type { SealedCall, SealedRecord } from "./sealed-record.ts";
import { type SnapshotPacker, snapshotPacker } from "./snapshot-packer.ts";

const gzip = promisify(gzipWith);

/** Rows or calls per frame: what is unpacked to read one of them. */
const frameLines = 200;

export interface ArchiveSource {
  readonly redis: Redis;
  readonly store: SnapshotStore;
  readonly batch: string;
  readonly hashes: BatchHashes;
  readonly now: number;
}

/** Copies a batch at rest into the archive. The copy is a draft until it is published. */
export async function writeArchive(
  archive: ArchiveStore,
  { redis, store, batch, hashes, now }: ArchiveSource,
): Promise<Manifest> {
  const { lines } = parseCounts(hashes.counters);
  const parts = (kind: string, end: string) =>
    partWriter(archive, (number, hash) => {
      return `${batch}/${kind}-${String(number).padStart(4, "0")}-${hash}.${end}`;
    });
  const packs = parts("snapshots", "pack");
  const packer = snapshotPacker(store, packs);
  const records = await writeRecords(
    streamRecords(redis, batch, lines),
    parts("records", "ndjson.gz"),
    packer,
  );
  if (records.rows !== lines) throw new RowsMissing(batch, lines, records.rows);
  const ledger = await writeLedger(redis, batch, parts("ledger", "ndjson.gz"));
  const manifest = sealManifest({
    format: "assay-archive/1",
    batch,
    archivedAt: new Date(now).toISOString(),
    rows: records.rows,
    calls: ledger.calls,
    snapshots: { stored: packer.stored(), missing: records.missing },
    hashes,
    records: records.parts,
    ledger: ledger.parts,
    packs: await packs.end(),
  });
  await archive.put(draftName(batch, manifest.whole), writeManifest(manifest));
  return manifest;
}

/** Redis holds fewer rows of a batch than it counts; it is kept as it is. `assay status` shows its numbers. */
export class RowsMissing extends Error {
  override readonly name = "RowsMissing";

  constructor(batch: string, counted: number, found: number) {
    super(`batch ${batch} counts ${counted} rows and has ${found}; it was not sealed`);
  }
}

async function writeRecords(
  source: AsyncIterable<AssayRecord>,
  writer: PartWriter,
  packer: SnapshotPacker,
): Promise<{ parts: Part[]; rows: number; missing: number }> {
  let rows = 0;
  // Of the pages that were only looked at, most were never kept; those of the evidence should be there.
  const missing = new Set<string>();
  const lines = async function* () {
    for await (const record of source) {
      rows += 1;
      const snapshots = await packer.pack(citedBy(record));
      for (const { snapshot } of record.evidence)
        if (!Object.hasOwn(snapshots, snapshot)) missing.add(snapshot);
      yield [String(record.n), { ...record, snapshots } satisfies SealedRecord] as const;
    }
  };
  const parts = await writeFrames(lines(), writer);
  return { parts, rows, missing: missing.size };
}

async function writeLedger(
  redis: Redis,
  batch: string,
  writer: PartWriter,
): Promise<{ parts: Part[]; calls: number }> {
  let calls = 0;
  const lines = async function* () {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof readLedgerLines>> = await readLedgerLines(
        redis,
        batch,
        { cursor, limit: frameLines },
      );
      calls += page.lines.length;
      for (const line of page.lines) yield [line.id, line satisfies SealedCall] as const;
      cursor = page.next;
    } while (cursor !== null);
  };
  return { parts: await writeFrames(lines(), writer), calls };
}

/** Each frame is a gzip member of its own. */
async function writeFrames(
  lines: AsyncIterable<readonly [first: string, value: unknown]>,
  writer: PartWriter,
): Promise<Part[]> {
  let first = "";
  let frame: string[] = [];
  const flush = async () => {
    if (frame.length > 0) await writer.add(first, await gzip(frame.join(""), { level: 9 }));
    frame = [];
  };
  for await (const [id, value] of lines) {
    if (frame.length === 0) first = id;
    frame.push(`${JSON.stringify(value)}\n`);
    if (frame.length === frameLines) await flush();
  }
  await flush();
  return writer.end();
}

/** Makes a draft the batch's copy; what was left of other tries goes. Safe to repeat. */
export async function publish(
  archive: ArchiveStore,
  batch: string,
  whole: string,
): Promise<Manifest> {
  const draft = await readManifest(archive, batch, draftName(batch, whole));
  const manifest = draft ?? (await readManifest(archive, batch));
  if (manifest?.whole !== whole)
    throw new ArchiveDamaged(batch, `its manifest ${whole} is missing`);
  if (draft) await archive.put(manifestName(batch), writeManifest(draft));
  await removeStrays(archive, manifest);
  return manifest;
}

async function removeStrays(archive: ArchiveStore, manifest: Manifest): Promise<void> {
  const wanted = new Set([manifestName(manifest.batch), ...partsOf(manifest).map((p) => p.name)]);
  for (const name of await archive.files(manifest.batch)) {
    if (!wanted.has(name)) await archive.remove(name);
  }
}

/** Every file that a manifest names. */
export function partsOf({ records, ledger, packs }: Manifest): readonly Part[] {
  return [...records, ...ledger, ...packs];
}
