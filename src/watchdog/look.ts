import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { resolveNotice } from "../notices/notices.ts";
import { luaScript } from "../platform/lua-script.ts";
import { act } from "./act.ts";
import type { Action } from "./actions.ts";
import { decide } from "./decide.ts";
import { readHeartbeat, writeHeartbeat } from "./heartbeat.ts";
import { freshMemory, Memory } from "./memory.ts";
import { type FactsDeps, readFacts } from "./read-facts.ts";
import { redisNow } from "./redis-now.ts";
import type { WatchdogSettings } from "./settings.ts";

export interface LookDeps extends FactsDeps {
  readonly settings: WatchdogSettings;
  /** From the beginning of one look to that of the next, at least. */
  readonly leastPauseMs: number;
  readonly log: Pick<Logger, "debug" | "error">;
}

const memoryKey = "assay:watchdog:memory";
const lockKey = "assay:watchdog:lock";
/** A look that died leaves its lock for this long. */
const lockMs = 60_000;
const unlock = luaScript(readFileSync(new URL("lua/unlock.lua", import.meta.url), "utf8"));

/**
 * Looks once and does what must be done. Never two at a time, whoever asks: `busy`; nor soon after
 * the last: `early`, because many a judgement counts looks.
 */
export async function lookOnce(deps: LookDeps): Promise<"looked" | "busy" | "early"> {
  const { redis } = deps;
  const token = randomUUID();
  if ((await redis.set(lockKey, token, "PX", lockMs, "NX")) === null) return "busy";
  try {
    const last = await readHeartbeat(redis);
    if (last && (await redisNow(redis)) - last.at < deps.leastPauseMs) return "early";
    await look(deps);
    return "looked";
  } finally {
    await unlock(redis, [lockKey], [token]);
  }
}

async function look(deps: LookDeps): Promise<void> {
  const { redis, settings, log } = deps;
  const started = performance.now();
  const memory = await readMemory(redis);
  const { facts, cursors } = await readFacts(deps, memory);
  const decided = decide(facts, memory, settings);
  const failed = await doAll(decided.actions, { ...deps, now: facts.now });
  // What could not be taken back is tried again at the next look.
  const kept = failed.flatMap((action) =>
    action.kind === "resolve" ? [{ cause: action.cause, subject: action.subject }] : [],
  );
  const standing = [...decided.memory.standing, ...kept];
  await redis.set(memoryKey, JSON.stringify({ ...decided.memory, standing, cursors }));
  await resolveNotice(redis, { cause: "watchdog_silent", subject: "watchdog" });
  const tookMs = Math.round(performance.now() - started);
  await writeHeartbeat(redis, {
    facts,
    tookMs,
    everyMs: settings.everyMs,
    actions: decided.actions,
  });
  log.debug({ tookMs, batches: facts.batches.length, actions: decided.actions.length }, "looked");
}

/** One thing that can't be done keeps nothing else from being done. Returns what failed. */
async function doAll(
  actions: readonly Action[],
  deps: LookDeps & { now: number },
): Promise<Action[]> {
  const failed: Action[] = [];
  for (const action of actions) {
    try {
      await act(action, deps);
    } catch (error) {
      failed.push(action);
      // A notice that can't be stored must be read somewhere all the same.
      deps.log.error({ err: error, action }, "the watchdog could not act");
    }
  }
  return failed;
}

async function readMemory(redis: Redis): Promise<Memory> {
  const text = await redis.get(memoryKey);
  if (text === null) return freshMemory();
  const parsed = Memory.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : freshMemory(); // another version's: it is learnt anew
}
