import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ArchiveStore, ArchiveUnavailable, type ByteRange } from "./archive-store.ts";

/** Sealed batches in a directory, a folder each. */
export function directoryArchive(dir: string): ArchiveStore {
  return {
    place: dir,
    async put(name, bytes) {
      const file = join(dir, name);
      await makeFolder(dirname(file));
      const draft = join(dirname(file), `.${randomUUID()}.part`);
      try {
        await writeThrough(draft, bytes);
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw new ArchiveUnavailable(`${file} can't be written: ${wordsOf(error)}`, {
          cause: error,
        });
      }
      await syncFolder(dirname(file));
    },
    async get(name, range) {
      const file = join(dir, name);
      return range ? readRange(file, range) : orNothing(readFile(file));
    },
    async folders() {
      const entries = await orNothing(readdir(dir, { withFileTypes: true }));
      return (entries ?? [])
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => name)
        .toSorted();
    },
    async files(folder) {
      const names = await orNothing(readdir(join(dir, folder)));
      return (names ?? []).map((name) => `${folder}/${name}`).toSorted();
    },
    async remove(name) {
      await rm(join(dir, name), { force: true });
    },
  };
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new folder is part of the disk once the one above it was synced. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new ArchiveUnavailable(`${folder} can't be made: ${wordsOf(error)}`, { cause: error });
  });
  if (first !== undefined) await syncFolder(dirname(first));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readRange(file: string, { offset, bytes }: ByteRange): Promise<Buffer | undefined> {
  const handle = await orNothing(open(file, "r"));
  if (!handle) return undefined;
  try {
    const into = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(into, 0, bytes, offset);
    return into.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
