import { createHash } from "node:crypto";
import { z } from "zod";
import { BatchHashes } from "../records/archive.ts";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.int().min(0);

/** One file of a sealed batch. */
export const Part = z.strictObject({
  name: z.string(),
  bytes: size,
  sha256,
  /** Its pieces: number of the first row or cursor of the first call, offset, bytes. Packs name none. */
  frames: z.array(z.tuple([z.string(), size, size])),
});
export type Part = z.infer<typeof Part>;

/** What a sealed batch consists of. It is written last: a batch with a manifest is whole. */
export const Manifest = z.strictObject({
  format: z.literal("assay-archive/1"),
  batch: z.string(),
  /** ISO 8601. */
  archivedAt: z.string(),
  rows: size,
  calls: size,
  /** Snapshots that its records cite: packed; and those of its evidence that were gone from the store. */
  snapshots: z.strictObject({ stored: size, missing: size }),
  hashes: BatchHashes,
  /** Gzip members of NDJSON, a member per frame; `zcat` reads them. */
  records: z.array(Part),
  ledger: z.array(Part),
  /** Brotli streams end to end; each record says which of them are its own. */
  packs: z.array(Part),
  /** sha256 of this manifest without this field: with the parts' hashes it stands for all bytes. */
  whole: sha256,
});
export type Manifest = z.infer<typeof Manifest>;

/** The name under which a sealed batch's manifest is found. */
export function manifestName(batch: string): string {
  return `${batch}/manifest.json`;
}

/** Its name until Redis says that this copy and no other is the batch. */
export function draftName(batch: string, whole: string): string {
  return `${batch}/manifest-${whole}.json`;
}

/** Completes a manifest with the hash of the whole. */
export function sealManifest(manifest: Omit<Manifest, "whole">): Manifest {
  return { ...manifest, whole: wholeOf(manifest) };
}

export function writeManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest)}\n`);
}

/** Reads the manifest of a batch and checks it; `undefined` when the batch is not in the archive. */
export async function readManifest(
  archive: ArchiveStore,
  batch: string,
  name = manifestName(batch),
): Promise<Manifest | undefined> {
  const bytes = await archive.get(name);
  if (!bytes) return undefined;
  const manifest = parse(batch, bytes);
  if (manifest.batch !== batch) throw new ArchiveDamaged(batch, `it is that of ${manifest.batch}`);
  const { whole, ...rest } = manifest;
  if (wholeOf(rest) !== whole) throw new ArchiveDamaged(batch, "its manifest was changed");
  return manifest;
}

function parse(batch: string, bytes: Buffer): Manifest {
  try {
    return Manifest.parse(JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw new ArchiveDamaged(batch, "its manifest can't be read", { cause });
  }
}

/** Independent of the order of fields, which a JSON editor may change. */
function wholeOf(manifest: Omit<Manifest, "whole">): string {
  return createHash("sha256").update(JSON.stringify(manifest, sorted)).digest("hex");
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
