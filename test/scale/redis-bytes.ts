import type { Redis } from "ioredis";

/** Bytes that Redis holds for what is stored, without the buffers of connections and of the append-only file. */
export async function storedBytes(redis: Redis): Promise<number> {
  const info = await redis.info("memory");
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1] ?? 0);
  return field("used_memory") - field("mem_clients_normal") - field("mem_aof_buffer");
}

/** Bytes per kind of key of a batch; rows by a sample. */
export async function bytesByKind(redis: Redis, batch: string): Promise<Record<string, number>> {
  const base = `assay:{${batch}}:`;
  const usage = async (key: string) =>
    Number((await redis.call("MEMORY", "USAGE", key, "SAMPLES", "0")) ?? 0);
  const kinds = ["batch", "count", "dedupe", "due:1", "sent", "held", "events"];
  const found = await Promise.all(
    kinds.map(async (kind) => [kind, await usage(base + kind)] as const),
  );
  const sample = await Promise.all(Array.from({ length: 100 }, (_, n) => usage(`${base}r:${n}`)));
  const row = Math.round(sample.reduce((sum, bytes) => sum + bytes, 0) / sample.length);
  return { ...Object.fromEntries(found.filter(([, bytes]) => bytes > 0)), "one row": row };
}
