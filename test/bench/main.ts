import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Measured } from "./meter.ts";
import { startOwnRedis } from "./own-redis.ts";
import type { Task } from "./part.ts";
import type { ProfileSummary } from "./profile.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    rows: { type: "string", default: "10000" },
    concurrency: { type: "string", default: "64" },
    against: { type: "string", multiple: true, default: [] },
    profile: { type: "string" },
  },
});
const partFile = fileURLToPath(new URL("part.js", import.meta.url));

async function run(task: Task, file = partFile): Promise<Measured & { summary: ProfileSummary | null }> {
  const child = spawn(process.execPath, [file, JSON.stringify(task)], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${task.part} ended with ${code}`);
  return JSON.parse(text);
}
const median = (l: number[]) => l.toSorted((a, b) => a - b)[Math.floor(l.length / 2)] ?? 0;

const redis = await startOwnRedis();
const base = { socket: redis.socket, units: Number(values.rows), concurrency: Number(values.concurrency), profile: null };
const variants: [string, () => Promise<Measured>][] = [
  ["plain", () => run({ ...base, part: "plain" })],
  ...values.against.map((a): [string, () => Promise<Measured>] => [a, () => run({ ...base, part: "engine" }, `${a}/test/bench/part.js`)]),
  ["engine", () => run({ ...base, part: "engine" })],
];
if (values.profile) {
  for (const part of ["plain", "engine"] as const) {
    const { summary, ...m } = await run({ ...base, part, profile: `${values.profile}-${part}.cpuprofile` });
    console.log(part, m);
    for (const s of summary?.modules ?? []) console.log(s.percent.toFixed(1).padStart(6), s.name);
    console.log("--");
    for (const s of summary?.functions ?? []) console.log(s.percent.toFixed(1).padStart(6), s.name);
  }
} else {
  const got = new Map<string, Measured[]>(variants.map(([n]) => [n, []]));
  for (let i = 0; i < Number(values.rounds); i++)
    for (const [name, go] of variants) got.get(name)?.push(await go());
  for (const [name, l] of got) {
    console.log(name.padEnd(30), "rows/s", median(l.map((m) => m.units / m.seconds)).toFixed(0),
      "ratio", median(l.map((m, i) => m.units / m.seconds / ((p) => p ? p.units / p.seconds : 1)(got.get("plain")?.[i]))).toFixed(2),
      "node µs", median(l.map((m) => m.nodeMicros)).toFixed(0), "redis µs", median(l.map((m) => m.redisMicros)).toFixed(0));
  }
}
await redis.stop();
