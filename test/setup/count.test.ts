import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../.ci/count.mjs", import.meta.url));

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { status: string; assertionResults: readonly object[] }[];
}

async function count(
  results: Results | undefined,
  failedSteps = 0,
): Promise<{ last: string; code: number }> {
  const dir = mkdtempSync(join(tmpdir(), "assay-count-"));
  const report = join(dir, "report.json");
  if (results) writeFileSync(report, JSON.stringify(results));
  const answer = await new Promise<{ last: string; code: number }>((resolve) => {
    const child = execFile(process.execPath, [script, report, `${failedSteps}`], (_error, stdout) =>
      resolve({ last: stdout.trim(), code: child.exitCode ?? -1 }),
    );
  });
  rmSync(dir, { recursive: true, force: true });
  return answer;
}

test("all passed", async () => {
  const results = { numPassedTests: 12, numFailedTests: 0, testResults: [] };

  expect(await count(results)).toEqual({ last: "12 passed, 0 failed", code: 0 });
});

test("a test file that can't be loaded is a failure", async () => {
  const testResults = [{ status: "failed", assertionResults: [] }];

  expect(await count({ numPassedTests: 12, numFailedTests: 0, testResults })).toEqual({
    last: "12 passed, 1 failed",
    code: 1,
  });
});

test("a run without tests, or without a report, is a failure", async () => {
  expect((await count({ numPassedTests: 0, numFailedTests: 0, testResults: [] })).code).toBe(1);
  expect(await count(undefined)).toEqual({ last: "0 passed, 1 failed", code: 1 });
});

test("a failed lint makes the run fail though every test passed", async () => {
  const results = { numPassedTests: 12, numFailedTests: 0, testResults: [] };

  expect(await count(results, 1)).toEqual({ last: "12 passed, 1 failed", code: 1 });
});
