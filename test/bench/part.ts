import { z } from "zod";
import { measureEngine } from "./engine.ts";
import type { Measured } from "./meter.ts";
import { measurePlain } from "./plain.ts";
import { profiled } from "./profile.ts";

/** What a part is told, as JSON on its command line. */
const Task = z.object({
  part: z.enum(["engine", "plain"]),
  socket: z.string(),
  units: z.int(),
  concurrency: z.int(),
  profile: z.string().nullable(),
});
export type Task = z.infer<typeof Task>;

const parts: Record<Task["part"], (task: Task) => Promise<Measured>> = {
  engine: measureEngine,
  plain: measurePlain,
};

// One part, one process: so that each has a heap, a compiler's warm-up and a CPU count of its own.
const task = Task.parse(JSON.parse(process.argv[2] ?? "null"));
const work = () => parts[task.part](task);
const { result, summary } =
  task.profile === null
    ? { result: await work(), summary: null }
    : await profiled(work, task.profile);
process.stdout.write(`${JSON.stringify({ ...result, summary })}\n`, () => process.exit(0));
