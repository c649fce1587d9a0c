import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** Runs a script with its keys and arguments; the reply is as Redis gave it. */
export type LuaScript = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** A Lua script that is sent once and then named by its hash; a Redis that forgot it is told again. */
export function luaScript(text: string): LuaScript {
  const sha = createHash("sha1").update(text).digest("hex");
  return async (redis, keys, args) => {
    const run = () => redis.evalsha(sha, keys.length, ...keys, ...args);
    try {
      return await run();
    } catch (error) {
      // A restarted Redis, or SCRIPT FLUSH, has forgotten the script.
      if (!isUnknownScript(error)) throw error;
      await redis.script("LOAD", text);
      return run();
    }
  };
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}
