import { createHash } from "node:crypto";
import type { ArchiveStore } from "./archive-store.ts";
import type { Part } from "./manifest.ts";

/** A part is held in memory until it is written; a store must take one in one piece. */
const partBytes = 32_000_000;

export interface PartWriter {
  /** Adds a piece, found again by `first` if one is given; replies where it will stand. */
  add(
    first: string | null,
    piece: Buffer,
  ): Promise<readonly [part: number, offset: number, bytes: number]>;
  /** Writes what is left; the parts in order. */
  end(): Promise<Part[]>;
}

/**
 * Collects pieces to files of a good size. A file is named for its content, so that whoever seals
 * the same batch at the same time can't write another content under the same name.
 */
export function partWriter(
  archive: ArchiveStore,
  nameOf: (number: number, hash: string) => string,
  largestBytes = partBytes,
): PartWriter {
  const parts: Part[] = [];
  let pieces: Buffer[] = [];
  let frames: [string, number, number][] = [];
  let bytes = 0;

  async function flush(): Promise<void> {
    if (pieces.length === 0) return;
    const content = Buffer.concat(pieces);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const name = nameOf(parts.length + 1, sha256.slice(0, 16));
    await archive.put(name, content);
    parts.push({ name, bytes: content.length, sha256, frames });
    pieces = [];
    frames = [];
    bytes = 0;
  }

  return {
    async add(first, piece) {
      if (bytes > 0 && bytes + piece.length > largestBytes) await flush();
      const at = [parts.length, bytes, piece.length] as const;
      if (first !== null) frames.push([first, bytes, piece.length]);
      pieces.push(piece);
      bytes += piece.length;
      return at;
    },
    async end() {
      await flush();
      return parts;
    },
  };
}
