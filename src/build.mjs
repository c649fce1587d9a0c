// Compiles to dist/, copies what the compiler does not (Lua scripts and other data beside their
// callers), and removes what has no source any more.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tops = ["src", "queues", "workers", "specs", "test/small-web", "test/model-server"];

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", root], { stdio: ["ignore", 2, 2] });
if (status !== 0) process.exit(status ?? 1);

for (const top of tops) {
  for (const file of filesBelow(top)) {
    if (!/\.(ts|mjs)$/.test(file)) cpSync(join(root, file), join(root, "dist", file));
  }
  for (const file of filesBelow(join("dist", top))) {
    const source = file.slice("dist/".length).replace(/\.js(\.map)?$/, ".ts");
    if (!existsSync(join(root, source))) rmSync(join(root, file));
  }
}

/** Every file below a folder of the checkout, as a path from its root. */
function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}
