import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { raiseNotice } from "../notices/notices.ts";
import { type Loop, startLoop } from "../platform/loop.ts";
import { isSilent, readHeartbeat } from "./heartbeat.ts";
import { redisNow } from "./redis-now.ts";

/**
 * Looks after the watchdog from outside of it: tells a person when it has fallen silent. The
 * watchdog itself says when it is back.
 */
export function watchForSilence(of: {
  redis: Redis;
  everyMs: number;
  log: Pick<Logger, "warn" | "info">;
}): Loop {
  const { redis, everyMs, log } = of;
  return startLoop({
    name: "watchdog silence",
    everyMs: Math.min(everyMs, 60_000),
    tick: () => tellSilence(redis),
    log,
  });
}

/** Raises the notice when the last look is too long ago; a watchdog that never ran is not missed. */
export async function tellSilence(redis: Redis): Promise<void> {
  const last = await readHeartbeat(redis);
  if (!last || !isSilent(last, await redisNow(redis))) return;
  await raiseNotice(redis, {
    cause: "watchdog_silent",
    subject: "watchdog",
    text: `The watchdog has not looked since ${new Date(last.at).toISOString()}; it should every ${Math.round(last.everyMs / 1_000)} s.`,
  });
}
