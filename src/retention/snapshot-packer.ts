import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { metaLine, type Snapshot } from "../domain/snapshot.ts";
import { SnapshotCorrupt, type SnapshotStore } from "../evidence/snapshot-store.ts";
import type { PartWriter } from "./part-writer.ts";
import type { Place } from "./sealed-record.ts";

const compress = promisify(brotliCompress);

/** Written once, kept for years: half the bytes of the live store's level, for some time more. */
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Places remembered, so that a page which many records cite is packed once. */
const mostRemembered = 200_000;

export interface SnapshotPacker {
  /** Packs what was not packed before; says where each of them stands, but for those that are not there. */
  pack(hashes: ReadonlySet<string>): Promise<Record<string, Place>>;
  stored(): number;
}

/** Copies snapshots from the live store into packs. */
export function snapshotPacker(store: SnapshotStore, packs: PartWriter): SnapshotPacker {
  const places = new Map<string, Place | null>();
  let stored = 0;

  async function placeOf(hash: string): Promise<Place | null> {
    const known = places.get(hash);
    if (known !== undefined) return known;
    const snapshot = await readSound(store, hash);
    const packed = snapshot && (await compress(contentOf(snapshot), options));
    const place = packed ? ([...(await packs.add(null, packed))] as Place) : null;
    if (place) stored += 1;
    places.set(hash, place);
    const [oldest] = places.keys();
    if (places.size > mostRemembered && oldest !== undefined) places.delete(oldest);
    return place;
  }

  return {
    async pack(hashes) {
      const found: Record<string, Place> = {};
      for (const hash of hashes) {
        const place = await placeOf(hash);
        if (place) found[hash] = place;
      }
      return found;
    },
    stored: () => stored,
  };
}

/** Damaged bytes prove nothing: they are not kept, and `assay verify` finds them missing. */
async function readSound(store: SnapshotStore, hash: string): Promise<Snapshot | undefined> {
  try {
    return await store.get(hash);
  } catch (error) {
    if (error instanceof SnapshotCorrupt) return undefined;
    throw error;
  }
}

function contentOf(snapshot: Snapshot): Buffer {
  return Buffer.concat([Buffer.from(metaLine(snapshot)), snapshot.body]);
}
