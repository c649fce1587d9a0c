import { formatUsd, type NanoDollars } from "../domain/money.ts";

/** A plain text table with a rule under the header; columns of numbers are set right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((name, i) => {
    const cells = rows.map((row) => row[i] ?? "");
    const width = Math.max(name.length, ...cells.map((cell) => cell.length));
    const isNumeric = cells.length > 0 && cells.every((cell) => /^[$\d.,%/–\s]*$/.test(cell));
    return { width, isNumeric };
  });
  const line = (row: readonly string[]) =>
    columns
      .map(({ width, isNumeric }, i) =>
        isNumeric ? (row[i] ?? "").padStart(width) : (row[i] ?? "").padEnd(width),
      )
      .join("  ")
      .trimEnd();
  const rule = columns.map(({ width }) => "─".repeat(width)).join("──");
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** `1:05`, `12:00`, `2:03:04`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** `$0`, `$1.24`, and what is less than a cent in full. */
export function dollars(nano: NanoDollars): string {
  if (nano === 0) return "$0";
  return nano < 1e7 ? `$${formatUsd(nano)}` : `$${(nano / 1e9).toFixed(2)}`;
}
