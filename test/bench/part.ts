import { z } from "zod";
import type { Measured } from "./meter.ts";
import { profiled } from "./profile.ts";

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

/** Loads what the part needs and nothing else: what is loaded is also walked by the collector. */
async function load(given: Task): Promise<() => Promise<Measured>> {
  switch (given.part) {
    case "plain":
      return bound(given, (await import("./plain.ts")).measurePlain);
    case "engine":
      return bound(given, (await import("./engine.ts")).measureEngine);
    case "rows":
      return bound(given, (await import("./rows.ts")).measureRows);
    case "ats":
      return bound(given, (await import("./ats.ts")).measureAts);
    case "bare loop":
      return bound(given, (await import("./bare-loop.ts")).measureBareLoop);
    case "crawlee":
      return bound(given, (await import("./crawlee.ts")).measureCrawlee);
  }
}

function bound<T>(given: T, measure: (task: T) => Promise<Measured>): () => Promise<Measured> {
  return () => measure(given);
}

// One part, one process: each has a heap, a compiler's warm-up and a CPU count of its own.
const task = Task.parse(JSON.parse(process.argv[2] ?? "null"));
const measure = await load(task);
const { result, summary } =
  task.profile === null
    ? { result: await measure(), summary: null }
    : await profiled(measure, task.profile);
process.stdout.write(`${JSON.stringify({ ...result, summary })}\n`, () => process.exit(0));
