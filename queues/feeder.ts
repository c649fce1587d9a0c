import type { Redis } from "ioredis";
import type { Tier } from "../src/domain/tier.ts";
import { cancelWaiting } from "../src/records/cancel.ts";
import { takeDue } from "../src/records/dispatch.ts";
import { globalKeys } from "../src/records/keys.ts";
import { traceOf } from "./job-trace.ts";
import { paceWindow } from "./pace-window.ts";
import { jobId, type TierQueue } from "./tier-queues.ts";

export interface Feeder {
  /** Tops the queue up to its window from all active batches in turn; returns how many rows went in. */
  fill(): Promise<number>;
  /** To be told of each job taken: tops up when the window is half empty, without being waited for. */
  taken(): void;
}

/** A batch gets at least this many rows per turn, so that a turn is worth its round trip. */
const smallestShare = 8;

/**
 * Keeps a small window of a tier's due rows in its queue. Any number of feeders may run: a row
 * is taken by one of them only. Rows taken by a feeder that dies are found by the recovery sweep.
 */
export function createFeeder(deps: {
  redis: Redis;
  queue: TierQueue;
  tier: Tier;
  /** Rows that the queue holds at least and at most. */
  window: { readonly least: number; readonly most: number };
  onError: (error: Error) => void;
}): Feeder {
  const { redis, queue, tier, onError } = deps;
  const pace = paceWindow(deps.window, Date.now());
  let window = deps.window.least;
  let running: Promise<number> | undefined;
  // What is believed to wait in the queue: other workers take from it too, so it only triggers a look.
  let waiting = 0;

  async function fillOnce(): Promise<number> {
    const batches = await redis.llen(globalKeys.active);
    if (batches === 0) return 0;
    waiting = await queue.getWaitingCount();
    window = pace.size(Date.now());
    let room = window - waiting;
    let sent = 0;
    // One turn for each batch; what a short batch leaves over goes to the next in line.
    for (let left = batches; left > 0 && room > 0; left -= 1) {
      const batch = await redis.lmove(globalKeys.active, globalKeys.active, "LEFT", "RIGHT");
      if (batch === null) break;
      const max = Math.max(smallestShare, Math.ceil(room / left));
      const added = await feed(batch, Math.min(max, room));
      sent += added;
      room -= added;
    }
    waiting += sent;
    return sent;
  }

  async function feed(batch: string, max: number): Promise<number> {
    const { status, rows } = await takeDue(redis, { batch, tier, max });
    if (status === "done" || status === "gone") await redis.lrem(globalKeys.active, 0, batch);
    if (status === "cancelled") await cancelWaiting(redis, { batch, max: 1_000 });
    if (rows.length === 0) return 0;
    const trace = await traceOf(redis, batch);
    await queue.addBulk(
      rows.map(({ n, epoch }) => {
        const data = { b: batch, r: n, e: epoch, ...trace };
        return { name: "attempt", data, opts: { jobId: jobId(data, tier) } };
      }),
    );
    return rows.length;
  }

  function fill(): Promise<number> {
    running ??= fillOnce().finally(() => (running = undefined));
    return running;
  }

  return {
    fill,
    taken() {
      waiting -= 1;
      pace.taken();
      if (waiting < window / 2 && !running) fill().catch(onError);
    },
  };
}
