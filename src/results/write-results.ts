import type { AssayRecord } from "../records/record.ts";
import { type ResultColumns, resultHeader, resultValues } from "./columns.ts";
import { csvLine } from "./csv-line.ts";

/** The results as CSV (RFC 4180), one line per input line in order, safe to open in a spreadsheet. */
export async function* resultsCsv(
  records: AsyncIterable<AssayRecord>,
  columns: ResultColumns,
): AsyncGenerator<string> {
  yield csvLine(resultHeader(columns));
  for await (const record of records) yield csvLine(resultValues(record, columns));
}

/** The results as one JSON object per line, with the CSV's names and the whole evidence. */
export async function* resultsNdjson(
  records: AsyncIterable<AssayRecord>,
  columns: ResultColumns,
): AsyncGenerator<string> {
  const header = resultHeader(columns);
  for await (const record of records) {
    const values = resultValues(record, columns);
    const line = Object.fromEntries(header.map((name, i) => [name, values[i] ?? null]));
    yield `${JSON.stringify({ ...line, evidence: record.evidence })}\n`;
  }
}
