import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";

/** Files that may become batches; links are left alone, since they may lead anywhere. */
const isInput = /^[^.].*\.(csv|ndjson|jsonl)$/i;
const isResult = /\.results\.(csv|ndjson)$/i;

/** How a file looked. */
export interface Look {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Stays when a file is renamed. */
  readonly inode: number;
}

/** Plain files of a folder, of which `wanted` says the name; none when there is no such folder. */
async function filesOf(folder: string, wanted: (name: string) => boolean): Promise<Look[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(nothingThere);
  const found: Look[] = [];
  for (const entry of entries ?? []) {
    if (!entry.isFile() || !wanted(entry.name)) continue;
    const path = join(folder, entry.name);
    const looked = await stat(path).catch(nothingThere);
    if (!looked) continue;
    const { size: bytes, mtimeMs: modifiedMs, ino: inode } = looked;
    found.push({ path, bytes, modifiedMs, inode });
  }
  return found;
}

/** Inputs of a folder. */
export function inputsOf(folder: string): Promise<Look[]> {
  return filesOf(folder, (name) => isInput.test(name) && !isResult.test(name));
}

/** What is still being written, by its name. */
export function partsOf(folder: string): Promise<Look[]> {
  return filesOf(folder, (name) => /\.(part|tmp|crdownload|filepart)$/i.test(name));
}

/** Folders of a folder, but for hidden ones. */
export async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(nothingThere);
  return (entries ?? [])
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

/** Moves a file; `false` when it is gone, because somebody else has moved it. */
export async function moveFile(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true });
  const moved = await rename(from, to).then(() => true as const, nothingThere);
  return moved === true;
}

/** That name, or one with `mark` in it when a file has it already. */
export async function freeName(file: string, mark: string): Promise<string> {
  if ((await stat(file).catch(nothingThere)) === undefined) return file;
  const extension = extname(file);
  return join(dirname(file), `${basename(file, extension)}-${mark}${extension}`);
}

/** Moves a file to those that were refused and says beside it why. */
export async function refuseFile(
  { path, name, folder }: { path: string; name: string; folder: string },
  reason: string,
  mark: string,
): Promise<void> {
  const to = await freeName(join(folder, "refused", name), mark);
  if (await moveFile(path, to)) await writeFile(`${to}.reason.txt`, `${reason}\n`);
}

function nothingThere(error: unknown): undefined {
  if (error instanceof Error && "code" in error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  }
  throw error;
}
