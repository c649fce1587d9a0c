/** A part of a file. */
export interface ByteRange {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Where sealed batches lie: files by name (`<batch>/manifest.json`). A file appears whole or not at
 * all, and has reached the disk (or the other side) when `put` returns.
 */
export interface ArchiveStore {
  /** Where it is, for people. */
  readonly place: string;
  /** Over whatever was there under that name. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The file, or that range of it; `undefined` when it is not there. */
  get(name: string, range?: ByteRange): Promise<Buffer | undefined>;
  /** Folders at the top: the batches that it holds anything of, in ascending order. */
  folders(): Promise<string[]>;
  /** Names of the files in a folder, with the folder. */
  files(folder: string): Promise<string[]>;
  remove(name: string): Promise<void>;
}

/** A sealed batch's files are missing, torn or changed. Restore them from a copy of the archive. */
export class ArchiveDamaged extends Error {
  override readonly name = "ArchiveDamaged";

  constructor(batch: string, detail: string, options?: ErrorOptions) {
    super(`the archive of batch ${batch} is damaged: ${detail}; restore it from a copy`, options);
  }
}

/** The archive can't be reached or refuses. Check its address, its credentials and its room. */
export class ArchiveUnavailable extends Error {
  override readonly name = "ArchiveUnavailable";
}
