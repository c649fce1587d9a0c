import { gunzip as gunzipWith } from "node:zlib";
import { promisify } from "node:util";
import type { z } from "zod";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";
import type { Part } from "./manifest.ts";

const gunzip = promisify(gunzipWith);

/** Where a frame of lines stands, and what it begins with. */
export interface Frame {
  readonly first: string;
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
}

/** All frames of parts in their order. */
export function framesOf(parts: readonly Part[]): Frame[] {
  return parts.flatMap(({ name, frames }) =>
    frames.map(([first, offset, bytes]) => ({ first, name, offset, bytes })),
  );
}

/** Unpacks one frame into its lines. */
export async function readFrame<Schema extends z.ZodType>(
  archive: ArchiveStore,
  { batch, frame }: { readonly batch: string; readonly frame: Frame },
  schema: Schema,
): Promise<z.output<Schema>[]> {
  const packed = await archive.get(frame.name, frame);
  if (!packed) throw new ArchiveDamaged(batch, `${frame.name} is missing`);
  try {
    const text = (await gunzip(packed)).toString("utf8");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => schema.parse(JSON.parse(line)));
  } catch (cause) {
    throw new ArchiveDamaged(batch, `${frame.name} can't be read at ${frame.offset}`, { cause });
  }
}

/** Index of the last frame that begins at or before what is looked for; 0 when none does. */
export function frameBefore(frames: readonly Frame[], isAfter: (first: string) => boolean): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const frame = frames[middle];
    if (frame && !isAfter(frame.first)) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
