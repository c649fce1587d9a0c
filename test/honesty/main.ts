import { parseArgs } from "node:util";
import { injectionProblems, printInjections } from "./injection-report.ts";
import { type InjectionReport, runInjections } from "./injection-run.ts";
import type { LabRow } from "./lab.ts";
import { lieProblems, printLies } from "./lie-report.ts";
import { type LieReport, runLies } from "./lie-run.ts";

/**
 * `npm run honesty -- [--short] [--lies 25] [--lies-in-browser 3] [--per-carrier 3] [--browsed 24]
 * [--only <lie>]… [--json] [--verbose]`: lies to the cascade as it ships, then shows it pages with
 * orders on them, to a model that does its work and to one that obeys. Ends with 1 when a lie was
 * stored, an order had its way, or a lie was never told. 0 leaves a part out.
 */
const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    lies: { type: "string" },
    "lies-in-browser": { type: "string" },
    "per-carrier": { type: "string" },
    browsed: { type: "string" },
    only: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
const plan = values.short
  ? { lies: 4, liesInBrowser: 0, perCarrier: 1, browsed: 8 }
  : { lies: 25, liesInBrowser: 3, perCarrier: 3, browsed: 24 };
const given = (text: string | undefined, otherwise: number) =>
  text === undefined ? otherwise : Number(text);
const each = given(values.lies, plan.lies);
const inBrowser = given(values["lies-in-browser"], plan.liesInBrowser);
const perCarrier = given(values["per-carrier"], plan.perCarrier);
const browsed = given(values.browsed, plan.browsed);

// Whoever ends this run ends what it started.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const problems: string[] = [];

async function tellLies(): Promise<LieReport[]> {
  if (each + inBrowser === 0) return [];
  const { only } = values;
  const report = await runLies({ each, inBrowser, ...(only && { only }) });
  problems.push(...lieProblems(report));
  if (!values.json) showLies(report);
  return [report];
}

async function giveOrders(): Promise<InjectionReport[]> {
  const reports: InjectionReport[] = [];
  if (perCarrier + browsed === 0) return reports;
  for (const isObedient of values.short ? [true] : [false, true]) {
    const report = await runInjections({ perCarrier, inBrowser: browsed, isObedient });
    problems.push(...injectionProblems(report));
    if (!values.json) showInjections(report);
    reports.push(report);
  }
  return reports;
}

// Both wait a lot: the short form does one while the other waits.
const telling = tellLies();
if (!values.short) await telling;
const [lies, orders] = await Promise.all([telling, giveOrders()]);
if (values.json) process.stdout.write(`${JSON.stringify({ lies, orders, problems })}\n`);
else for (const problem of problems) console.log(`FAIL  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function showLies(report: LieReport): void {
  printLies(report);
  if (!values.verbose) return;
  for (const { name, rows } of report.rows) for (const row of rows) printRow(name, row);
}

function showInjections(report: InjectionReport): void {
  printInjections(report);
  if (!values.verbose) return;
  for (const { injection, row, obeyed } of report.lines)
    printRow(`${injection.name} (obeyed ${obeyed})`, row);
}

function printRow(
  name: string,
  { domain, status, ats, tenant, reason, tier, notes }: LabRow,
): void {
  console.log(`\n${name}: ${domain} ${status} ${ats}/${tenant} ${reason} on ${tier}`);
  for (const note of notes)
    console.log(`  ${note.tier} (${note.stop}): ${note.why} ${note.rejections.join(" | ")}`);
}
