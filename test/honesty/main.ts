import { parseArgs } from "node:util";
import { lieProblems, printLies } from "./lie-report.ts";
import { runLies } from "./lie-run.ts";

const { values } = parseArgs({
  options: {
    each: { type: "string", default: "24" },
    browser: { type: "string", default: "2" },
    only: { type: "string", multiple: true },
    verbose: { type: "boolean", default: false },
  },
});
const report = await runLies({
  each: Number(values.each),
  inBrowser: Number(values.browser),
  ...(values.only && { only: values.only }),
});
printLies(report);
const problems = lieProblems(report);
if (values.verbose)
  for (const { name, rows } of report.rows)
    for (const row of rows) {
      console.log(
        `\n${name}: ${row.domain} ${row.status} ${row.outcome} ${row.ats}/${row.tenant} ${row.reason} on ${row.tier}`,
      );
      for (const note of row.notes)
        console.log(`  ${note.tier} (${note.stop}): ${note.why} ${note.rejections.join(" | ")}`);
    }
for (const problem of problems) console.log(`FAIL  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
