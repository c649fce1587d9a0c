import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Tier, tiers } from "../domain/tier.ts";
import { type Loss, nextRestart, steadyAfterMs } from "./restart-policy.ts";
import { signsOfLife } from "./signs-of-life.ts";

export interface WorkerProcesses {
  /** Resolves when all have drained and exited. */
  stop(): Promise<void>;
  /** Processes alive, by tier. */
  alive(): Record<Tier, number>;
}

/** A worker that was lost and what is done about it. */
export interface LostWorker {
  readonly tier: Tier;
  /** `http-worker-1`; the one that replaces it has the same name. */
  readonly name: string;
  readonly pid: number;
  readonly loss: Loss;
  /** `was killed by SIGKILL`, `gave no sign of life for 30 s`. */
  readonly how: string;
  readonly logFile: string;
  /** It was restarted as often as it may be: the next start is minutes away. */
  readonly isExhausted: boolean;
  /** The first in a while. */
  readonly isFirst: boolean;
}

export interface WorkerProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where each worker's log goes. */
  readonly logDir: string;
  /** How many of each tier; see `defaultCounts`. */
  readonly counts: Readonly<Record<Tier, number>>;
  /** Grace that the workers themselves keep; they are killed a little later. */
  readonly drainMs: number;
  /** A worker that gives no sign of life for this long is killed and started again. */
  readonly hungAfterMs: number;
  /** Told of each worker that was lost; it is started again. */
  readonly onLost: (lost: LostWorker) => void;
  /** Told when a worker that was restarted too often has run well for a while. */
  readonly onSteady: (name: string) => void;
  /** Told when no worker of a tier runs and none is started for minutes. */
  readonly onTierLost: (tier: Tier, logFile: string) => void;
}

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

interface Place {
  readonly tier: Tier;
  readonly name: string;
  readonly logFile: string;
  readonly losses: Record<Loss, readonly number[]>;
  child: ChildProcess | undefined;
  startedAt: number;
  isHung: boolean;
  isExhausted: boolean;
}

/** Starts worker processes, restarts those that die or hang, and stops them all gracefully. */
export function startWorkerProcesses(options: WorkerProcessOptions): WorkerProcesses {
  const life = signsOfLife(options.hungAfterMs, Date.now);
  let stopping = false;
  mkdirSync(options.logDir, { recursive: true });
  const places = tiers.flatMap((tier) =>
    Array.from({ length: options.counts[tier] }, (_, i) => placeOf(tier, i + 1, options.logDir)),
  );

  function launch(place: Place): void {
    const child = startWorker(place, options.env);
    Object.assign(place, { child, startedAt: Date.now(), isHung: false });
    const { pid } = child;
    if (pid !== undefined) life.seen(pid);
    child.on("message", () => pid !== undefined && place.child === child && life.seen(pid));
    child.once("exit", (code, signal) => {
      if (pid !== undefined) life.forget(pid);
      place.child = undefined;
      if (!stopping)
        replace(place, pid ?? 0, signal ? `was killed by ${signal}` : `ended with code ${code}`);
    });
  }

  function replace(place: Place, pid: number, how: string): void {
    const { tier, name, logFile } = place;
    const loss = place.isHung ? "hung" : "died";
    const { delayMs, isExhausted, losses } = nextRestart(loss, place.losses[loss], Date.now());
    place.losses[loss] = losses;
    place.isExhausted ||= isExhausted;
    const silence = `gave no sign of life for ${Math.round(options.hungAfterMs / 1_000)} s`;
    const isFirst = losses.length === 1;
    options.onLost({
      tier,
      name,
      pid,
      loss,
      how: place.isHung ? silence : how,
      logFile,
      isExhausted,
      isFirst,
    });
    setTimeout(() => !stopping && launch(place), delayMs).unref();
    const others = places.filter((one) => one.tier === tier && !(one.isExhausted && !one.child));
    // One that hangs did work in between; one that dies ten times a minute never gets to it.
    if (isExhausted && loss === "died" && others.length === 0) options.onTierLost(tier, logFile);
  }

  function check(): void {
    const silent = new Set(life.silent());
    for (const place of places) {
      if (place.child?.pid !== undefined && silent.has(place.child.pid)) {
        place.isHung = true;
        // A process that is stopped takes no other signal.
        place.child.kill("SIGKILL");
      }
      if (place.isExhausted && place.child && Date.now() - place.startedAt > steadyAfterMs) {
        place.isExhausted = false;
        options.onSteady(place.name);
      }
    }
  }

  for (const place of places) launch(place);
  const checking = setInterval(check, Math.min(1_000, options.hungAfterMs / 4));

  return {
    async stop() {
      stopping = true;
      clearInterval(checking);
      const children = places.flatMap(({ child }) => child ?? []);
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
      const count = (tier: Tier) => places.filter((one) => one.tier === tier && one.child).length;
      return { http: count("http"), classifier: count("classifier"), browser: count("browser") };
    },
  };
}

function placeOf(tier: Tier, number: number, logDir: string): Place {
  const name = `${tier}-worker-${number}`;
  return {
    tier,
    name,
    logFile: join(logDir, `${name}.log`),
    losses: { died: [], hung: [] },
    child: undefined,
    startedAt: 0,
    isHung: false,
    isExhausted: false,
  };
}

function startWorker({ tier, logFile }: Place, env: NodeJS.ProcessEnv): ChildProcess {
  const log = createWriteStream(logFile, { flags: "a" });
  const entry = fileURLToPath(new URL(`../../workers/${tier}-worker.js`, import.meta.url));
  // A group of its own, so that Ctrl-C reaches this process first and work is drained in order.
  const child = fork(entry, [], {
    execArgv: [...process.execArgv, "--import", endWithParent],
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once("exit", () => log.end());
  return child;
}
