import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { grafanaFiles } from "./files.ts";

const [folder = "grafana"] = process.argv.slice(2);
for (const [path, text] of grafanaFiles()) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
