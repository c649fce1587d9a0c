import type { Redis } from "ioredis";

/** The given Redis can't be used as it is. The message says what to change. */
export class RedisUnusable extends Error {
  override readonly name = "RedisUnusable";
}

export interface RedisReport {
  readonly version: string;
  /** What should be changed, though it works: one sentence and the exact command each. */
  readonly warnings: readonly string[];
}

const oldestVersion = [6, 2] as const;

/**
 * Looks at a Redis before any row is trusted to it: it answers, is 6.2 or newer, runs scripts,
 * and neither evicts keys nor forgets them at a restart.
 */
export async function checkRedis(redis: Redis): Promise<RedisReport> {
  const info = await redis.info("server");
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? "unknown";
  if (isOlder(version)) {
    throw new RedisUnusable(
      `Redis ${version} is too old; Assay needs ${oldestVersion.join(".")} or newer.`,
    );
  }
  await runScript(redis);
  return { version, warnings: [...(await checkSettings(redis)), ...(await checkReplica(redis))] };
}

export function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (Number.isNaN(major)) return false; // a managed Redis that hides its version
  return major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
}

async function runScript(redis: Redis): Promise<void> {
  try {
    await redis.eval("return redis.call('PING')", 0);
  } catch (error) {
    throw new RedisUnusable("This Redis refuses EVAL; allow its user the @scripting commands.", {
      cause: error,
    });
  }
}

async function checkSettings(redis: Redis): Promise<string[]> {
  const settings = await readSettings(redis);
  if (settings === undefined) {
    return [
      "This Redis doesn't show its settings (CONFIG is closed). Make sure that maxmemory-policy is noeviction and that it keeps its data over a restart.",
    ];
  }
  const warnings: string[] = [];
  const { maxmemory, "maxmemory-policy": policy, appendonly } = settings;
  if (policy !== undefined && policy !== "noeviction") {
    const cure = "CONFIG SET maxmemory-policy noeviction";
    if (maxmemory !== "0") {
      throw new RedisUnusable(
        `This Redis evicts keys when its memory is full (maxmemory-policy ${policy}), so rows could vanish. Set: ${cure}`,
      );
    }
    warnings.push(
      `maxmemory-policy is ${policy}: rows could vanish once maxmemory is set. Set: ${cure}`,
    );
  }
  if (appendonly === "no") {
    warnings.push(
      "The append-only file is off: accepted rows are lost if Redis stops. Set: CONFIG SET appendonly yes",
    );
  }
  return warnings;
}

async function readSettings(redis: Redis): Promise<Record<string, string> | undefined> {
  try {
    const names = ["maxmemory", "maxmemory-policy", "appendonly"];
    const replies = await Promise.all(names.map((name) => redis.config("GET", name)));
    return Object.fromEntries(
      replies.map((reply) => reply as [string, string]).filter((pair) => pair.length === 2),
    );
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

async function checkReplica(redis: Redis): Promise<string[]> {
  const info = await redis.info("replication");
  if (!/^role:slave/m.test(info)) return [];
  throw new RedisUnusable(
    "This Redis is a read-only replica; give the address of its primary in REDIS_URL.",
  );
}

/** Redis answered, with "no": not a fault of the line. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError";
}
