import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { z } from "zod";
import type { ProviderName } from "../../domain/model.ts";
import { luaScript } from "../../platform/lua-script.ts";

const shared = read("shared");

function read(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
}

/** Loads `lua/<name>.lua` as a function on one provider's gates; the reply is parsed. */
function script<Reply extends z.ZodType>(name: string, reply: Reply) {
  const run = luaScript(shared + read(name));
  return async (
    redis: Redis,
    provider: ProviderName,
    args: readonly (string | number)[],
  ): Promise<z.infer<Reply>> => reply.parse(await run(redis, [`assay:keys:${provider}`], args));
}

const ms = z.coerce.number<string>();

const changes = <const Event extends string>(...events: Event[]) =>
  z.array(z.tuple([z.string(), z.enum(events), z.string(), z.string(), ms]));

export const pickKey = script(
  "pick",
  z.union([
    z.tuple([z.literal("key"), z.string(), ms, z.enum(["probe", ""])]),
    z.tuple([z.literal("cooling"), ms]),
    z.tuple([z.literal("disabled")]).rest(z.string()),
  ]),
);

export const reportCall = script("report", changes("opened", "shut", "still"));

export const enableKey = script("enable", changes("opened", "known"));

export const listGates = script(
  "states",
  z.array(z.tuple([z.string(), z.enum(["shut", "probing", "ready"]), z.string(), ms, ms, ms])),
);
