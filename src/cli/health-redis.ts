import { hostname } from "node:os";
import { Redis } from "ioredis";
import { connectionOptions } from "../platform/redis-connection.ts";
import { beatEveryMs, listWorkers } from "../records/worker-beats.ts";
import { isSilent, readHeartbeat } from "../watchdog/heartbeat.ts";
import { redisNow } from "../watchdog/redis-now.ts";
import { causeOf, type Health, patienceMs } from "./health.ts";

/** A beat may be late once and lost once. */
const freshMs = 4 * beatEveryMs;

/** A worker on this host has lately said in Redis that it lives. In a container there is only one. */
export async function checkWorker(redis: Redis, host = hostname()): Promise<Health> {
  const own = (await listWorkers(redis)).filter((worker) => worker.host === host);
  const youngest = own.toSorted((a, b) => a.ageMs - b.ageMs)[0];
  if (!youngest) return { isHealthy: false, says: `no worker of ${host} has beaten` };
  return {
    isHealthy: youngest.ageMs <= freshMs,
    says: `${youngest.tier} worker ${youngest.id} beat ${youngest.ageMs} ms ago`,
  };
}

/** A watchdog has lately looked. Any may run on this host: one looks for all of them. */
export async function checkWatchdog(redis: Redis): Promise<Health> {
  const [look, now] = await Promise.all([readHeartbeat(redis), redisNow(redis)]);
  if (!look) return { isHealthy: false, says: "the watchdog has not looked yet" };
  return {
    isHealthy: !isSilent(look, now),
    says: `the watchdog looked ${Math.max(0, now - look.at)} ms ago`,
  };
}

/** Asks Redis about a part of this host; a Redis that does not answer soon is an answer, too. */
export async function checkThroughRedis(part: "worker" | "watchdog", url: string): Promise<Health> {
  const redis = new Redis(url, { ...connectionOptions("producer"), commandTimeout: patienceMs });
  // Told by the command that fails.
  redis.on("error", () => {});
  try {
    return await (part === "worker" ? checkWorker(redis) : checkWatchdog(redis));
  } catch (error) {
    return { isHealthy: false, says: `Redis does not answer: ${causeOf(error)}` };
  } finally {
    redis.disconnect();
  }
}
