// `node .ci/count.mjs <vitest's JSON report> <failed steps>`: prints `N passed, M failed`.
// A test file that could not even be loaded is a failure, and so is a run without tests, or a step
// (types, lint, …) that failed while all tests passed.
import { readFileSync } from "node:fs";

const [report, failedSteps] = process.argv.slice(2);
const { passed, failed } = count(read(report));
const others = failed === 0 ? Number(failedSteps) : 0;
console.log(`${passed} passed, ${failed + others} failed`);
process.exitCode = failed + others > 0 || passed === 0 ? 1 : 0;

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // the tests never got to write one
  }
}

function count(results) {
  if (!results) return { passed: 0, failed: 1 };
  const unloaded = results.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: results.numPassedTests, failed: results.numFailedTests + unloaded.length };
}
