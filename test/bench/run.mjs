// `npm run bench` and `npm run cascade`: compiles the checkout and the benchmark into dist/bench and
// runs it there, so that what is measured is what ships: JavaScript, no loader.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const out = join(root, "dist", "bench");

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", here, "--outDir", out], {
  stdio: ["ignore", 2, 2],
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
// What the compiler does not copy: Lua scripts and other data beside their callers.
for (const top of ["src", "specs"].filter((one) => existsSync(join(root, one)))) {
  for (const file of readdirSync(join(root, top), { recursive: true, encoding: "utf8" })) {
    if (/\.(?:lua|json)$/.test(file)) cpSync(join(root, top, file), join(out, top, file));
  }
}
const given = process.argv.slice(2);
const name = given[0] === "cascade" ? given.shift() : "main";
const main = join(out, "test", "bench", `${name}.js`);
const ran = spawnSync(process.execPath, ["--enable-source-maps", main, ...given], {
  stdio: "inherit",
});
process.exit(ran.status ?? 1);
