// `npm run grafana`: compiles source/ and writes the files of this folder that it describes.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", here], { stdio: ["ignore", 2, 2] });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
const main = join(root, "dist", "grafana", "grafana", "source", "main.js");
const ran = spawnSync(process.execPath, [main, here], { stdio: "inherit" });
process.exit(ran.status ?? 1);
