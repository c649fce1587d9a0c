import { Redis, type RedisOptions } from "ioredis";
import type { Logger } from "pino";

/**
 * What a connection is for.
 * `worker`: handed to a BullMQ Worker, which blocks on it. Waits for Redis for ever.
 * `commands`: a worker's own commands and queues; waits for ever, and pipelines by itself.
 * `producer`: the API's and the CLI's; fails within about two seconds when Redis is away.
 */
export type ConnectionRole = "worker" | "commands" | "producer";

/** Names are `assay:<role>:<pid>:<number>`: unique, so that `CLIENT LIST` tells who is who. */
export const connectionNamePrefix = "assay";

const longestRetryMs = 1_000;

/**
 * A line that was cut without a word (a network that went away, a machine that lost its power) looks
 * like a slow Redis, for a quarter of an hour if it is left to TCP. Longer than what blocks on purpose:
 * 10 s at most, in BullMQ and in WAITAOF.
 */
const deadAfterMs = 20_000;

const byRole = {
  worker: { maxRetriesPerRequest: null },
  commands: { maxRetriesPerRequest: null, enableAutoPipelining: true },
  producer: { maxRetriesPerRequest: 1, enableAutoPipelining: true },
} as const satisfies Record<ConnectionRole, RedisOptions>;

let opened = 0;

/** Options for a role: once Redis is back, it is found again within a second. */
export function connectionOptions(
  role: ConnectionRole | "user",
): RedisOptions & { replyMapping?: "legacy" } {
  opened += 1;
  return {
    ...byRole[role === "user" ? "commands" : role],
    connectionName: `${connectionNamePrefix}:${role}:${process.pid}:${opened}`,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    socketTimeout: deadAfterMs,
    retryStrategy: (times) => Math.min(50 * times, longestRetryMs),
    // A managed Redis that failed over: this node is a replica now, so look for the new primary.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
  };
}

/** Opens a connection that says once when Redis goes away, and once when it is back. */
export function openConnection(
  url: string,
  role: ConnectionRole | "user",
  log: Pick<Logger, "warn" | "info">,
): Redis {
  const redis = new Redis(url, connectionOptions(role));
  let away = false;
  redis.on("error", (error: Error) => {
    if (!away) log.warn({ err: error, role }, "Redis can't be reached; trying again");
    away = true;
  });
  redis.on("ready", () => {
    if (away) log.info({ role }, "Redis is back");
    away = false;
  });
  return redis;
}

/** Ends a connection: politely while Redis answers, at once when it doesn't. */
export async function closeConnection(redis: Redis): Promise<void> {
  if (redis.status !== "ready") {
    dropConnection(redis);
    return;
  }
  const end = gone(redis);
  redis.quit().catch(() => undefined); // it broke just now, which ends it as well
  await end;
  dropConnection(redis);
}

/**
 * Cuts a connection. One that has ended is left alone: ioredis would wait two seconds for the end
 * of its stream, and the process with it.
 */
export function dropConnection(redis: Redis): void {
  if (redis.status !== "end") redis.disconnect();
}

const quitGraceMs = 1_000;

function gone(redis: Redis): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, quitGraceMs);
    redis.once("end", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
