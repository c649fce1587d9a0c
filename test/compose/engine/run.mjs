// `npm run compose-test`: compiles the test into dist/compose and runs it there. Its second half runs
// in a network namespace of its own, so that no rule, bridge or address of it is this machine's.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(dirname(here)));
const out = join(root, "dist", "compose");

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", here, "--outDir", out], {
  stdio: ["ignore", 2, 2],
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
for (const top of ["src", "specs", "test/small-web"].filter((one) => existsSync(join(root, one)))) {
  for (const file of readdirSync(join(root, top), { recursive: true, encoding: "utf8" })) {
    if (/\.(?:lua|json|csv)$/.test(file)) cpSync(join(root, top, file), join(out, top, file));
  }
}
const main = join(out, "test", "compose", "engine", "main.js");
const test = spawn(process.execPath, [main, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => test.kill(signal));
test.on("exit", (code) => process.exit(code ?? 1));
