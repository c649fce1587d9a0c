import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The lock is held by a live process for longer than anyone should hold it. */
export class LockBusy extends Error {
  override readonly name = "LockBusy";

  constructor(path: string, holder: string, waitedMs: number) {
    super(
      `${path} has been held by process ${holder} for over ${Math.round(waitedMs / 1_000)} s; ` +
        "stop that process, then start again",
    );
  }
}

const retryMs = 25;
/** A holder on another machine (a shared directory) can't be asked; it is believed for this long. */
const foreignTrustMs = 60_000;

/**
 * Does `work` while no other process holds the lock at `path`. A holder that was killed loses it:
 * its next contender takes over.
 *
 * The lock is a directory that holds one file, named for its owner. It is put there by renaming,
 * which succeeds only where there is none or an empty one. Freeing a dead owner's lock deletes
 * that owner's file and no other, so two contenders can't undo each other's taking.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { waitMs = 30_000 }: { waitMs?: number } = {},
): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const startedAt = Date.now();
  for (;;) {
    const owner = await take(path);
    if (owner !== undefined) {
      try {
        return await work();
      } finally {
        await unlink(join(path, owner)).catch(ignoreMissing);
        await rmdir(path).catch(ignoreTaken);
      }
    }
    const holder = await freeDead(path);
    const waited = Date.now() - startedAt;
    if (holder !== undefined && waited > waitMs) throw new LockBusy(path, holder, waited);
    await sleep(retryMs);
  }
}

async function take(path: string): Promise<string | undefined> {
  const mine = await mkdtemp(`${path}.`);
  const owner = `${process.pid}.${startOf(process.pid) ?? "0"}.${mine.slice(path.length + 1)}`;
  await writeFile(join(mine, owner), hostname());
  try {
    await rename(mine, path);
    return owner;
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Deletes the mark of an owner that is no more; returns the pid of one that lives. */
async function freeDead(path: string): Promise<string | undefined> {
  const owners = await readdir(path).catch(ignoreMissing);
  for (const owner of owners ?? []) {
    const file = join(path, owner);
    const [pid = "", start = "0"] = owner.split(".");
    const [host, info] = await Promise.all([
      readFile(file, "utf8").catch(ignoreMissing),
      stat(file).catch(ignoreMissing),
    ]);
    if (host === undefined || info === undefined) continue; // just freed
    const lives =
      host === hostname()
        ? isAlive(Number(pid), start)
        : Date.now() - info.mtimeMs < foreignTrustMs;
    if (lives) return pid;
    await unlink(file).catch(ignoreMissing);
  }
  return undefined;
}

function isAlive(pid: number, start: string): boolean {
  if (!processExists(pid)) return false;
  // The number may belong to another process by now; where the start time is known, it tells.
  const now = startOf(pid);
  return now === undefined || start === "0" || now === start;
}

/** Whether there is a process of that number, somebody else's included. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error) && error.code === "EPERM";
  }
}

/** When a process started, in the kernel's own units (Linux only). */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses, and may hold spaces itself.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined; // no /proc here, or the process is gone
  }
}

function isTaken(error: unknown): boolean {
  return isErrno(error) && ["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code ?? "");
}

function ignoreTaken(error: unknown): void {
  if (!isTaken(error) && !(isErrno(error) && error.code === "ENOENT")) throw error;
}

function ignoreMissing(error: unknown): undefined {
  if (isErrno(error) && error.code === "ENOENT") return undefined;
  throw error;
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
