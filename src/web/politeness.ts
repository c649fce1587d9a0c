import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { type LuaScript, luaScript } from "../platform/lua-script.ts";
import type { HostPace } from "./shared-hosts.ts";

/** What a request taught about its host. */
export type HostVerdict =
  | "ok"
  | "none"
  /** 429 or 503 without a date. */
  | "refused"
  /** Stay away for so many ms. */
  | number;

/** A place in a host's queue, granted. Give it back. */
export interface HostSlot {
  /** The robots.txt answer that another fetch left for this site. */
  readonly robots: string | undefined;
  /**
   * Ends the slot: its pause starts now. Says for how many ms the host is closed to everyone.
   */
  release(end: {
    pauseMs: number;
    verdict: HostVerdict;
    robots?: KeptRobots | undefined;
  }): Promise<number>;
}

export interface KeptRobots {
  readonly text: string;
  readonly ttlMs: number;
}

/** The host can't be asked within the time that one may wait. */
export interface HostBusy {
  readonly retryAt: number;
  readonly closed: boolean;
}

export interface SlotWish {
  /** Whose budget it is: a host, or the suffix that hosts share. */
  readonly key: string;
  readonly pace: HostPace;
  /** The site whose robots.txt is wanted: `https://acme.com`. */
  readonly origin: string;
  readonly wantsRobots: boolean;
  readonly longestWaitMs: number;
  /** After this a dead holder's slot goes to the next. */
  readonly leaseMs: number;
}

/** One pace per host for all workers: Redis holds who may ask, who waits, and who is sent away. */
export interface Politeness {
  /** Waits for a slot, first come first served; sleeps, never polls. */
  acquire(wish: SlotWish, signal: AbortSignal): Promise<HostSlot | HostBusy>;
}

const acquireScript = loadScript("acquire-host");
const releaseScript = loadScript("release-host");
const renewScript = loadScript("renew-host");

/** Politeness over one Redis. Two round trips per slot when nobody is in the way. */
export function createPoliteness(redis: Redis, prefix = "assay"): Politeness {
  return {
    async acquire(wish, signal) {
      const keys = [
        `${prefix}:host:{${wish.key}}`,
        `${prefix}:robots:{${wish.key}}:${wish.origin}`,
      ];
      const id = randomUUID();
      let renewal: NodeJS.Timeout | undefined;
      const { concurrent, pauseMs } = wish.pace;
      const release: HostSlot["release"] = async ({ pauseMs: pause, verdict, robots }) => {
        clearInterval(renewal);
        const args = [id, Math.round(pause), verdict, robots?.text ?? "", robots?.ttlMs ?? 0];
        return Number(await releaseScript(redis, keys, args));
      };
      const until = Date.now() + wish.longestWaitMs;
      for (;;) {
        const longestMs = Math.max(until - Date.now(), 0);
        const args = [
          id,
          concurrent,
          wish.leaseMs,
          Math.round(pauseMs),
          longestMs,
          wish.wantsRobots ? "1" : "0",
        ];
        const [word, waitMs, robots] = (await acquireScript(redis, keys, args)) as [
          string,
          number,
          string?,
        ];
        if (word === "granted") {
          renewal = keepSlot(redis, keys, id, wish.leaseMs);
          return { robots: robots || undefined, release };
        }
        if (word === "busy" || (word === "closed" && waitMs > longestMs)) {
          return { retryAt: Date.now() + waitMs, closed: word === "closed" };
        }
        try {
          await sleep(waitMs, undefined, { signal });
        } catch (error) {
          await release({ pauseMs: 0, verdict: "none" }); // leave the queue
          throw signal.aborted ? signal.reason : error;
        }
      }
    },
  };
}

/**
 * A short lease, prolonged while the request runs: a worker that dies frees its hosts in seconds.
 * A renewal that fails costs nothing but the slot, which the next one then takes too early.
 */
function keepSlot(
  redis: Redis,
  keys: readonly string[],
  id: string,
  leaseMs: number,
): NodeJS.Timeout {
  const renewal = setInterval(() => {
    renewScript(redis, keys.slice(0, 1), [id, leaseMs]).catch(() => clearInterval(renewal));
  }, leaseMs / 3);
  renewal.unref();
  return renewal;
}

function loadScript(name: string): LuaScript {
  return luaScript(readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), "utf8"));
}
