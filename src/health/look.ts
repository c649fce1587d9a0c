import type { Redis } from "ioredis";
import type { Logger } from "pino";
import {
  listNotices,
  type NoticeCause,
  type NoticeDraft,
  raiseNotice,
  resolveNotice,
} from "../notices/notices.ts";
import { type HealthLook, type PartHistory, partsOf, readLooks, saveLook } from "./history.ts";
import { type Probe, runProbe } from "./probe.ts";

export interface HealthDeps {
  readonly redis: Redis;
  readonly probes: readonly Probe[];
  readonly now: () => number;
  readonly log: Pick<Logger, "debug">;
}

/** A failure is told of when it was there at so many looks in a row. */
const looksUntilTold = 3;
/** Keeps these notices apart from those that others raise and resolve. */
const prefix = "health: ";

/** Tries everything once, keeps what was found, and tells what has failed again and again. */
export async function lookAtHealth(deps: HealthDeps, signal: AbortSignal): Promise<HealthLook> {
  const { redis, probes, now, log } = deps;
  const results = await Promise.all(probes.map((probe) => runProbe(probe, signal)));
  const look: HealthLook = { at: now(), results };
  // Broken off, everything would seem to have failed.
  signal.throwIfAborted();
  await saveLook(redis, look);
  const parts = partsOf(await readLooks(redis, 50));
  log.debug({ failed: results.filter(({ status }) => status === "failed") }, "looked at health");
  await tell(redis, parts);
  return look;
}

async function tell(redis: Redis, parts: readonly PartHistory[]): Promise<void> {
  const wanted = parts.filter(({ failures }) => failures > 0).map(noticeOf);
  for (const part of parts) {
    if (part.failures >= looksUntilTold) await raiseNotice(redis, noticeOf(part));
  }
  // Also of a part that fails in another way now, or is looked at no more.
  for (const { cause, subject } of await listNotices(redis)) {
    const isMeant = wanted.some((one) => one.cause === cause && one.subject === subject);
    if (subject.startsWith(prefix) && !isMeant) await resolveNotice(redis, { cause, subject });
  }
}

/** The notice about a part that has failed again and again. */
export function noticeOf({ part, last, since, failures }: PartHistory): NoticeDraft {
  return {
    cause: causeOf(part, last.says),
    subject: `${prefix}${part}`,
    text: `${part} fails at every look since ${new Date(since).toISOString()}: ${last.says}`,
    facts: { part, failures },
  };
}

function causeOf(part: string, says: string): NoticeCause {
  if (part === "redis") return "redis_trouble";
  // A key that is refused is for whoever pays for it; a provider that is silent is not.
  const isRefused = part.startsWith("key ") && /^(auth|billing):/.test(says);
  return isRefused ? "key_disabled" : "dependency_failed";
}
