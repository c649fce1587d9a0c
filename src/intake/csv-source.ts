import { Readable } from "node:stream";
import { parse, type CsvError } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import {
  type LineSource,
  maxColumns,
  maxLineChars,
  type SourceLine,
  UnreadableInput,
} from "./line-source.ts";

interface Parsed {
  readonly record: string[];
  /** `lines` is the physical line on which the record ends. */
  readonly info: { readonly lines: number };
  readonly raw: string;
}

/**
 * Reads CSV with a header line: comma, semicolon or tab, quotes as in RFC 4180, byte order mark
 * or not. A line that can't be read is passed on as such, and the next one is read as usual.
 */
export function csvSource(input: Readable): LineSource {
  let columns: string[] = [];
  let delimiter = ",";

  async function* lines(): AsyncGenerator<SourceLine> {
    const [stream, sniffed] = await sniffDelimiter(input);
    delimiter = sniffed;
    const broken: Skipped[] = [];
    const parser = parse({
      bom: true,
      delimiter,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: maxLineChars,
      on_skip: (error, raw) => {
        if (error) broken.push(skippedOf(error, raw ?? ""));
        return undefined;
      },
    });
    stream.on("error", (error) => parser.destroy(error));
    stream.pipe(parser);

    for await (const { record, info, raw } of parser as AsyncIterable<Parsed>) {
      const line = info.lines - breaksWithin(raw);
      // The parser is ahead of this loop: what it skipped may stand after this record.
      while (broken[0] && broken[0].line < line) yield* salvage(broken.shift());
      if (columns.length === 0) columns = readHeader(record);
      else yield fit(record, line, columns);
    }
    if (columns.length === 0) {
      throw new UnreadableInput("the CSV is empty; its first line must name the columns");
    }
    for (const skipped of broken) yield* salvage(skipped);
  }

  /** A quote that is never closed swallows what follows: read those lines one by one instead. */
  function* salvage(skipped: Skipped | undefined): Generator<SourceLine> {
    if (!skipped) return;
    for (const [i, text] of skipped.raw.trim().split(/\r?\n/).entries()) {
      if (text === "") continue;
      const [record = []] = parseSync(text, {
        delimiter,
        quote: false,
        relax_column_count: true,
      }) as string[][];
      const line = skipped.line + i;
      const detail = `line ${line} can't be read as CSV: ${skipped.problem}`;
      yield { line, content: { cells: pad(record, columns).slice(0, columns.length), detail } };
    }
  }

  return { lines: { [Symbol.asyncIterator]: () => lines() }, columns: () => columns };
}

/** What the parser could not read, and the line on which it begins. */
interface Skipped {
  readonly line: number;
  readonly raw: string;
  readonly problem: string;
}

function skippedOf(error: CsvError, raw: string): Skipped {
  const end = Number(error["lines"]);
  return { line: end - breaksWithin(raw), raw, problem: error.message };
}

/** Line breaks inside a record: `raw` also holds the empty lines before it and its own end. */
function breaksWithin(raw: string): number {
  return raw.trim().split("\n").length - 1;
}

function readHeader(record: readonly string[]): string[] {
  if (record.length > maxColumns) {
    throw new UnreadableInput(`the CSV has ${record.length} columns; ${maxColumns} are the most`);
  }
  return record.map((name, i) => name.trim() || `column_${i + 1}`);
}

function fit(record: string[], line: number, columns: readonly string[]): SourceLine {
  const extra = record.slice(columns.length).filter((cell) => cell.trim() !== "");
  const cells = pad(record, columns).slice(0, columns.length);
  if (extra.length === 0) return { line, content: { cells } };
  const detail = `line ${line} has ${record.length} cells, the header ${columns.length}: quote cells that hold a comma`;
  return { line, content: { cells, detail } };
}

function pad(record: readonly string[], columns: readonly string[]): string[] {
  return [...record, ...Array<string>(Math.max(columns.length - record.length, 0)).fill("")];
}

/** The header tells the delimiter: whichever of the three stands in it most often. */
async function sniffDelimiter(input: Readable): Promise<[Readable, string]> {
  const chunks: Buffer[] = [];
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    const head = Buffer.concat(chunks);
    if (head.includes(0x0a) || head.length > maxLineChars) break;
  }
  const head = Buffer.concat(chunks);
  if (head.length > 0) {
    if (input.readableEnded || input.destroyed) return [Readable.from([head]), delimiterOf(head)];
    input.unshift(head);
  }
  return [input, delimiterOf(head)];
}

function delimiterOf(head: Buffer): string {
  const [header = ""] = head.toString("utf8").split(/\r?\n/, 1);
  const outsideQuotes = header.replaceAll(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => [mark, outsideQuotes.split(mark).length] as const);
  const [best] = counts.toSorted((a, b) => b[1] - a[1]);
  return best?.[0] ?? ",";
}
