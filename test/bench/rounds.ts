import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Measured } from "./meter.ts";
import type { Task } from "./part.ts";
import type { ProfileSummary } from "./profile.ts";

export type PartResult = Measured & { readonly summary: ProfileSummary | null };

/** One way to do the work, under the name that it is printed with. */
export interface Contender {
  readonly name: string;
  readonly run: () => Promise<Measured>;
}

/** What a contender came to over all rounds. */
export interface Standing {
  readonly name: string;
  /** Units per second: the median of the rounds. */
  readonly rate: number;
  /** Its rate by the first contender's of the same round: the median of the rounds. */
  readonly ratio: number;
  /** The least of the rounds: what neighbours on the machine do only ever adds. */
  readonly nodeMicros: number;
  readonly redisMicros: number;
}

const ownPart = fileURLToPath(new URL("part.js", import.meta.url));

/** Runs one part in a process of its own; `file` may be the part of another compiled checkout. */
export async function runPart(
  task: Task,
  { env = {}, file = ownPart }: { env?: Record<string, string>; file?: string } = {},
): Promise<PartResult> {
  const child = spawn(process.execPath, [file, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the part "${task.part}" of the benchmark ended with ${code}`);
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as PartResult;
}

/**
 * Runs the contenders in turn, round after round, so that a slow minute of the machine slows all
 * of them. The first is the measure of the others.
 */
export async function compare(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Standing[]> {
  const results = contenders.map((): Measured[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, { run }] of contenders.entries()) results[i]?.push(await run());
  }
  const [first = []] = results;
  return contenders.map(({ name }, i) => {
    const own = results[i] ?? [];
    const ratios = own.map((one, round) => rateOf(one) / rateOf(first[round]));
    return {
      name,
      rate: median(own.map(rateOf)),
      ratio: median(ratios),
      nodeMicros: Math.min(...own.map((one) => one.nodeMicros)),
      redisMicros: Math.min(...own.map((one) => one.redisMicros)),
    };
  });
}

function rateOf(measured: Measured | undefined): number {
  return measured ? measured.units / measured.seconds : Number.NaN;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
