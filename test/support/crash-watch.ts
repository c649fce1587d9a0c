import { setTimeout as wait } from "node:timers/promises";
import { type FoundProcess, processesOf } from "./crash-processes.ts";
import type { CrashSite } from "./crash-site.ts";

/** From and to, epoch ms. */
export type Span = readonly [from: number, to: number];

/** What was seen from outside while the product ran and died. */
export interface Watch {
  /** When Redis answered. */
  redisUp(): readonly Span[];
  /** The longest that a worker outlived the command line that had started it. */
  longestOrphanMs(): number;
  /** Redis servers alive at once, at most. */
  mostServers(): number;
  /** Lines of the batch that have ended, as of the last look. */
  ended(): number;
  stop(): Promise<void>;
}

const everyMs = 100;
/** Between two looks that both found Redis, it was there. */
const gapMs = 1_500;

/** Looks at processes and at Redis again and again until it is stopped. */
export function watchSite(site: CrashSite): Watch {
  const up: [number, number][] = [];
  const parents = new Map<number, number>();
  const orphanedAt = new Map<number, number>();
  let longestOrphanMs = 0;
  let mostServers = 0;
  let ended = 0;
  const stopping = new AbortController();

  function seeProcesses(processes: readonly FoundProcess[]): void {
    const now = Date.now();
    const servers = new Set(processes.filter(({ role }) => role === "redis").map(({ pid }) => pid));
    // A child of a server rewrites its file; it serves nobody.
    const serving = processes.filter(({ pid, parent }) => servers.has(pid) && !servers.has(parent));
    mostServers = Math.max(mostServers, serving.length);
    const clis = new Set(processes.filter(({ role }) => role === "cli").map(({ pid }) => pid));
    for (const { pid, parent, role } of processes) {
      if (role !== "http" && role !== "classifier" && role !== "browser") continue;
      if (clis.has(parent)) parents.set(pid, parent);
      else if (!orphanedAt.has(pid)) orphanedAt.set(pid, now);
      const since = orphanedAt.get(pid);
      if (since !== undefined) longestOrphanMs = Math.max(longestOrphanMs, now - since);
    }
  }

  async function seeRedis(): Promise<void> {
    const before = Date.now();
    const seen = await site.look();
    if (seen === undefined) return;
    const { counts } = seen;
    if (counts) ended = counts.states.completed + counts.states.failed;
    const last = up.at(-1);
    if (last && before - last[1] < gapMs) last[1] = Date.now();
    else up.push([before, Date.now()]);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      seeProcesses(processesOf(site.home));
      await seeRedis();
      await wait(everyMs);
    }
  }

  const running = run();
  return {
    redisUp: () => up,
    longestOrphanMs: () => longestOrphanMs,
    mostServers: () => mostServers,
    ended: () => ended,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
