import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { scrubber } from "./log.ts";
import { joinPrivateRedis } from "./private-redis.ts";
import { checkRedis, RedisUnusable } from "./redis-check.ts";
import {
  closeConnection,
  connectionOptions,
  type ConnectionRole,
  openConnection,
} from "./redis-connection.ts";

/** One process's way to Redis. */
export interface RedisHandle {
  /** For `REDIS_URL` of child processes: they use the same server. */
  readonly url: string;
  /** `private`: Assay's own, its data in `dir`. `given`: the one that `REDIS_URL` names. */
  readonly server: { readonly kind: "private"; readonly dir: string } | { readonly kind: "given" };
  readonly version: string;
  /** What should be changed about a given Redis, for a person. Logged as well. */
  readonly warnings: readonly string[];
  /** Opens a connection; `close` ends it with the others. */
  connect(role: ConnectionRole): Redis;
  /** Ends every connection opened here; the last user of the private Redis shuts it down. */
  close(): Promise<void>;
}

type Log = Pick<Logger, "info" | "warn" | "error">;

const reachLimitMs = 5_000;

/** Checks the Redis that `REDIS_URL` names, or starts (or joins) Assay's own when it is unset. */
export async function openRedis(
  config: Pick<Config, "REDIS_URL" | "ASSAY_HOME">,
  log: Log,
): Promise<RedisHandle> {
  if (config.REDIS_URL !== undefined) {
    return openGiven(config.REDIS_URL, log);
  }
  const own = await joinPrivateRedis(config.ASSAY_HOME, log);
  try {
    const report = await reach(own.socket);
    return createHandle(
      {
        url: own.socket,
        server: { kind: "private", dir: own.dir },
        ...report,
        leave: () => own.leave(),
      },
      log,
    );
  } catch (error) {
    await own.leave();
    throw error;
  }
}

async function openGiven(given: string, log: Log): Promise<RedisHandle> {
  const url = normaliseUrl(given);
  const report = await reach(url);
  for (const warning of report.warnings) log.warn({ redis: scrubber([])(url) }, warning);
  return createHandle(
    { url, server: { kind: "given" }, ...report, leave: async () => undefined },
    log,
  );
}

/** `redis://`, `rediss://`, or a socket as a path or `unix://` URL. */
function normaliseUrl(given: string): string {
  if (given.startsWith("/") && !given.startsWith("//")) return given;
  if (given.startsWith("unix:///")) return given.slice("unix://".length);
  if (/^rediss?:\/\//i.test(given) && URL.canParse(given)) return given;
  throw new RedisUnusable(
    "REDIS_URL must look like redis://host:6379, rediss://user:password@host:6380 or /path/to/redis.sock.",
  );
}

/** Connects once to look; a server that is only just starting gets a few seconds. */
async function reach(url: string) {
  const deadline = Date.now() + reachLimitMs;
  const { reconnectOnError: _never, ...options } = connectionOptions("commands");
  let last: Error | undefined;
  const probe = new Redis(url, {
    ...options,
    retryStrategy: () => (Date.now() < deadline && !isRefusal(last) ? 100 : null),
  });
  probe.on("error", (error: Error) => {
    last = error;
    if (isRefusal(error)) probe.disconnect(); // a wrong password stays wrong
  });
  try {
    return await checkRedis(probe);
  } catch (error) {
    if (error instanceof RedisUnusable) throw error;
    const cause = last ?? error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RedisUnusable(
      `Redis at ${scrubber([])(url)} can't be used: ${why}. Correct REDIS_URL, or unset it to let Assay run its own.`,
      { cause },
    );
  } finally {
    await closeConnection(probe);
  }
}

/** Redis answered, with "no": NOAUTH, WRONGPASS, NOPERM. */
function isRefusal(error: Error | undefined): boolean {
  return (
    error !== undefined &&
    /^(NOAUTH|WRONGPASS|NOPERM|ERR (invalid|Client sent AUTH|AUTH))/.test(error.message)
  );
}

function createHandle(
  { leave, ...facts }: Omit<RedisHandle, "connect" | "close"> & { leave: () => Promise<void> },
  log: Log,
): RedisHandle {
  const opened: Redis[] = [];
  let closed: Promise<void> | undefined;
  const close = async () => {
    await Promise.all(opened.map(closeConnection));
    await leave();
  };
  return {
    ...facts,
    connect(role) {
      const redis = openConnection(facts.url, role, log);
      opened.push(redis);
      return redis;
    },
    close: () => (closed ??= close()),
  };
}
