import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { metaLine, type Snapshot, SnapshotMeta } from "../domain/snapshot.ts";
import { SnapshotCorrupt, type SnapshotStore } from "./snapshot-store.ts";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** A third of the time that gzip's fastest takes, a tenth more bytes; measured on pages of 60 kB. */
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 }, chunkSize: 32_768 };

const largestSnapshotBytes = 64_000_000;

/** How many snapshots are compressed at once, so that a burst of pages does not pile up copies. */
const atOnce = 4;

/**
 * Snapshots as files, `<dir>/ab/cdef….br`. Any number of processes may write the same snapshot
 * at the same time: a file appears whole or not at all. A write is not synced to disk; one that
 * a power cut tears is found by its hash when it is read.
 */
export function fileSnapshotStore(dir: string): SnapshotStore {
  const enter = gate(atOnce);
  return {
    async put(snapshot) {
      const file = fileOf(dir, snapshot.hash);
      if (await exists(file)) return;
      await enter(async () => {
        const content = Buffer.concat([Buffer.from(metaLine(snapshot)), snapshot.body]);
        await writeWhole(file, await compress(content, options));
      });
    },
    async get(hash) {
      const packed = await readIfThere(fileOf(dir, hash));
      return packed && unpackSnapshot(hash, packed);
    },
  };
}

function fileOf(dir: string, hash: string): string {
  return join(dir, hash.slice(0, 2), `${hash.slice(2)}.br`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, bytes).catch(async (error: unknown) => {
      if (!isNotFound(error)) throw error;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(draft, bytes);
    });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

/** Opens compressed content; throws `SnapshotCorrupt` when it has not that hash. */
export async function unpackSnapshot(hash: string, packed: Uint8Array): Promise<Snapshot> {
  const content = await decompress(packed, { maxOutputLength: largestSnapshotBytes }).catch(
    (cause: unknown) => {
      throw new SnapshotCorrupt(hash, { cause });
    },
  );
  if (createHash("sha256").update(content).digest("hex") !== hash) throw new SnapshotCorrupt(hash);
  const lineEnd = content.indexOf(10);
  const meta = SnapshotMeta.parse(JSON.parse(content.toString("utf8", 0, lineEnd)));
  const body = content.subarray(lineEnd + 1);
  return { ...meta, hash, body, text: new TextDecoder(meta.charset).decode(body) };
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Lets `limit` tasks run at once; the others wait their turn. */
function gate(limit: number): (task: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
