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
    const reading = { ...dialect, isLast: part.isLast };
    let from = 0;
    while (from < text.length) {
      const step: Step | undefined = isSkipping
        ? restOfLine(text, reading)
        : stepAt(text, from, reading);
      if (!step) break;
      if (step.record) yield { line, ...step.record };
      from = step.end;
      line += step.lines;
      isSkipping = step.isCut ?? false;
    }
    text = text.slice(from);
  }
}

/** A dialect, and whether the text goes on after what is there. */
type Reading = Dialect & { readonly isLast: boolean };

/** What stands at one place, and where to go on. */
interface Step {
  readonly record?: Omit<CsvRecord, "line">;
  readonly end: number;
  readonly lines: number;
  /** The line goes on beyond what is there, and is dropped. */
  readonly isCut?: boolean;
}

/** The next record, or the line that can't be read as one; `undefined` when more of the text is needed. */
function stepAt(text: string, from: number, reading: Reading): Step | undefined {
  const found = recordAt(text, from, reading);
  const length = (found?.end ?? text.length) - from;
  if (!found && !reading.isLast && length <= maxLineChars) return undefined;
  if (found && length <= maxLineChars) {
    const { cells, end, lines } = found;
    // An empty line is none; an empty cell in quotes was meant.
    const isBlank = cells.length === 1 && cells[0] === "" && text[from] !== '"';
    return isBlank ? { end, lines } : { record: { cells }, end, lines };
  }
  const { end, lines, isCut } = restOfLine(text, reading, from);
  const isTooLong = end - from > maxLineChars;
  const record = isTooLong ? tooLong : unclosed(text.slice(from, end), reading);
  return { record, end, lines, isCut };
}

function restOfLine(text: string, { lineEnd }: Dialect, from = 0) {
  const end = text.indexOf(lineEnd, from);
  return end < 0
    ? { end: text.length, lines: 0, isCut: true }
    : { end: end + 1, lines: 1, isCut: false };
}

const tooLong = { cells: [], problem: `it is longer than ${maxLineChars} characters` };

function unclosed(text: string, { delimiter }: Dialect): Omit<CsvRecord, "line"> {
  const cells = text.replace(/\r?\n?$/, "").split(delimiter);
  return { cells, problem: "a quote opens and is never closed" };
}

/** Reads the record that starts at `from`; `undefined` when its end is not there yet. */
function recordAt(
  text: string,
  from: number,
  { delimiter, lineEnd, isLast }: Reading,
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
  { delimiter, lineEnd, isLast }: Reading,
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
