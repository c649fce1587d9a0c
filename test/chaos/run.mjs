// `npm run chaos`, `npm run soak` and `npm run recovery`: compiles the checkout and the test into dist/chaos and runs it
// there, so that what breaks is what ships: JavaScript, no loader.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, "dist", "chaos");
const [command, ...args] = process.argv.slice(2);

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const project = join(here, "emit.tsconfig.json");
const compiled = spawnSync(process.execPath, [tsc, "-p", project], { stdio: ["ignore", 2, 2] });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
// What the compiler does not copy: Lua scripts and data beside their callers.
for (const top of ["src", "queues", "workers", "specs", "test/small-web"]) {
  if (!existsSync(join(root, top))) continue;
  for (const file of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath ?? file.path, file.name).slice(root.length + 1);
    if (file.isFile() && !/\.(ts|mjs)$/.test(path)) cpSync(join(root, path), join(out, path));
  }
}

const main = join(out, "test", "chaos", `${command}.js`);
const test = spawn(process.execPath, [main, ...args], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => test.kill(signal));
test.on("exit", (code) => process.exit(code ?? 1));
