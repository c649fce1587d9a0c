import { readFileSync } from "node:fs";
import { type LabTask, runLab } from "./lab.ts";

// A process of its own: it is told of the world's certificates when it starts.
const result = await runLab(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as LabTask);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
