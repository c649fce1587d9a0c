import { createHash } from "node:crypto";
import { ArchiveDamaged, type ArchiveStore } from "./archive-store.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { partsOf } from "./write-archive.ts";

/**
 * Reads every byte of a sealed batch and holds it against the manifest. Returns what is wrong, in
 * words; nothing when all is whole.
 */
export async function checkArchive(archive: ArchiveStore, batch: string): Promise<string[]> {
  try {
    const manifest = await readManifest(archive, batch);
    return manifest ? await checkParts(archive, manifest) : ["it has no manifest"];
  } catch (error) {
    if (!(error instanceof ArchiveDamaged)) throw error;
    return [error.message];
  }
}

/** The same for a manifest in hand. */
export async function checkParts(archive: ArchiveStore, manifest: Manifest): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, bytes, sha256 } of partsOf(manifest)) {
    const content = await archive.get(name);
    if (!content) wrong.push(`${name} is missing`);
    else if (content.length !== bytes) {
      wrong.push(`${name} has ${content.length} bytes, not ${bytes}`);
    } else if (createHash("sha256").update(content).digest("hex") !== sha256) {
      wrong.push(`${name} was changed: its sha256 is another`);
    }
  }
  return wrong;
}
