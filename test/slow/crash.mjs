// `npm run crash`: compiles the checkout and the test into dist/crash and runs it there, so that
// what is killed is what ships: JavaScript, no loader.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, "dist", "crash");

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(
  process.execPath,
  [tsc, "-p", join(here, "crash.tsconfig.json"), "--outDir", out],
  {
    stdio: ["ignore", 2, 2],
  },
);
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
// What the compiler does not copy: Lua scripts and data beside their callers.
for (const top of ["src", "queues", "workers", "specs", "test/small-web"]) {
  if (!existsSync(join(root, top))) continue;
  for (const file of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath ?? file.path, file.name).slice(root.length + 1);
    if (file.isFile() && !/\.(ts|mjs)$/.test(path)) cpSync(join(root, path), join(out, path));
  }
}
// Loaded into the workers as it stands.
cpSync(join(root, "test/support/death.mjs"), join(out, "test/support/death.mjs"));
const main = join(out, "test", "slow", "crash.js");
const test = spawn(process.execPath, [main, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => test.kill(signal));
test.on("exit", (code) => process.exit(code ?? 1));
