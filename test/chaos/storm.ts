import { setTimeout as wait } from "node:timers/promises";
import type { ChaosSite } from "./site.ts";
import { haveEnded } from "./take-in.ts";
import type { LiveWatch } from "./live-watch.ts";
import type { Trouble, TroubleKind } from "./plan.ts";
import { type Made, makeTrouble } from "./troubles.ts";

/** These change Redis or the line as a whole: one at a time, or they would hide each other. */
const ofRedis: ReadonlySet<TroubleKind> = new Set([
  "Redis killed",
  "lines dropped",
  "lines delayed",
  "scripts forgotten",
  "memory full",
  "disk full",
]);

export interface Storm {
  readonly made: readonly Made[];
  readonly wallMs: number;
}

export interface StormOptions {
  readonly batch: string;
  readonly rows: number;
  readonly plan: readonly Trouble[];
  readonly watch: LiveWatch;
  /** Without progress for so long, the next trouble comes all the same. */
  readonly patienceMs?: number;
  readonly onMade?: (made: Made, ended: number) => void;
}

/** Makes the plan's troubles as the rows progress, and resolves when the last row has ended. */
export async function storm(site: ChaosSite, options: StormOptions): Promise<Storm> {
  const { batch, rows, plan, watch, patienceMs = 30_000, onMade } = options;
  const startedAt = Date.now();
  const made: Made[] = [];
  const underWay = new Set<Promise<void>>();
  let lane: Promise<void> = Promise.resolve();
  let failure: unknown;
  const ahead = [...plan];
  let quietSince = Date.now();
  let seen = 0;

  const make = async (trouble: Trouble) => {
    const one = await makeTrouble(site, trouble);
    made.push(one);
    onMade?.(one, watch.ended());
  };
  const begin = (trouble: Trouble) => {
    // Behind the last one of its kind; the others at once.
    const running = ofRedis.has(trouble.kind)
      ? (lane = lane.then(() => make(trouble)))
      : make(trouble);
    const kept = running.catch((error: unknown) => void (failure ??= error));
    underWay.add(kept);
    void kept.then(() => underWay.delete(kept));
  };

  for (;;) {
    if (failure !== undefined) throw failure;
    if (watch.ended() > seen) {
      seen = watch.ended();
      quietSince = Date.now();
    }
    const [next] = ahead;
    const isDue =
      next !== undefined && (seen >= next.progress * rows || Date.now() - quietSince > patienceMs);
    if (isDue) {
      ahead.shift();
      quietSince = Date.now();
      begin(next);
    } else if (next === undefined && (await haveEnded(site.redis.direct, [batch]))) break;
    else await wait(50);
  }
  const wallMs = Date.now() - startedAt;
  await Promise.all(underWay);
  return { made, wallMs };
}
