import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { z } from "zod";
import { luaScript } from "../platform/lua-script.ts";

/** What can need a person. */
export const noticeCauses = ["key_disabled", "unknown_model"] as const;
export type NoticeCause = (typeof noticeCauses)[number];

const Notice = z.strictObject({
  cause: z.enum(noticeCauses),
  /** What it is about: a key's alias, a batch. */
  subject: z.string(),
  /** What happened and what to decide, in one sentence or two. */
  text: z.string(),
  /** Epoch ms of the first time since it was last resolved. */
  raisedAt: z.int(),
});
/** Something that a person must know or decide. */
export type Notice = z.infer<typeof Notice>;

/** Hash of all notices that stand. */
const key = "assay:notices";

const raise = luaScript(readFileSync(new URL("lua/raise.lua", import.meta.url), "utf8"));

/** Tells a person, once: false when the same cause stands for the same subject already. */
export async function raiseNotice(
  redis: Redis,
  { cause, subject, text }: Omit<Notice, "raisedAt">,
): Promise<boolean> {
  return (await raise(redis, [key], [cause, subject, text])) === "raised";
}

/** The matter is settled; the next time counts anew. False when no such notice stood. */
export async function resolveNotice(
  redis: Redis,
  { cause, subject }: Pick<Notice, "cause" | "subject">,
): Promise<boolean> {
  return (await redis.hdel(key, `${cause} ${subject}`)) === 1;
}

/** Every notice that stands, the oldest first. */
export async function listNotices(redis: Redis): Promise<Notice[]> {
  const stored = await redis.hvals(key);
  return stored
    .map((text) => Notice.parse(JSON.parse(text)))
    .toSorted((a, b) => a.raisedAt - b.raisedAt || (a.subject < b.subject ? -1 : 1));
}
