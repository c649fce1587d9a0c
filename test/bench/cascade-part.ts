import { runSide, type SideTask } from "./cascade-side.ts";

// One side, one process: it is told of its CA when it starts, and shares no browser with the other.
const result = await runSide(JSON.parse(process.argv[2] ?? "null") as SideTask);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
