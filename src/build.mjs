// Compiles to dist/ and copies what the compiler does not: the Lua scripts beside their callers.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", root], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

for (const top of ["src", "queues"]) {
  for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(".lua")) continue;
    const from = join(entry.parentPath, entry.name);
    cpSync(from, join(root, "dist", from.slice(root.length)));
  }
}
