import type { LieLine, LieReport } from "./lie-run.ts";
import { table } from "./table.ts";

/** What must not be, in words; empty when no lie came through and every one was told. */
export function lieProblems({ lines }: LieReport): string[] {
  return lines.flatMap((line) => [
    ...line.wrong.map(
      ({ domain, ats, tenant, tier }) =>
        `${line.lie}: ${domain} was answered ${ats}/${tenant ?? "?"} on ${tier}`,
    ),
    ...line.failed.map(
      ({ domain, status, reason }) => `${line.lie}: ${domain} ended ${status} (${reason})`,
    ),
    ...(line.told < line.rows
      ? [
          `${line.lie}: told about ${line.told} of ${line.rows} companies; a lie that is not told proves nothing`,
        ]
      : []),
  ]);
}

const columns = [
  ["rows", ({ rows }) => rows],
  ["asked", ({ asked }) => asked],
  ["told", ({ told }) => told],
  ["quote", ({ quote }) => quote],
  ["catalog", ({ catalogue }) => catalogue],
  ["schema", ({ schema }) => schema],
  ["unproven", ({ unproven }) => unproven],
  ["refetch", ({ refetch }) => refetch],
  ["verifier", ({ verifier }) => verifier],
  ["truth", ({ right }) => right],
  ["STORED", ({ wrong }) => wrong.length],
] as const satisfies readonly (readonly [string, (line: LieLine) => number])[];

/** Prints, by kind of lie, how often it was told, what refused it, and what was stored. */
export function printLies({ lines, minutes }: LieReport): void {
  const sums = columns.map(([, of]) => lines.reduce((sum, line) => sum + of(line), 0));
  console.log(
    table([
      ["lies", ...columns.map(([name]) => name)],
      ...lines.map((line) => [line.lie, ...columns.map(([, of]) => String(of(line)))]),
      ["all", ...sums.map(String)],
    ]),
  );
  console.log(
    `\nquote, catalog, refetch, verifier: attempts in which that check refused something. schema: rows whose answer had not the form of one. unproven: rows that ended because the agent's own rules found nothing proven. truth: rows that were answered, and rightly. STORED: lies that were stored as answers. ${minutes.toFixed(1)} minutes.`,
  );
}
