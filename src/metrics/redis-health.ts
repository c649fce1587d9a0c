import type { Redis } from "ioredis";
import type { Sample } from "./gauges.ts";

/** How Redis is, in its own words, and how long it took to say so. */
export async function redisSamples(redis: Redis): Promise<Sample[]> {
  const started = performance.now();
  const ping = redis.ping().then(() => (performance.now() - started) / 1_000);
  const [seconds, text] = await Promise.all([ping, redis.info()]);
  const info = parseInfo(text);
  const number = (name: string) => Number(info.get(name) ?? 0);
  const hasAof = info.get("aof_enabled") === "1";
  const isWritten = info.get("aof_last_write_status") !== "err";
  const isRewritten = info.get("aof_last_bgrewrite_status") !== "err";
  const policy = info.get("maxmemory_policy") ?? "noeviction";
  return [
    ["assay_redis_up", [], 1],
    ["assay_redis_ping_seconds", [], seconds],
    ["assay_redis_memory_used_bytes", [], number("used_memory")],
    ["assay_redis_memory_max_bytes", [], number("maxmemory")],
    ["assay_redis_evicts", [], policy === "noeviction" ? 0 : 1],
    ["assay_redis_aof_enabled", [], hasAof ? 1 : 0],
    ["assay_redis_aof_healthy", [], !hasAof || (isWritten && isRewritten) ? 1 : 0],
  ];
}

function parseInfo(text: string): ReadonlyMap<string, string> {
  const pairs = text.split("\r\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 || line.startsWith("#") ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
  });
  return new Map(pairs as [string, string][]);
}
