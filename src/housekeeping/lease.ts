import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { luaScript } from "../platform/lua-script.ts";

const keysOf = (name: string) => [`assay:{keep}:${name}`, `assay:{keep}:${name}:at`] as const;

/**
 * Taken when nobody holds it and the last turn is long enough ago.
 * KEYS lease, at · ARGV owner, ms that it lasts, ms between turns
 */
const take = luaScript(`
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call("GET", KEYS[2]) or "0")
if now - last < tonumber(ARGV[3]) then return 0 end
if not redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2], "NX") then return 0 end
redis.call("SET", KEYS[2], string.format("%.0f", now))
return 1`);

/** KEYS lease · ARGV owner, ms; 0 when somebody else has it by now. */
const renew = luaScript(`
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])`);

/** KEYS lease · ARGV owner */
const free = luaScript(`
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
return 1`);

/** A timer that comes a little early is not a whole turn late. */
const slackMs = 1_000;
/** A holder that was killed keeps the others waiting for this long. */
const leaseMs = 60_000;

export interface Turn {
  readonly name: string;
  /** Between the starts of two turns, of whichever process. */
  readonly everyMs: number;
}

/**
 * Does the work if it is due and no other process does it; `false` otherwise. The work's signal is
 * aborted when the lease was lost (this process slept, Redis was away) or `outer` says so: what it
 * does from then on must be safe to do twice.
 */
export async function inTurn(
  redis: Redis,
  { name, everyMs }: Turn,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  const [lease, at] = keysOf(name);
  const owner = randomUUID();
  const pauseMs = Math.round(everyMs - Math.min(slackMs, everyMs / 10));
  if ((await take(redis, [lease, at], [owner, leaseMs, pauseMs])) !== 1) return false;
  const lost = new AbortController();
  const renewal = setInterval(() => {
    renew(redis, [lease], [owner, leaseMs]).then(
      (reply) => reply === 1 || lost.abort(),
      () => lost.abort(),
    );
  }, leaseMs / 3);
  try {
    await work(AbortSignal.any([outer, lost.signal]));
  } finally {
    clearInterval(renewal);
    await free(redis, [lease], [owner]);
  }
  return true;
}
