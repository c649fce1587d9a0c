import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { loadConfig } from "../../src/platform/config.ts";
import { openRedis } from "../../src/platform/redis.ts";
import { bytesByKind, storedBytes } from "../scale/redis-bytes.ts";
import { finishRows, postRows } from "../scale/rows.ts";

/**
 * `npm run scale -- [--rows 200000] [--finish 20000]`: a large batch through the real API into a
 * Redis of its own, and what a row costs there. Exits 1 when a bound is broken.
 */
const limits = { intakeRssBytes: 300_000_000, waitingRowBytes: 700, finishedRowBytes: 1_800 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "200000" },
      finish: { type: "string", default: "20000" },
    },
  });
  const rows = Number(values.rows);
  const finish = Number(values.finish);
  const home = mkdtempSync(join(tmpdir(), "assay-scale-"));
  const handle = await openRedis(loadConfig({ ASSAY_HOME: home }), pino({ level: "warn" }));
  const redis = handle.connect("commands");
  const broken: string[] = [];
  const check = (name: string, value: number, limit: number, unit: string) => {
    say(`${name.padEnd(34)} ${format(value)} ${unit} (bound ${format(limit)})`);
    if (value >= limit) broken.push(name);
  };
  try {
    const empty = await storedBytes(redis);
    const api = await startApi({ ...process.env, REDIS_URL: handle.url, ASSAY_HOME: home });
    const atRest = api.peakRssBytes();
    const { batch, seconds } = await postRows(api.url, rows);
    const peak = api.peakRssBytes();
    await api.stop();
    const waiting = await storedBytes(redis);
    say(`${rows} rows taken in at ${format(rows / seconds)} rows/s`);
    say(`the intake process had ${format(atRest)} bytes before the first row`);
    check("peak memory of the intake process", peak, limits.intakeRssBytes, "bytes");
    check("Redis, per waiting row", (waiting - empty) / rows, limits.waitingRowBytes, "bytes");
    say(`  ${JSON.stringify(await bytesByKind(redis, batch))}`);

    const started = performance.now();
    await finishRows(redis, batch, finish);
    const rate = finish / ((performance.now() - started) / 1_000);
    const grown = (await storedBytes(redis)) - waiting;
    say(`${finish} rows claimed and settled at ${format(rate)} rows/s`);
    const finishedRow = (waiting - empty) / rows + grown / finish;
    check("Redis, per finished row", finishedRow, limits.finishedRowBytes, "bytes");
    say(`  ${JSON.stringify(await bytesByKind(redis, batch))}`);
  } finally {
    await handle.close();
    rmSync(home, { recursive: true, force: true });
  }
  for (const name of broken) say(`FAIL  ${name}`);
  return broken.length === 0 ? 0 : 1;
}

interface ApiProcess {
  readonly url: string;
  peakRssBytes(): number;
  stop(): Promise<void>;
}

/** The API as a process of its own, as it ships. */
async function startApi(env: NodeJS.ProcessEnv): Promise<ApiProcess> {
  const cli = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
  const child = spawn(process.execPath, [cli, "api", "--port", "0"], {
    env,
    stdio: ["ignore", "inherit", "pipe"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for await (const text of createInterface({ input: child.stderr })) {
    const url = /^API (\S+)/.exec(text)?.[1];
    if (url === undefined) throw new Error(`the API says: ${text}`);
    return {
      url,
      peakRssBytes: () => peakRssBytes(child),
      async stop() {
        child.kill("SIGTERM");
        await gone;
      },
    };
  }
  throw new Error("the API ended before it listened");
}

/** The most memory that a process ever held, as Linux keeps it. */
function peakRssBytes({ pid }: ChildProcess): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1_024;
}

function format(number: number): string {
  return Math.round(number).toLocaleString("en-GB");
}

function say(text: string): void {
  console.log(text);
}

process.exitCode = await main();
