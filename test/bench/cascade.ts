import { parseArgs } from "node:util";
import { printSides, problemsOf } from "./cascade-report.ts";
import { measureSides } from "./cascade-compare.ts";

/**
 * `npm run cascade -- [--rows 300] [--seed 0 | --from 0] [--most 0.05] [--verbose] [--no-models]`: the cascade as it ships
 * beside every row straight to tier 3, on the same rows of a mixed world. Ends with 1 when the
 * cascade costs more than `--most` of the other side, is less accurate, or anything is wrong.
 * `--no-models` runs the cascade alone without a key.
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "300" },
    seed: { type: "string", default: "0" },
    from: { type: "string" },
    most: { type: "string", default: "0.05" },
    verbose: { type: "boolean", default: false },
    "no-models": { type: "boolean", default: false },
    only: { type: "string" },
  },
});
/** Rows between the first rows of two seeds; `--from` names a row itself, to look at one alone. */
const rowsPerSeed = 10_000;
const most = Number(values.most);
const withoutModels = values["no-models"];
const sides = (["cascade", "frontier"] as const).filter((side) =>
  withoutModels ? side === "cascade" : values.only === undefined || values.only === side,
);
const judged = await measureSides({
  rows: Number(values.rows),
  from: Number(values.from ?? Number(values.seed) * rowsPerSeed),
  sides,
  withoutModels,
});
printSides(judged, values.verbose);
const problems = problemsOf(judged, most);
for (const problem of problems) console.log(`FAIL  ${problem}`);
if (judged.length === 2 && problems.length === 0)
  console.log(`pass  at most ${most} of the cost, and no less accurate`);
process.exitCode = problems.length === 0 ? 0 : 1;
