import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import type { z } from "zod";

const shared = readFileSync(new URL("lua/shared.lua", import.meta.url), "utf8");

/**
 * Loads `lua/<name>.lua` (after `lua/shared.lua`) as a function. Keys go in by name, in the
 * order given here, which is the order of KEYS in the script; the reply is parsed.
 */
export function script<const Key extends string, Reply extends z.ZodType>(
  name: string,
  shape: { keys: readonly Key[]; reply: Reply },
) {
  const lua = shared + readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
  const sha = createHash("sha1").update(lua).digest("hex");

  return async (
    redis: Redis,
    keys: Record<Key, string>,
    args: readonly (string | number)[],
  ): Promise<z.infer<Reply>> => {
    const ordered = shape.keys.map((key) => keys[key]);
    const run = () => redis.evalsha(sha, ordered.length, ...ordered, ...args);
    const reply = await run().catch(async (error: unknown) => {
      // A restarted Redis, or SCRIPT FLUSH, has forgotten the script.
      if (!isUnknownScript(error)) throw error;
      await redis.script("LOAD", lua);
      return run();
    });
    return shape.reply.parse(reply);
  };
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("NOSCRIPT");
}
