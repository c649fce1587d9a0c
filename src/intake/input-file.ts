import { createHash } from "node:crypto";
import { csvSource } from "./csv-source.ts";
import { fileStream } from "./file-stream.ts";
import { jsonSource } from "./json-source.ts";
import type { LineSource } from "./line-source.ts";
import { ndjsonSource } from "./ndjson-source.ts";

/** An input file that can be read twice: once for its hash, once for its lines. */
export interface InputFile {
  readonly sha256: string;
  open(): LineSource;
}

/** Reads a file through for its hash; the extension tells the format, or else its first bytes. */
export async function inputFile(file: string, extension: string): Promise<InputFile> {
  const hash = createHash("sha256");
  let head = "";
  for await (const chunk of fileStream(file)) {
    const bytes = chunk as Buffer;
    if (head.length < 64) head += bytes.toString("utf8", 0, 64);
    hash.update(bytes);
  }
  return { sha256: hash.digest("hex"), open: () => sourceOf(file, extension, head) };
}

function sourceOf(file: string, extension: string, head: string): LineSource {
  const input = fileStream(file);
  const first = head.replace(/^\uFEFF/, "").trimStart()[0];
  if (extension === ".json" || first === "[") return jsonSource(input, () => undefined);
  const isNdjson =
    [".ndjson", ".jsonl"].includes(extension) || (extension !== ".csv" && first === "{");
  return isNdjson ? ndjsonSource(input) : csvSource(input);
}
