import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type InputFile, inputFile } from "../intake/input-file.ts";
import { CommandError, exitCodes } from "./exit.ts";
import { whyNot } from "./file-trouble.ts";

/** An input that can be read twice, and removed when it was only written for that. */
export interface Spooled extends InputFile {
  /** Removes what was written for it. */
  discard(): Promise<void>;
}

/** Makes a file, or standard input as `-`, readable; the name's end tells the format. */
export async function spool(path: string): Promise<Spooled> {
  if (path !== "-")
    return { ...(await describe(path, extname(path))), discard: async () => undefined };
  const dir = await mkdtemp(join(tmpdir(), "assay-input-"));
  const file = join(dir, "input");
  await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
  return {
    ...(await describe(file, "")),
    discard: () => rm(dir, { recursive: true, force: true }),
  };
}

async function describe(file: string, extension: string): Promise<InputFile> {
  return inputFile(file, extension).catch((error: unknown) => {
    throw new CommandError(`can't read ${file}: ${whyNot(error)}`, exitCodes.usage);
  });
}
