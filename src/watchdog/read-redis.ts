import type { Redis } from "ioredis";
import type { RedisFacts } from "./facts.ts";

const probeKey = "assay:watchdog:probe";
const probeLastsMs = 3_600_000;

/** How Redis is: what it says of itself, and whether it takes a write. */
export async function readRedis(redis: Redis): Promise<RedisFacts> {
  const [info, refusal] = await Promise.all([readInfo(redis), tryWrite(redis)]);
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]?.trim() ?? "";
  return {
    usedBytes: Number(field("used_memory")),
    maxBytes: Number(field("maxmemory")),
    policy: field("maxmemory_policy"),
    isWritable: refusal === "",
    refusal,
    isAofOk: field("aof_enabled") !== "1" || field("aof_last_write_status") === "ok",
    role: field("role"),
  };
}

async function readInfo(redis: Redis): Promise<string> {
  const parts = await Promise.all(
    ["memory", "persistence", "replication"].map((section) => redis.info(section)),
  );
  return parts.join("\n");
}

async function tryWrite(redis: Redis): Promise<string> {
  try {
    await redis.set(probeKey, Date.now(), "PX", probeLastsMs);
    return "";
  } catch (error) {
    // Redis answered, with "no"; a broken line is the caller's to see.
    if (error instanceof Error && error.name === "ReplyError") return error.message;
    throw error;
  }
}
