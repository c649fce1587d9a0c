import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** A file, what it must not import, and who says so. */
const offences: [string, string, RegExp][] = [
  ["src/domain/a.ts", "../records/claim.ts", /src\/domain imports nothing/],
  ["src/platform/a.ts", "../domain/tier.ts", /src\/platform imports nothing/],
  ["src/specs/a.ts", "../records/claim.ts", /spec kit/],
  ["src/specs/b.ts", "../../specs/ats/orchestrator.ts", /spec kit/],
  ["specs/ats/a.ts", "../../src/agents/decide.ts", /specs see only/],
  ["specs/ats/b.ts", "../../src/specs/check.ts", /specs see only/],
  ["specs/ats/catalogue/c.ts", "../../../queues/feeder.ts", /specs see only/],
  ["specs/ats/d.ts", "node:fs", /reach nothing/],
  ["src/records/a.ts", "../agents/decide.ts", /see only src\/domain/],
  ["src/records/b.ts", "../../queues/feeder.ts", /see only src\/domain/],
  ["src/web/a.ts", "../intake/submit.ts", /see only src\/domain/],
  ["src/web/browser/b.ts", "../../agents/page/page.ts", /see only src\/domain/],
  ["src/evidence/a.ts", "../agents/page/page.ts", /shares no code with the agents/],
  ["src/evidence/rules/b.ts", "../../agents/ats/probe.ts", /shares no code with the agents/],
  ["src/evidence/c.ts", "undici", /reaches nothing/],
  ["src/evidence/d.ts", "../api/app.ts", /see only src\/domain/],
  ["src/models/a.ts", "../agents/decide.ts", /see only src\/domain/],
  ["src/intake/a.ts", "../agents/decide.ts", /intake and results/],
  ["src/results/a.ts", "../../workers/tier-worker.ts", /intake and results/],
  ["src/agents/a.ts", "../api/app.ts", /agents see/],
  ["src/agents/ats/b.ts", "../../../queues/feeder.ts", /agents see/],
  ["queues/a.ts", "../src/agents/decide.ts", /queues see/],
  ["queues/b.ts", "../workers/tier-worker.ts", /queues see/],
  ["workers/a.ts", "../src/api/app.ts", /meet only in Redis/],
  ["src/api/a.ts", "../../workers/tier-worker.ts", /meet only in Redis/],
  ["src/agents/c.ts", "bullmq", /only queues\/ knows BullMQ/],
  ["src/api/b.ts", "../../test/records/rows.ts", /does not import tests/],
];

const allowed: [string, string][] = [
  ["src/domain/ok.ts", "./tier.ts"],
  ["src/specs/ok.ts", "../domain/tier.ts"],
  ["src/specs/registry.ts", "../../specs/ats/orchestrator.ts"],
  ["specs/ats/ok.ts", "../../src/specs/kit.ts"],
  ["specs/ats/catalogue/ok.ts", "../recruiting-system.ts"],
  ["src/records/ok.ts", "../domain/tier.ts"],
  ["src/web/ok.ts", "../platform/config.ts"],
  ["src/evidence/rules/ok.ts", "../../../specs/ats/catalogue.ts"],
  ["src/agents/ok.ts", "../evidence/verify.ts"],
  ["queues/ok.ts", "bullmq"],
  ["workers/ok.ts", "../src/agents/decide.ts"],
  ["src/api/ok.ts", "../intake/submit.ts"],
];

const Report = z.object({
  diagnostics: z.array(
    z.object({
      filename: z.string(),
      code: z.string(),
      help: z.string().optional(),
      message: z.string(),
    }),
  ),
});

let found: Map<string, string>;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "assay-lint-"));
  const rules = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8"));
  // Types play no part in import rules, and the planted files have none.
  rules.options.typeAware = false;
  writeFileSync(join(dir, ".oxlintrc.json"), JSON.stringify(rules));
  for (const [path, from] of [...offences, ...allowed]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), `import { a } from "${from}";\n\nexport const b = a;\n`);
  }
  const lint = run(join(root, "node_modules", ".bin", "oxlint"), ["--format=json"], { cwd: dir });
  const output = await lint.catch((error: { stdout: string }) => error);
  const { diagnostics } = Report.parse(JSON.parse(output.stdout));
  found = new Map(
    diagnostics
      .filter(({ code }) => code.includes("no-restricted-imports"))
      .map(({ filename, help, message }) => [filename, `${message} ${help ?? ""}`]),
  );
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each(offences)("%s may not import %s", (path, _from, message) => {
  expect(found.get(path)).toMatch(message);
});

test.each(allowed)("%s may import %s", (path) => {
  expect(found.has(path)).toBe(false);
});
