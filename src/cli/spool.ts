import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { csvSource } from "../intake/csv-source.ts";
import { jsonSource } from "../intake/json-source.ts";
import type { LineSource } from "../intake/line-source.ts";
import { ndjsonSource } from "../intake/ndjson-source.ts";
import { CommandError, exitCodes } from "./exit.ts";
import { whyNot } from "./file-trouble.ts";

/** An input file that can be read twice: once for its hash, once for its lines. */
export interface Spooled {
  readonly sha256: string;
  open(): LineSource;
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

async function describe(file: string, extension: string): Promise<Omit<Spooled, "discard">> {
  const hash = createHash("sha256");
  let head = "";
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = chunk as Buffer;
      if (head.length < 64) head += bytes.toString("utf8", 0, 64);
      hash.update(bytes);
    }
  } catch (error) {
    throw new CommandError(`can't read ${file}: ${whyNot(error)}`, exitCodes.usage);
  }
  return { sha256: hash.digest("hex"), open: () => sourceOf(file, extension, head) };
}

function sourceOf(file: string, extension: string, head: string): LineSource {
  const input = createReadStream(file);
  const first = head.replace(/^\uFEFF/, "").trimStart()[0];
  if (extension === ".json" || first === "[") return jsonSource(input, () => undefined);
  const isNdjson =
    [".ndjson", ".jsonl"].includes(extension) || (extension !== ".csv" && first === "{");
  return isNdjson ? ndjsonSource(input) : csvSource(input);
}
