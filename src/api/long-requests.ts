import { setTimeout as wait } from "node:timers/promises";
import type { RequestHandler } from "express";

/** Requests that have something to put away when their line is cut. */
export interface LongRequests {
  /** The same handler, known of while it runs. */
  track<Handler extends RequestHandler<never>>(handler: Handler): Handler;
  /** Resolves when none is running, or when patience ends. */
  settled(patienceMs: number): Promise<void>;
}

export function longRequests(): LongRequests {
  const running = new Set<Promise<void>>();
  return {
    track<Handler extends RequestHandler<never>>(handler: Handler): Handler {
      const tracked: RequestHandler<never> = (req, res, next) => {
        const work = Promise.resolve(handler(req, res, next));
        // Whether it fails is the app's to handle, and handled there.
        const done: Promise<void> = work.then(
          () => void running.delete(done),
          () => void running.delete(done),
        );
        running.add(done);
        return work;
      };
      return tracked as Handler;
    },
    async settled(patienceMs) {
      const patience = new AbortController();
      const late = wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([Promise.all(running), late]);
      patience.abort();
    },
  };
}
