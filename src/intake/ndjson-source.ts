import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { type LineSource, maxLineChars } from "./line-source.ts";
import { objectSource, type ParsedObject } from "./object-source.ts";

/** Reads one JSON object per line. A line that is none is passed on as unreadable. */
export function ndjsonSource(input: Readable): LineSource {
  return objectSource(parseLines(input));
}

async function* parseLines(input: Readable): AsyncGenerator<ParsedObject> {
  let line = 0;
  for await (const text of splitLines(input)) {
    line += 1;
    const trimmed = text.replace(/^\uFEFF/, "").trim();
    if (trimmed === "") continue;
    yield { line, ...parseLine(trimmed, line) };
  }
}

function parseLine(text: string, line: number): { value: unknown } | { problem: string } {
  if (text.length > maxLineChars)
    return { problem: `line ${line} is longer than ${maxLineChars} characters` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { problem: `line ${line} is not JSON: ${cause}` };
  }
}

/** Lines without their ends. Of a line beyond all measure only the beginning is kept. */
async function* splitLines(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of input) {
    const parts = (rest + decoder.write(Buffer.from(chunk as Uint8Array))).split("\n");
    rest = (parts.pop() ?? "").slice(0, maxLineChars + 1);
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== "") yield rest;
}
