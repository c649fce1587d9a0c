import type { Readable } from "node:stream";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { type LineSource, maxColumns, type SourceLine, UnreadableInput } from "./line-source.ts";

/**
 * Reads CSV with a header line: comma, semicolon or tab, quotes as in RFC 4180, byte order mark
 * or not. A line that can't be read is passed on as such, and the next one is read as usual.
 */
export function csvSource(input: Readable): LineSource {
  let columns: string[] = [];

  async function* lines(): AsyncGenerator<SourceLine> {
    for await (const record of csvRecords(input)) {
      if (columns.length === 0) columns = readHeader(record);
      else yield fit(record, columns);
    }
    if (columns.length === 0) {
      throw new UnreadableInput("the CSV is empty; its first line must name the columns");
    }
  }

  return { lines: { [Symbol.asyncIterator]: () => lines() }, columns: () => columns };
}

function readHeader({ cells, problem }: CsvRecord): string[] {
  if (problem) throw new UnreadableInput(`the CSV's first line can't be read: ${problem}`);
  if (cells.length > maxColumns) {
    throw new UnreadableInput(`the CSV has ${cells.length} columns; ${maxColumns} are the most`);
  }
  return cells.map((name, i) => name.trim() || `column_${i + 1}`);
}

function fit({ line, cells: given, problem }: CsvRecord, columns: readonly string[]): SourceLine {
  const cells = columns.map((_name, i) => given[i] ?? "");
  if (problem) {
    return { line, content: { cells, detail: `line ${line} can't be read as CSV: ${problem}` } };
  }
  const extra = given.slice(columns.length).filter((cell) => cell.trim() !== "");
  if (extra.length === 0) return { line, content: { cells } };
  const detail = `line ${line} has ${given.length} cells, the header ${columns.length}: quote cells that hold a comma`;
  return { line, content: { cells, detail } };
}
