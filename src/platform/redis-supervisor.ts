import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { pause } from "./loop.ts";

type Log = Pick<Logger, "warn" | "error">;

const restartsPerMinute = 10;

/**
 * Brings the server back whenever the share's connection breaks: at most ten starts a minute,
 * so that a server that can't run (a full disk) is retried without a frenzy.
 */
export function superviseRedis(task: {
  share: Redis;
  dir: string;
  signal: AbortSignal;
  ensure: () => Promise<{ started: boolean; pid: number }>;
  log: Log;
}): { settled(): Promise<void> } {
  const { share, dir, signal, ensure, log } = task;
  let restarts: number[] = [];
  let mending: Promise<void> | undefined;

  async function mend(): Promise<void> {
    while (!signal.aborted) {
      restarts = restarts.filter((at) => Date.now() - at < 60_000);
      if (restarts.length < restartsPerMinute) {
        try {
          const { started, pid } = await ensure();
          if (started) {
            restarts.push(Date.now());
            log.warn({ dir, pid }, "the private Redis was gone; started it again on the same data");
          }
          return;
        } catch (error) {
          restarts.push(Date.now());
          log.error({ err: error, dir }, "the private Redis does not come back; trying again");
        }
      }
      await pause(1_000, signal);
    }
  }

  share.on("close", () => {
    if (!signal.aborted) mending ??= mend().finally(() => (mending = undefined));
  });
  return {
    async settled() {
      await mending;
    },
  };
}
