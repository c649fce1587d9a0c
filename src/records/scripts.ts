import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import type { z } from "zod";
import { luaScript } from "../platform/lua-script.ts";

const read = (name: string) => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");

/**
 * Loads `lua/<name>.lua` (after `lua/shared.lua`, and `lua/money.lua` where it books money) as a
 * function. Keys go in by name, in the order given here, which is the order of KEYS in the script;
 * the reply is parsed.
 */
export function script<const Key extends string, Reply extends z.ZodType>(
  name: string,
  shape: { keys: readonly Key[]; reply: Reply; books?: true },
) {
  const run = luaScript(read("shared") + (shape.books ? read("money") : "") + read(name));

  return async (
    redis: Redis,
    keys: Record<Key, string>,
    args: readonly (string | number)[],
  ): Promise<z.infer<Reply>> => {
    const ordered = shape.keys.map((key) => keys[key]);
    return shape.reply.parse(await run(redis, ordered, args));
  };
}
