import type { ResultValue } from "./columns.ts";

/** One line of CSV (RFC 4180), safe to open in a spreadsheet. */
export function csvLine(values: readonly ResultValue[]): string {
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
