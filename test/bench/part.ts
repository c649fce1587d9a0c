import { z } from "zod";
import { measureAts } from "./ats.ts";
import { measureBareLoop } from "./bare-loop.ts";
import { measureCrawlee } from "./crawlee.ts";
import { measureEngine } from "./engine.ts";
import type { Measured } from "./meter.ts";
import { measurePlain } from "./plain.ts";
import { profiled } from "./profile.ts";
import { measureRows } from "./rows.ts";

const queueWork = {
  socket: z.string(),
  units: z.int(),
  concurrency: z.int(),
  /** Where to write a CPU profile to. */
  profile: z.string().nullable(),
};
const pageWork = {
  proxyUrl: z.string(),
  /** File with the rows: a JSON list of lists of addresses. */
  pages: z.string(),
  concurrency: z.int(),
  profile: z.string().nullable(),
};

/** What a part is told, as JSON on its command line. */
export const Task = z.discriminatedUnion("part", [
  z.object({ part: z.literal("plain"), ...queueWork }),
  z.object({ part: z.literal("engine"), ...queueWork }),
  z.object({ part: z.literal("rows"), ...queueWork }),
  z.object({
    part: z.literal("ats"),
    ...queueWork,
    proxyUrl: z.string(),
    dnsUrl: z.string(),
    snapshots: z.string(),
  }),
  z.object({ part: z.literal("bare loop"), ...pageWork }),
  z.object({ part: z.literal("crawlee"), ...pageWork }),
]);
export type Task = z.infer<typeof Task>;

function measure(task: Task): Promise<Measured> {
  switch (task.part) {
    case "plain":
      return measurePlain(task);
    case "engine":
      return measureEngine(task);
    case "rows":
      return measureRows(task);
    case "ats":
      return measureAts(task);
    case "bare loop":
      return measureBareLoop(task);
    case "crawlee":
      return measureCrawlee(task);
  }
}

// One part, one process: each has a heap, a compiler's warm-up and a CPU count of its own.
const task = Task.parse(JSON.parse(process.argv[2] ?? "null"));
const { result, summary } =
  task.profile === null
    ? { result: await measure(task), summary: null }
    : await profiled(() => measure(task), task.profile);
process.stdout.write(`${JSON.stringify({ ...result, summary })}\n`, () => process.exit(0));
