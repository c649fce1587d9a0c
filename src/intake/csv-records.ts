import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { maxLineChars } from "./line-source.ts";

/** One record of a CSV text, or a physical line of it that can't be read as one. */
export interface CsvRecord {
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: string;
}

/** How one file writes CSV. */
interface Dialect {
  readonly delimiter: string;
  readonly lineEnd: "\n" | "\r";
}

/**
 * Splits CSV into records as RFC 4180 writes them; the delimiter is a comma, semicolon or tab,
 * whichever the first line holds most of. A quote that is never closed, or a line beyond all
 * measure, costs that one line: the next one is read as if nothing had been.
 */
export async function* csvRecords(input: Readable): AsyncGenerator<CsvRecord> {
  let dialect: Dialect | undefined;
  let text = "";
  let line = 1;
  /** Within a line that is too long: everything up to its end is dropped. */
  let isSkipping = false;

  for await (const part of decoded(input)) {
    text += part.text;
    dialect ??= dialectOf(text, part.isLast);
    if (!dialect) continue;
    let from = 0;
    if (isSkipping) {
      const end = text.indexOf(dialect.lineEnd);
      from = end < 0 ? text.length : end + 1;
      isSkipping = end < 0;
      if (end >= 0) line += 1;
    }
    while (from < text.length) {
      const found = recordAt(text, from, { ...dialect, isLast: part.isLast });
      const length = (found?.end ?? text.length) - from;
      if (!found && !part.isLast && length <= maxLineChars) break;
      if (found && length <= maxLineChars) {
        const { cells, end, lines } = found;
        if (cells.length > 1 || cells[0] !== "") yield { line, cells };
        from = end;
        line += lines;
        continue;
      }
      const end = text.indexOf(dialect.lineEnd, from);
      const isTooLong = (end < 0 ? text.length : end) - from > maxLineChars;
      yield isTooLong
        ? tooLong(line)
        : unclosed(line, text.slice(from, end < 0 ? undefined : end), dialect);
      isSkipping = end < 0;
      from = end < 0 ? text.length : end + 1;
      if (end >= 0) line += 1;
    }
    text = text.slice(from);
  }
}

function tooLong(line: number): CsvRecord {
  return { line, cells: [], problem: `it is longer than ${maxLineChars} characters` };
}

function unclosed(line: number, text: string, { delimiter }: Dialect): CsvRecord {
  return {
    line,
    cells: text.replace(/\r$/, "").split(delimiter),
    problem: "a quote opens and is never closed",
  };
}

/** Reads the record that starts at `from`; `undefined` when its end is not there yet. */
function recordAt(
  text: string,
  from: number,
  { delimiter, lineEnd, isLast }: Dialect & { isLast: boolean },
): { cells: string[]; end: number; lines: number } | undefined {
  const cells: string[] = [];
  let lines = 1;
  for (let at = from; ;) {
    const quoted =
      text[at] === '"' ? quotedAt(text, at, { delimiter, lineEnd, isLast }) : undefined;
    if (quoted === "open") return undefined;
    let end: number;
    if (quoted) {
      cells.push(quoted.cell);
      end = quoted.end;
      for (let i = text.indexOf(lineEnd, at); i >= 0 && i < end; i = text.indexOf(lineEnd, i + 1)) {
        lines += 1;
      }
    } else {
      end = fieldEnd(text, at, { delimiter, lineEnd });
      if (end === text.length && !isLast) return undefined;
      cells.push(text.slice(at, end).replace(text[end] === delimiter ? "" : /\r$/, ""));
    }
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    if (text[end] === "\r" && lineEnd === "\n") end += 1;
    return { cells, end: Math.min(end + 1, text.length), lines };
  }
}

function fieldEnd(text: string, from: number, { delimiter, lineEnd }: Dialect): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== lineEnd) at += 1;
  return at;
}

/** A quoted cell; `undefined` when what follows its last quote shows that the quotes are part of the text. */
function quotedAt(
  text: string,
  from: number,
  { delimiter, lineEnd, isLast }: Dialect & { isLast: boolean },
): { cell: string; end: number } | "open" | undefined {
  let close = text.indexOf('"', from + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return "open";
  const end = close + 1;
  const next = text.slice(end, end + 2);
  // A quote or a carriage return at the very end may be half of a pair.
  if (!isLast && (next === "" || next === "\r")) return "open";
  const isEnd =
    next === "" || next[0] === delimiter || next[0] === lineEnd || next === "\r\n" || next === "\r";
  return isEnd ? { cell: text.slice(from + 1, close).replaceAll('""', '"'), end } : undefined;
}

/** Known once the first line is there. */
function dialectOf(text: string, isLast: boolean): Dialect | undefined {
  const hasLine = /\n|\r(?!$)/.test(text);
  if (!hasLine && !isLast && text.length <= maxLineChars) return undefined;
  const [header = ""] = text.split(/[\r\n]/, 1);
  const outsideQuotes = header.replaceAll(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => [mark, outsideQuotes.split(mark).length] as const);
  const [best] = counts.toSorted((a, b) => b[1] - a[1]);
  return { delimiter: best?.[0] ?? ",", lineEnd: /^[^\r\n]*\r(?!\n)/.test(text) ? "\r" : "\n" };
}

async function* decoded(input: Readable): AsyncGenerator<{ text: string; isLast: boolean }> {
  const decoder = new StringDecoder("utf8");
  let isFirst = true;
  for await (const chunk of input) {
    const text = decoder.write(Buffer.from(chunk as Uint8Array));
    if (text === "") continue;
    yield { text: isFirst ? text.replace(/^\uFEFF/, "") : text, isLast: false };
    isFirst = false;
  }
  yield { text: decoder.end(), isLast: true };
}
