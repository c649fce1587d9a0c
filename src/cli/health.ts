import { hostname } from "node:os";
import { Redis } from "ioredis";
import { loadConfig } from "../platform/config.ts";
import { connectionOptions } from "../platform/redis-connection.ts";
import { beatEveryMs, listWorkers } from "../records/worker-beats.ts";
import { isSilent, readHeartbeat } from "../watchdog/heartbeat.ts";

/** Whether a part of Assay can do its work, and one line on how that is known. */
export interface Health {
  readonly isHealthy: boolean;
  readonly says: string;
}

/** A beat may be late once and lost once. */
const freshMs = 4 * beatEveryMs;
/** Below what an engine waits for the whole check. */
const patienceMs = 8_000;

/** The HTTP interface can take work: it answers, and so does its Redis. */
export async function checkHttp(url: string): Promise<Health> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return { isHealthy: response.ok, says: `${url} answers ${response.status}` };
  } catch (error) {
    return { isHealthy: false, says: `${url} does not answer: ${causeOf(error)}` };
  }
}

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
  const [look, [seconds]] = await Promise.all([readHeartbeat(redis), redis.time()]);
  if (!look) return { isHealthy: false, says: "the watchdog has not looked yet" };
  const agoMs = Number(seconds) * 1_000 - look.at;
  return {
    isHealthy: !isSilent(look, Number(seconds) * 1_000),
    says: `the watchdog looked ${Math.max(0, agoMs)} ms ago`,
  };
}

/** Checks the named part as this process' environment describes it. */
export async function checkHealth(part: string, env: NodeJS.ProcessEnv): Promise<Health> {
  const config = loadConfig(env);
  if (part === "api") return checkHttp(`http://127.0.0.1:${config.ASSAY_PORT}/readyz`);
  const check = { worker: checkWorker, watchdog: checkWatchdog }[part];
  if (!check) return { isHealthy: false, says: "usage: health-check api|worker|watchdog" };
  if (config.REDIS_URL === undefined) return { isHealthy: false, says: "REDIS_URL is not set" };
  const redis = new Redis(config.REDIS_URL, {
    ...connectionOptions("producer"),
    commandTimeout: patienceMs,
  });
  // Told by the command that fails.
  redis.on("error", () => {});
  try {
    return await check(redis);
  } catch (error) {
    return { isHealthy: false, says: `Redis does not answer: ${causeOf(error)}` };
  } finally {
    redis.disconnect();
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
