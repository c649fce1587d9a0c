import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { socketPath } from "../../src/platform/socket-path.ts";
import { type Batch, listBatches } from "../../src/records/batch.ts";
import { type Counts, readCounts } from "../../src/records/counters.ts";
import { bigList } from "../small-web/big-list.ts";
import type { EndlessRow } from "../small-web/endless-list.ts";
import type { SmallWeb } from "../small-web/server.ts";
import { killAll, processesOf } from "./crash-processes.ts";

/** A place where the product runs and dies: its data, its input, its output, its way to the small web. */
export interface CrashSite {
  readonly home: string;
  readonly input: string;
  readonly out: string;
  readonly rows: number;
  /** The number of each row's company in its list. */
  readonly companies: readonly number[];
  /** Starts `assay run` on the input, or any other command. */
  start(args?: readonly string[]): Started;
  /** What Redis says now; `undefined` while it is away. */
  look(): Promise<Look | undefined>;
  /** Kills whatever still runs here and removes the data. */
  clear(): Promise<void>;
}

export interface Look {
  readonly batches: readonly Batch[];
  /** Of the batch that is worked on, when there is one. */
  readonly counts: Counts | undefined;
}

export interface Started {
  readonly pid: number;
  /** Resolves when it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  hasEnded(): boolean;
  stdout(): string;
  stderr(): string;
}

export interface CrashSiteOptions {
  /** The compiled `src/cli/main.js` to run. */
  readonly main: string;
  readonly web: Pick<SmallWeb, "proxyUrl" | "caPath" | "dnsUrl">;
  readonly rows: number;
  readonly maxTier: 1 | 2 | 3;
  /** How often the same companies come again in the input, as lines that share a row's work. */
  readonly copies?: number;
  /** Other companies than the first `rows` of the long list. */
  readonly list?: readonly EndlessRow[];
  /** More options of `assay run`. */
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes a directory of its own with an input of companies of the small web. */
export function createCrashSite(options: CrashSiteOptions): CrashSite {
  const { main, web, rows, maxTier, copies = 1, list = [...bigList(rows)], env } = options;
  const home = mkdtempSync(join(tmpdir(), "assay-crash-"));
  const input = join(home, "companies.csv");
  const out = join(home, "results.csv");
  mkdirSync(join(home, "tmp"));
  const lines = list.map(
    ({ company, domain, country, employees }) => `${company},${domain},${country},${employees}\n`,
  );
  const text = lines.join("").repeat(copies);
  writeFileSync(input, `company,domain,country,employees\n${text}`);
  const probe = openProbe(home);
  const flags = options.flags ?? [];
  const run = ["run", "ats", input, "--out", out, "--max-tier", `${maxTier}`, ...flags];
  let started = 0;

  return {
    home,
    input,
    out,
    rows,
    companies: list.map(({ domain }) => Number(/\d{6}/.exec(domain)?.[0])),
    start(args = run) {
      started += 1;
      return startCommand(main, args, {
        name: join(home, `command-${started}`),
        env: { ...environment(home, web), ...env },
      });
    },
    look: () => look(probe),
    async clear() {
      probe.disconnect();
      // Twice: a worker may have been about to start another process.
      for (let left = 2; left > 0; left -= 1) {
        const processes = processesOf(home);
        killAll(processes);
        await allGone(home);
      }
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Resolves when no process of the site is left. */
async function allGone(home: string): Promise<void> {
  while (processesOf(home).length > 0) await wait(50);
}

function environment(home: string, web: CrashSiteOptions["web"]): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: home,
    TMPDIR: join(home, "tmp"),
    ASSAY_HOME: home,
    ASSAY_HOST_PAUSE_MS: "0",
    ASSAY_DNS_URL: web.dnsUrl,
    HTTP_PROXY: web.proxyUrl,
    HTTPS_PROXY: web.proxyUrl,
    NODE_EXTRA_CA_CERTS: web.caPath,
  };
}

function startCommand(
  main: string,
  args: readonly string[],
  { name, env }: { name: string; env: NodeJS.ProcessEnv },
): Started {
  // Files and not pipes: nobody has to read them for the product to go on.
  const files = [`${name}.out`, `${name}.err`].map((file) => openSync(file, "a"));
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", ...files] });
  for (const file of files) closeSync(file);
  let hasEnded = false;
  const ended = once(child, "exit").then(([code, signal]) => {
    hasEnded = true;
    return (signal ?? code) as number | NodeJS.Signals;
  });
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => hasEnded,
    stdout: () => readFileSync(`${name}.out`, "utf8"),
    stderr: () => readFileSync(`${name}.err`, "utf8"),
  };
}

/** A connection that the product does not know as one of its own, and that never waits. */
function openProbe(home: string): Redis {
  mkdirSync(join(home, "redis"), { recursive: true, mode: 0o700 });
  const probe = new Redis(socketPath(join(home, "redis")), {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 50,
  });
  probe.on("error", () => undefined); // it is killed again and again: that is the point
  return probe;
}

async function look(probe: Redis): Promise<Look | undefined> {
  try {
    const batches = await listBatches(probe, { before: undefined, limit: 100 });
    const current = batches.find(({ status }) => status !== "receiving");
    return { batches, counts: current && (await readCounts(probe, current.id)) };
  } catch {
    return undefined; // away, or loading its data
  }
}
