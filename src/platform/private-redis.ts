import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { z } from "zod";
import { processExists, withLock } from "./directory-lock.ts";
import { closeConnection, connectionNamePrefix, openConnection } from "./redis-connection.ts";
import {
  findRedisServer,
  isServer,
  lastWords,
  logFile,
  type ServerPlace,
  spawnServer,
} from "./redis-server.ts";
import { askPid, clientNames, isListening, isReady } from "./redis-probe.ts";
import { superviseRedis } from "./redis-supervisor.ts";
import { socketPath } from "./socket-path.ts";

/** The private Redis does not come up. The message ends with what it said itself. */
export class PrivateRedisFailed extends Error {
  override readonly name = "PrivateRedisFailed";

  constructor(what: string, place: ServerPlace) {
    super(`${what} Its log is ${logFile(place)}:\n${lastWords(place)}`);
  }
}

/** One process's share in the private Redis of a data directory. */
export interface PrivateRedis {
  readonly socket: string;
  readonly dir: string;
  /** Gives up the share. Whoever gives up the last one shuts the server down. */
  leave(): Promise<void>;
}

type Log = Pick<Logger, "info" | "warn" | "error">;

const Running = z.object({ pid: z.int(), socket: z.string() });
type Running = z.infer<typeof Running>;

const startLimitMs = 10_000;
const stopLimitMs = 15_000;
const pollMs = 10;
const sayLoadingAfterMs = 2_000;

/**
 * Joins the Redis that serves `home`, starting it when nobody has. As long as the share is held,
 * a server that dies is started again on the same data.
 */
export async function joinPrivateRedis(home: string, log: Log): Promise<PrivateRedis> {
  const dir = join(home, "redis");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const lock = join(home, "redis.lock");
  const closing = new AbortController();
  const running = await withLock(lock, () => ensureServer(dir));
  await untilReady(running, dir, log);

  const share = openConnection(running.socket, "user", log);
  const supervisor = superviseRedis({
    share,
    dir,
    signal: closing.signal,
    ensure: () => withLock(lock, () => ensureServer(dir)),
    log,
  });
  // Named by now, so that whoever leaves sees that we are here.
  await share.ping();

  return {
    socket: running.socket,
    dir,
    async leave() {
      closing.abort();
      await supervisor.settled();
      await withLock(lock, async () => {
        const last = await isLast(share, running.socket);
        // Before the server goes: a share that loses it would start looking for it.
        await closeConnection(share);
        if (last) await shutDown(dir);
      });
    },
  };
}

/** To be called under the lock: the server that is there, or a new one that listens. */
async function ensureServer(dir: string): Promise<Running & { started: boolean }> {
  const known = await readRunning(dir);
  if (known && isServer(known.pid, known.socket)) return { ...known, started: false };
  const binary = await findRedisServer();
  const place = { dir, socket: socketPath(dir) };
  if (await isListening(place.socket)) {
    // Whoever started it died before it could write that down.
    const running = { pid: await pidOf(place), socket: place.socket };
    await writeRunning(dir, running);
    return { ...running, started: false };
  }
  await rm(place.socket, { force: true });
  const running = { pid: await spawnServer(binary, place), socket: place.socket };
  await writeRunning(dir, running);
  await untilListening(running, place);
  return { ...running, started: true };
}

async function pidOf(place: ServerPlace): Promise<number> {
  const pid = await askPid(place.socket);
  if (pid !== undefined && isServer(pid, place.socket)) return pid;
  throw new PrivateRedisFailed(`Something else listens on ${place.socket}; stop it first.`, place);
}

async function untilListening({ pid, socket }: Running, place: ServerPlace): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await isListening(socket))) {
    if (!isServer(pid, socket))
      throw new PrivateRedisFailed("The private Redis ended while it started.", place);
    if (Date.now() > deadline) {
      throw new PrivateRedisFailed(`The private Redis (pid ${pid}) does not answer.`, place);
    }
    await sleep(pollMs);
  }
}

/** Waits while it loads its data, which may take minutes when there is much of it. */
async function untilReady({ pid, socket }: Running, dir: string, log: Log): Promise<void> {
  const startedAt = Date.now();
  let said = false;
  while (!(await isReady(socket))) {
    if (!isServer(pid, socket)) {
      throw new PrivateRedisFailed("The private Redis ended while it loaded its data.", {
        dir,
        socket,
      });
    }
    if (!said && Date.now() - startedAt > sayLoadingAfterMs)
      log.info({ dir }, "Redis is loading its data");
    said ||= Date.now() - startedAt > sayLoadingAfterMs;
    await sleep(pollMs);
  }
}

/**
 * Whether nobody else uses the server: no other process, and no other share in this one.
 * Asked over a line of its own, because the share may be waiting to be connected again.
 */
async function isLast(share: Redis, socket: string): Promise<boolean> {
  const clients = await clientNames(socket);
  const others = clients.filter((name) => {
    const [prefix, role, pid] = name.split(":");
    if (prefix !== connectionNamePrefix || name === share.options.connectionName) return false;
    return role === "user" || pid !== `${process.pid}`;
  });
  return others.length === 0;
}

async function shutDown(dir: string): Promise<void> {
  const running = await readRunning(dir);
  if (running === undefined) return;
  const { pid, socket } = running;
  if (!isServer(pid, socket)) return;
  // The same as SHUTDOWN, but without a connection that would be told that it is lost.
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + stopLimitMs;
  while (processExists(pid) && isServer(pid, socket)) {
    if (Date.now() > deadline) {
      throw new PrivateRedisFailed(`The private Redis (pid ${pid}) does not stop.`, {
        dir,
        socket,
      });
    }
    await sleep(pollMs);
  }
  await rm(runningFile(dir), { force: true });
}

async function readRunning(dir: string): Promise<Running | undefined> {
  try {
    return Running.parse(JSON.parse(await readFile(runningFile(dir), "utf8")));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whole or not at all. */
async function writeRunning(dir: string, running: Running): Promise<void> {
  const fresh = `${runningFile(dir)}.new`;
  await writeFile(fresh, JSON.stringify(running), { mode: 0o600 });
  await rename(fresh, runningFile(dir));
}

function runningFile(dir: string): string {
  return join(dir, "server.json");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
