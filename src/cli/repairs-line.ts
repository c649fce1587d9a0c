import type { Redis } from "ioredis";
import { listRepairs } from "../watchdog/repairs.ts";

const dayMs = 24 * 3_600_000;

/** What was mended in the last day, of all or of one batch, as one more line; nothing when nothing was. */
export async function repairsLine(redis: Redis, batch?: string): Promise<string> {
  const repairs = await listRepairs(redis, { limit: 1_000, subject: batch });
  const recent = repairs.filter(({ at }) => at > Date.now() - dayMs);
  const [last] = recent;
  if (!last) return "";
  const times = recent.length === 1 ? "once" : `${recent.length} times`;
  const at = new Date(last.at).toISOString().slice(0, 16);
  return `\n\nmended by itself ${times} in 24 h, last at ${at} (UTC): ${last.subject}: ${last.what} (${last.why})`;
}
