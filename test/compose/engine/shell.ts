import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { once } from "node:events";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Killed after this long. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end, whatever the end is. */
export async function attempt(
  [program = "", ...args]: readonly string[],
  { timeoutMs = 120_000, ...options }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    signal: AbortSignal.timeout(timeoutMs),
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** Runs a program that must succeed; returns what it wrote to standard output. */
export async function must(command: readonly string[], options?: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code === 0) return stdout.trim();
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-25).join("\n");
  throw new Error(`\`${command.join(" ")}\` ended with ${code}:\n${last}`);
}

/** Starts a program that stays, its output in a file. */
export function start(
  [program = "", ...args]: readonly string[],
  { logFile, env }: { readonly logFile: string; readonly env?: NodeJS.ProcessEnv },
): ChildProcess {
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(env === undefined ? {} : { env }),
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return child;
}

/** Asks again and again until the answer is something; fails with what it waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { timeoutMs = 120_000, everyMs = 1_000 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(everyMs);
  }
  throw new Error(`waited ${timeoutMs / 1_000} s in vain: ${what}`, { cause: last });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
