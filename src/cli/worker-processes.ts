import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Tier, tiers } from "../domain/tier.ts";

export interface WorkerProcesses {
  /** Resolves when all have drained and exited. */
  stop(): Promise<void>;
  /** Processes alive, by tier. */
  alive(): Record<Tier, number>;
}

export interface WorkerProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where each worker's log goes. */
  readonly logDir: string;
  /** How many of each tier; see `defaultCounts`. */
  readonly counts: Readonly<Record<Tier, number>>;
  /** Grace that the workers themselves keep; they are killed a little later. */
  readonly drainMs: number;
  /** Told of the first crash of a worker, which is started again. */
  readonly onCrash: (tier: Tier, how: string, logFile: string) => void;
  /** Told when the last worker of a tier stays down: nobody works on its rows any more. */
  readonly onTierLost: (tier: Tier, logFile: string) => void;
}

/** A worker that dies more often than this within the window stays down: restarting does not mend it. */
const maxRestarts = 10;
const restartWindowMs = 60_000;
const restartDelayMs = 200;
const endWithParent = new URL("end-with-parent.js", import.meta.url).href;

/** Enough processes to use this machine: fetching and parsing is what costs time. */
export function defaultCounts(highest: Tier): Record<Tier, number> {
  const cores = availableParallelism();
  const top = tiers.indexOf(highest);
  return {
    http: Math.max(1, Math.floor(cores / 2)),
    classifier: top >= 1 ? Math.max(1, Math.floor(cores / 4)) : 0,
    browser: top >= 2 ? Math.max(1, Math.floor(cores / 2)) : 0,
  };
}

/** Starts worker processes, restarts those that die, and stops them all gracefully. */
export function startWorkerProcesses(options: WorkerProcessOptions): WorkerProcesses {
  const running = new Map<ChildProcess, Tier>();
  const crashes = new Map<string, number[]>();
  /** Workers that run or will be started again. */
  const standing = { ...options.counts };
  let stopping = false;
  mkdirSync(options.logDir, { recursive: true });

  function launch(tier: Tier, number: number): void {
    const logFile = join(options.logDir, `${tier}-worker-${number}.log`);
    const log = createWriteStream(logFile, { flags: "a" });
    const entry = fileURLToPath(new URL(`../../workers/${tier}-worker.js`, import.meta.url));
    // A group of its own, so that Ctrl-C reaches this process first and work is drained in order.
    const child = fork(entry, [], {
      execArgv: [...process.execArgv, "--import", endWithParent],
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    running.set(child, tier);
    child.once("exit", (code, signal) => {
      running.delete(child);
      log.end();
      if (stopping) return;
      const how = signal ? `was killed by ${signal}` : `ended with code ${code}`;
      const earlier = crashes.get(logFile) ?? [];
      const recent = earlier.filter((at) => Date.now() - at < restartWindowMs);
      crashes.set(logFile, [...recent, Date.now()]);
      if (recent.length === 0) options.onCrash(tier, how, logFile);
      if (recent.length < maxRestarts) {
        setTimeout(() => !stopping && launch(tier, number), restartDelayMs);
        return;
      }
      standing[tier] -= 1;
      if (standing[tier] === 0) options.onTierLost(tier, logFile);
    });
  }

  for (const tier of tiers) {
    for (let number = 1; number <= options.counts[tier]; number += 1) launch(tier, number);
  }

  return {
    async stop() {
      stopping = true;
      const children = [...running.keys()];
      const gone = children.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of children) child.kill("SIGTERM");
      // Rows of a worker that does not end in time are taken over when their leases run out.
      const patience = setTimeout(() => {
        for (const child of children) child.kill("SIGKILL");
      }, options.drainMs + 5_000);
      await Promise.all(gone);
      clearTimeout(patience);
    },
    alive() {
      const count = (tier: Tier) => [...running.values()].filter((one) => one === tier).length;
      return { http: count("http"), classifier: count("classifier"), browser: count("browser") };
    },
  };
}
