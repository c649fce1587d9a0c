import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import { z } from "zod";
import { tiers } from "../domain/tier.ts";
import { luaScript } from "../platform/lua-script.ts";

const OwnBeat = z.object({
  /** Unique: one process, one start. */
  id: z.string(),
  tier: z.enum(tiers),
  host: z.string(),
  pid: z.int(),
  /** Epoch ms. */
  startedAt: z.int(),
  /** Rows that it works on at once. */
  slots: z.int(),
  /** Rows in hand. */
  busy: z.int(),
  rssBytes: z.int(),
  /** The longest that its event loop was blocked since the beat before. */
  loopLagMs: z.number(),
});
/** What a worker says of itself. */
export type OwnBeat = z.infer<typeof OwnBeat>;

/** A worker process as it was at its last beat. */
export interface WorkerBeat extends OwnBeat {
  /** Epoch ms by Redis' clock. */
  readonly beatAt: number;
  readonly ageMs: number;
}

/** How often a worker beats. */
export const beatEveryMs = 5_000;
/** A worker that has been silent for this long is gone. */
export const goneAfterMs = 60_000;

const key = "assay:workers";
const beat = luaScript(readFileSync(new URL("lua/beat.lua", import.meta.url), "utf8"));

/** Says that a worker lives. Redis' own clock dates it, so machines need not agree on the time. */
export async function beatWorker(redis: Redis, own: OwnBeat): Promise<void> {
  await beat(redis, [key], [own.id, JSON.stringify(own)]);
}

/** A worker that stops in good order takes itself off the list. */
export async function leaveWorkers(redis: Redis, id: string): Promise<void> {
  await redis.hdel(key, id);
}

/** Every worker that has beaten within the last minute, the oldest process first. */
export async function listWorkers(redis: Redis): Promise<WorkerBeat[]> {
  const [stored, [seconds, micros]] = await Promise.all([redis.hvals(key), redis.time()]);
  const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  return stored
    .flatMap((line) => {
      const space = line.indexOf(" ");
      const beatAt = Number(line.slice(0, space));
      const own = OwnBeat.safeParse(parsed(line.slice(space + 1)));
      // A newer version's worker may say more than is understood here; less is no beat.
      if (!own.success || now - beatAt > goneAfterMs) return [];
      return [{ ...own.data, beatAt, ageMs: Math.max(0, now - beatAt) }];
    })
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not written by a worker
  }
}
