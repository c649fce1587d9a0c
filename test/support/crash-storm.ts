import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../small-web/random.ts";
import { arm, deaths, disarm, killInCall, type Moment } from "./crash-aim.ts";
import { isAimed, type Kill, kill, type PlannedKill } from "./crash-monkey.ts";
import type { CrashSite, Started } from "./crash-site.ts";
import type { ModelProcess } from "./model-process.ts";
import { type Watch, watchSite } from "./crash-watch.ts";

/** A command line that ended by itself, and not with 0. */
export interface UnexpectedEnd {
  readonly code: number | NodeJS.Signals;
  readonly stderr: string;
}

export interface Storm {
  readonly kills: readonly Kill[];
  readonly starts: number;
  readonly unexpected: readonly UnexpectedEnd[];
  readonly wallMs: number;
  readonly watch: Watch;
}

export interface StormOptions {
  readonly seed: string;
  readonly plan: readonly PlannedKill[];
  /** When there was no progress for so long, the next kill comes all the same. */
  readonly patienceMs?: number;
  /** Whose calls aimed kills aim at. */
  readonly models?: Pick<ModelProcess, "calls">;
  readonly onKill?: (kill: Kill, ended: number) => void;
}

/** So many ends in a row that nobody caused are not bad luck. */
const unexpectedLimit = 5;

/** Runs the command over and over while the plan's kills happen, until it exits with 0. */
export async function weather(site: CrashSite, options: StormOptions): Promise<Storm> {
  const { seed, plan, patienceMs = 20_000, models, onKill } = options;
  const random = createRandom(`storm ${seed}`);
  const watch = watchSite(site);
  const startedAt = Date.now();
  const kills: Kill[] = [];
  const unexpected: UnexpectedEnd[] = [];
  const ahead = [...plan];
  let starts = 1;
  let running: Started = site.start();
  let quietSince = Date.now();

  /** False when the command ended before the moment came. */
  async function killNext(planned: PlannedKill): Promise<boolean> {
    await wait(planned.delayMs);
    const { kind } = planned;
    const isOver = () => running.hasEnded();
    const done = isAimed(kind)
      ? await killAimed(site, { ...planned, kind }, { models, patienceMs, isOver })
      : kill(site.home, kind, random);
    if (done === undefined) return !isAimed(kind) || !isOver();
    kills.push(done);
    quietSince = Date.now();
    onKill?.(done, watch.ended());
    return true;
  }

  /** Starts again what was killed; true when the run is over. */
  async function startAgain(): Promise<boolean> {
    const code = await running.ended;
    if (code === 0) return true;
    if (code !== "SIGKILL") unexpected.push({ code, stderr: running.stderr().slice(-2_000) });
    if (unexpected.length >= unexpectedLimit) {
      throw new Error(`the command line ends by itself: ${unexpected.at(-1)?.stderr}`);
    }
    await wait(random.int(0, 1_500));
    running = site.start();
    starts += 1;
    return false;
  }

  try {
    for (;;) {
      if (running.hasEnded() && (await startAgain())) break;
      const [next] = ahead;
      const isDue =
        next !== undefined &&
        (watch.ended() >= next.progress * site.rows || Date.now() - quietSince > patienceMs);
      if (isDue) {
        if (await killNext(next)) ahead.shift();
      } else {
        await wait(50);
      }
    }
  } finally {
    await watch.stop();
  }
  return { kills, starts, unexpected, wallMs: Date.now() - startedAt, watch };
}

/** Waits for a moment, and kills what is in it; nothing when it did not come. */
async function killAimed(
  { home }: CrashSite,
  { kind, tier }: PlannedKill & { readonly kind: "workers in a call" | Moment },
  {
    models,
    patienceMs,
    isOver,
  }: { models: StormOptions["models"]; patienceMs: number; isOver: () => boolean },
): Promise<Kill | undefined> {
  const until = Date.now() + patienceMs;
  const isTooLate = () => isOver() || Date.now() > until;
  if (kind === "workers in a call") {
    const found = models && (await killInCall(home, models, { tier, isTooLate }));
    const killed = found?.map(({ pid, role }) => ({ pid, role }));
    return killed && { kind, at: Date.now(), killed };
  }
  const before = deaths(home).length;
  const isTaken = () => deaths(home).length > before;
  const whose = tier ?? "browser";
  arm(home, kind, whose);
  while (!isTaken() && !isTooLate()) await wait(20);
  disarm(home, kind, whose);
  const death = deaths(home).at(-1);
  if (!isTaken() || death === undefined) return undefined;
  return { kind, at: death.at, killed: [{ pid: death.pid, role: death.tier }] };
}
