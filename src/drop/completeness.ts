import type { Look } from "./folders.ts";

/** What was seen at the last look: complete files are known by what did not change since. */
export interface Seen {
  readonly files: ReadonlyMap<string, Look>;
  /** Inodes of files that had the name of one that is still being written. */
  readonly parts: ReadonlySet<number>;
}

export const nothingSeen: Seen = { files: new Map(), parts: new Set() };

/** An empty file may be one that nobody has begun to write. */
const emptyWaitMs = 60_000;

/**
 * Which files are whole: size and time of change are those of the last look, or the file had
 * another name then, of one that is being written.
 */
export function completeFiles(files: readonly Look[], seen: Seen, now: number): Look[] {
  return files.filter((file) => {
    if (file.bytes === 0 && now - file.modifiedMs < emptyWaitMs) return false;
    if (seen.parts.has(file.inode)) return true;
    const before = seen.files.get(file.path);
    return (
      before !== undefined &&
      before.inode === file.inode &&
      before.bytes === file.bytes &&
      before.modifiedMs === file.modifiedMs
    );
  });
}

/** What the next look is compared with. */
export function seenNow(files: readonly Look[], parts: readonly Look[]): Seen {
  return {
    files: new Map(files.map((file) => [file.path, file])),
    parts: new Set(parts.map(({ inode }) => inode)),
  };
}
