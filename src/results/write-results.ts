import { type ResultColumns, resultHeader, type ResultValue, resultValues } from "./columns.ts";
import type { AssayRecord } from "../records/record.ts";

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

function csvLine(values: readonly ResultValue[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: ResultValue): string {
  const text = defuse(cellText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellText(value: ResultValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((item) => cellText(item as ResultValue)).join(";");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A cell that a spreadsheet would run as a formula gets a quote before it; plain numbers stay numbers. */
function defuse(text: string): string {
  if (!/^[=+\-@\t\r\n\0＝＋－＠]/.test(text)) return text;
  return /^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? text : `'${text}`;
}
