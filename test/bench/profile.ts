import { Session } from "node:inspector/promises";
import type { Profiler } from "node:inspector";
import { writeFileSync } from "node:fs";

/** Share of one module, or of one function, in a profile. */
export interface Share {
  readonly name: string;
  readonly percent: number;
}

export interface ProfileSummary {
  readonly modules: readonly Share[];
  readonly functions: readonly Share[];
}

const listed = 22;

/** Profiles `work`; `file`, when given, gets the whole profile for a viewer. */
export async function profiled<T>(
  work: () => Promise<T>,
  file?: string,
): Promise<{ result: T; summary: ProfileSummary }> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  await session.post("Profiler.start");
  const result = await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  if (file !== undefined) writeFileSync(file, JSON.stringify(profile));
  return { result, summary: summarise(profile) };
}

/** Self time by module (a file of ours, a package, node's own) and by function; idle time is left out. */
export function summarise(profile: Profiler.Profile): ProfileSummary {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const modules = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  for (const id of profile.samples ?? []) {
    const frame = nodes.get(id)?.callFrame;
    if (!frame || frame.functionName === "(idle)") continue;
    const module = moduleOf(frame);
    const name = `${frame.functionName || "(anonymous)"} ${module}:${frame.lineNumber + 1}`;
    modules.set(module, (modules.get(module) ?? 0) + 1);
    functions.set(name, (functions.get(name) ?? 0) + 1);
    total += 1;
  }
  return { modules: largest(modules, total), functions: largest(functions, total) };
}

/** `src/records/claim.js`, `bullmq`, `node:net`, `(garbage collector)`. */
function moduleOf({ url, functionName }: Profiler.ProfileNode["callFrame"]): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "(native)";
  const [, inside] = url.split("node_modules/").slice(-2);
  if (inside !== undefined) {
    const [first = "", second = ""] = inside.split("/");
    return first.startsWith("@") ? `${first}/${second}` : first;
  }
  return url.split("/dist/bench/")[1] ?? url;
}

function largest(counts: ReadonlyMap<string, number>, total: number): Share[] {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, listed)
    .map(([name, count]) => ({ name, percent: (100 * count) / Math.max(total, 1) }));
}
