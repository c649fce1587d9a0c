import { tiers } from "../../src/domain/tier.ts";
import { mixedTruth } from "../small-web/mixed-list.ts";
import type { Judged } from "./cascade-compare.ts";
import type { SideRow } from "./cascade-side.ts";

interface Sums {
  readonly nano: number;
  readonly calls: number;
  readonly tokens: number;
}

/** What all calls of a side, or those of one tier, came to by the ledger. */
function sumsOf({ spend }: Judged, tier?: string): Sums {
  const own = spend.filter((each) => tier === undefined || each.tier === tier);
  const models = own.filter(({ kind }) => kind === "model");
  const tokens = ({ usage }: (typeof own)[number]) =>
    Object.values(usage).reduce((sum, count) => sum + count, 0);
  return {
    nano: own.reduce((sum, { nano }) => sum + nano, 0),
    calls: models.reduce((sum, { calls }) => sum + calls, 0),
    tokens: models.reduce((sum, each) => sum + tokens(each), 0),
  };
}

/** Right answers and rightly unanswered rows, of all. */
export function accuracyOf({ rows, wrong, missed }: Judged): number {
  return 1 - (wrong.length + missed.length) / rows.length;
}

/** What one side costs of the other. */
export function ratioOf(cascade: Judged, frontier: Judged): number {
  return sumsOf(cascade).nano / sumsOf(frontier).nano;
}

/** What must not be, in words; empty when all is as promised. `mostRatio`: of the other side's cost. */
export function problemsOf(judged: readonly Judged[], mostRatio: number): string[] {
  const problems = judged.flatMap((each) => [
    ...each.wrong.map((row) => `${each.side}: ${lineOf(row)}`),
    ...each.rows
      .filter(({ status }) => status !== "completed")
      .map((row) => `${each.side} did not complete: ${lineOf(row)}`),
    ...(sumsOf(each).tokens === each.servedTokens
      ? []
      : [`${each.side}: the ledger counts other tokens than were served`]),
  ]);
  const [cascade, frontier] = judged;
  if (cascade === undefined || frontier === undefined) return problems;
  const ratio = ratioOf(cascade, frontier);
  if (!(ratio <= mostRatio)) problems.push(`the cascade costs ${percent(ratio)} of the other side`);
  if (accuracyOf(cascade) < accuracyOf(frontier))
    problems.push(
      `the cascade is right about ${percent(accuracyOf(cascade))}, the other side about ${percent(accuracyOf(frontier))}`,
    );
  return problems;
}

/** Prints the sides beside each other. */
export function printSides(judged: readonly Judged[], isVerbose: boolean): void {
  const rows: [string, ...string[]][] = [
    ["", ...judged.map(({ side }) => titles[side])],
    line(judged, "rows", ({ rows: all }) => `${all.length}`),
    line(judged, "answered", ({ right, wrong }) => `${right.length + wrong.length}`),
    line(judged, "right", ({ right }) => `${right.length}`),
    line(judged, "wrong", ({ wrong }) => `${wrong.length}`),
    line(judged, "missed", ({ missed }) => `${missed.length}`),
    line(judged, "accuracy", (each) => percent(accuracyOf(each))),
    line(judged, "cost", (each) => usd(sumsOf(each).nano)),
    line(judged, "cost per row", (each) => usd(sumsOf(each).nano / each.rows.length)),
    line(judged, "cost per right answer", (each) => usd(sumsOf(each).nano / each.right.length)),
    ...tiers.map((tier, i) =>
      line(judged, `  tier ${i + 1}, ${tier}`, (each) => {
        const { nano, calls } = sumsOf(each, tier);
        return `${usd(nano)} in ${calls} calls`;
      }),
    ),
    ...tiers.map((tier, i) =>
      line(judged, `  ended on tier ${i + 1}`, ({ rows: all }) => {
        return `${all.filter((row) => row.tier === tier).length}`;
      }),
    ),
    line(judged, "model calls", (each) => `${sumsOf(each).calls}`),
    line(judged, "tokens, by the ledger", (each) => `${sumsOf(each).tokens}`),
    line(judged, "tokens, as served", ({ servedTokens }) => `${servedTokens}`),
    line(judged, "minutes", ({ minutes }) => minutes.toFixed(1)),
  ];
  console.log(table(rows));
  const [cascade, frontier] = judged;
  if (cascade !== undefined && frontier !== undefined)
    console.log(
      `\nthe cascade costs 1/${(1 / ratioOf(cascade, frontier)).toFixed(1)} of the other side (${percent(ratioOf(cascade, frontier))})`,
    );
  for (const { side, missed } of judged)
    for (const row of missed) console.log(`${side} missed ${lineOf(row)}`);
  if (isVerbose)
    for (const { side, rows: all } of judged) for (const row of all) printRow(side, row);
}

const titles = { cascade: "cascade", frontier: "all to tier 3" } as const;

function line(
  judged: readonly Judged[],
  name: string,
  of: (each: Judged) => string,
): [string, ...string[]] {
  return [name, ...judged.map(of)];
}

function table(rows: readonly (readonly string[])[]): string {
  return rows
    .map(
      ([name = "", ...cells]) => name.padEnd(24) + cells.map((cell) => cell.padStart(26)).join(""),
    )
    .join("\n");
}

function lineOf({ index, domain, ats, reason, tier }: SideRow): string {
  const truth = mixedTruth(index);
  const due = truth.determinable ? truth.ats : `none (${truth.reasons.join(", ")})`;
  return `${domain} [${truth.kind}] ${ats ?? reason ?? "nothing"} on ${tier}, truth: ${due}`;
}

function printRow(side: string, row: SideRow): void {
  console.log(`\n${side}: ${lineOf(row)}, ${usd(row.costNano)}`);
  for (const note of row.notes) console.log(`  ${note}`);
}

const usd = (nano: number) => `$${(nano / 1e9).toFixed(nano < 1e7 ? 5 : 4)}`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
