import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bigList } from "./big-list.ts";
import type { EndlessRow } from "./endless-list.ts";
import { mixedList } from "./mixed-list.ts";
import { createLines, linesAsCsv } from "./companies/lines.ts";
import { createRoster } from "./companies/roster.ts";
import { startSmallWeb } from "./server.ts";

/**
 * `main.js --port 0 [--ca ca.pem]` runs the small web until SIGTERM and prints where it is.
 * `main.js --write companies.csv [--big 10000 | --mixed 300]` writes an input file instead.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    ca: { type: "string" },
    write: { type: "string" },
    big: { type: "string" },
    mixed: { type: "string" },
  },
});

if (values.write !== undefined) {
  writeFileSync(values.write, listAsCsv());
} else {
  const web = await startSmallWeb({
    port: Number(values.port),
    ...(values.ca === undefined ? {} : { caPath: values.ca }),
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void web.close().then(() => process.exit(0));
    });
  }
  // Last: whoever reads this line may stop us at once.
  const { proxyUrl, caPath, dnsUrl } = web;
  process.stdout.write(`${JSON.stringify({ proxyUrl, caPath, dnsUrl })}\n`);
}

function listAsCsv(): string {
  if (values.big !== undefined) return rowsAsCsv(bigList(Number(values.big)));
  if (values.mixed !== undefined) return rowsAsCsv(mixedList(Number(values.mixed)));
  return linesAsCsv(createLines(createRoster()));
}

function rowsAsCsv(rows: Iterable<EndlessRow>): string {
  let csv = "company,domain,country,employees\r\n";
  for (const { company, domain, country, employees } of rows)
    csv += `${company},${domain},${country},${employees}\r\n`;
  return csv;
}
