import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  readdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test as base } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const program = `
console.log(JSON.stringify(process.argv.slice(2)));
process.exitCode = 3;
`;

/** A checkout with set-up as it is and a program of two lines. */
const test = base.extend<{ checkout: string }>({
  // oxlint-disable-next-line no-empty-pattern
  checkout: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), "assay-checkout-"));
    for (const name of ["package.json", "package-lock.json", "tsconfig.json"]) {
      // With its time: what is older than the packages needs no install.
      cpSync(join(root, name), join(dir, name), { preserveTimestamps: true });
    }
    mkdirSync(join(dir, "src", "cli"), { recursive: true });
    for (const name of ["setup.mjs", "build.mjs", "setup"]) {
      cpSync(join(root, "src", name), join(dir, "src", name), { recursive: true });
    }
    linkPackages(join(root, "node_modules"), join(dir, "node_modules"));
    writeFileSync(join(dir, "src", "cli", "main.ts"), program);
    await use(dir);
    rmSync(dir, { recursive: true, force: true });
  },
});

/** One link per package: an install in the checkout replaces links, and never what they lead to. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === ".assay-packages") cpSync(join(from, name), join(to, name));
    else symlinkSync(join(from, name), join(to, name));
  }
}

function setUp(checkout: string, ...args: string[]) {
  return new Promise<{ stdout: string; stderr: string; code: number | null }>((resolve) => {
    const child = spawn(process.execPath, [join(checkout, "src", "setup.mjs"), ...args]);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    child.once("close", (code) => resolve({ stdout, stderr, code }));
  });
}

test("it compiles, then runs the program as if called itself; the second time it says nothing", async ({
  checkout,
}) => {
  const first = await setUp(checkout, "--quiet", "run-cli", "help", "--json", "a b");
  const second = await setUp(checkout, "--quiet", "run-cli", "help");

  expect(first).toEqual({ stdout: '["help","--json","a b"]\n', stderr: "Compiling\n", code: 3 });
  expect(second).toEqual({ stdout: '["help"]\n', stderr: "", code: 3 });
});

test("a changed source is compiled again, and data beside it is copied", async ({ checkout }) => {
  await setUp(checkout, "build");
  writeFileSync(join(checkout, "src", "cli", "main.ts"), "console.log('changed');");
  writeFileSync(join(checkout, "src", "cli", "a.lua"), "return 1");

  const { stdout } = await setUp(checkout, "run-cli", "help");

  expect(stdout).toBe("changed\n");
  expect(readFileSync(join(checkout, "dist", "src", "cli", "a.lua"), "utf8")).toBe("return 1");
});

test("what lost its source does not stay", async ({ checkout }) => {
  const gone = join(checkout, "src", "cli", "gone.ts");
  writeFileSync(gone, "export const gone = 1;");
  await setUp(checkout, "build");
  expect(existsSync(join(checkout, "dist", "src", "cli", "gone.js"))).toBe(true);

  rmSync(gone);
  await setUp(checkout, "build");

  expect(existsSync(join(checkout, "dist", "src", "cli", "gone.js"))).toBe(false);
});

test("sources that do not compile stop it before the program", async ({ checkout }) => {
  writeFileSync(
    join(checkout, "src", "cli", "main.ts"),
    "const a: number = 'text';\nconsole.log(a);",
  );

  const { stdout, stderr, code } = await setUp(checkout, "run-cli", "help");

  expect(stdout).toBe("");
  expect(stderr).toContain("not assignable");
  expect(code).toBe(10);
});

test("an unknown task names those there are", async ({ checkout }) => {
  const { stderr, code } = await setUp(checkout, "everything");

  expect(stderr).toContain("build|prepare|test|demo|run-cli");
  expect(code).toBe(13);
});
