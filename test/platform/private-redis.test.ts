import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test as base, vi } from "vitest";
import { isReady } from "../../src/platform/redis-probe.ts";
import { findRedisServer, isServer, spawnServer } from "../../src/platform/redis-server.ts";
import { openRedis, type RedisHandle } from "../../src/platform/redis.ts";

const silent = pino({ level: "silent" });

/** `open` joins the private Redis of one home of the test's own; all shares are given up after it. */
const test = base.extend<{ home: string; open: () => Promise<RedisHandle> }>({
  // oxlint-disable-next-line no-empty-pattern
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), "assay-home-"));
    await use(home);
    rmSync(home, { recursive: true, force: true });
  },
  open: async ({ home }, use) => {
    const handles: RedisHandle[] = [];
    await use(async () => {
      const handle = await openRedis({ REDIS_URL: undefined, ASSAY_HOME: home }, silent);
      handles.push(handle);
      return handle;
    });
    await Promise.all(handles.map((handle) => handle.close()));
  },
});

function pidIn(home: string): number {
  return JSON.parse(readFileSync(join(home, "redis", "server.json"), "utf8")).pid;
}

test("it keeps every write, evicts nothing, and has no TCP port", async ({ open }) => {
  const { connect } = await open();
  const redis = connect("commands");

  const settings = await redis.config(
    "GET",
    "appendonly",
    "appendfsync",
    "maxmemory-policy",
    "save",
    "port",
  );
  const listpack = await redis.config("GET", "hash-max-listpack-value");

  expect(settings).toEqual(
    expect.arrayContaining([
      "appendonly",
      "yes",
      "appendfsync",
      "always",
      "noeviction",
      "port",
      "0",
    ]),
  );
  expect(listpack).toEqual(["hash-max-listpack-value", "2048"]);
});

test("its data and its socket are closed to other users", async ({ open, home }) => {
  const { url } = await open();

  expect(statSync(join(home, "redis")).mode & 0o077).toBe(0);
  expect(statSync(url).mode & 0o077).toBe(0);
});

test.runIf(process.platform === "linux")(
  "Ctrl-C in the terminal does not reach it",
  async ({ open, home }) => {
    await open();
    const pid = pidIn(home);

    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");

    expect(Number(group)).toBe(pid);
  },
);

test("starts that race share one server", async ({ open, home }) => {
  const handles = await Promise.all([open(), open(), open(), open()]);

  const pids = await Promise.all(handles.map((handle) => serverPid(handle)));

  expect(new Set(pids)).toEqual(new Set([pidIn(home)]));
});

test("the last one to leave shuts it down, and the next start has the data", async ({
  open,
  home,
}) => {
  const first = await open();
  const second = await open();
  const pid = pidIn(home);
  await first.connect("commands").set("kept", "yes");

  await first.close();
  expect(isServer(pid, first.url)).toBe(true);
  await second.close();
  expect(isServer(pid, first.url)).toBe(false);

  const next = await open();
  expect(await next.connect("commands").get("kept")).toBe("yes");
});

test("leaving at the same moment still shuts it down", async ({ open, home }) => {
  const handles = await Promise.all([open(), open(), open()]);
  const pid = pidIn(home);

  await Promise.all(handles.map((handle) => handle.close()));

  expect(isServer(pid, handles[0]?.url ?? "")).toBe(false);
});

test("a worker that still works keeps it alive", async ({ open, home }) => {
  const parent = await open();
  const pid = pidIn(home);
  // As a child process would be connected, under its own pid.
  const worker = parent.connect("worker");
  await worker.client("SETNAME", "assay:worker:1");
  const other = await open();
  await parent.connect("commands").ping();
  const foreign = other.connect("commands");
  await foreign.client("SETNAME", "assay:commands:1");

  await parent.close();
  expect(isServer(pid, parent.url)).toBe(true);
});

test("killed with kill -9, it is started again on the same data and connections go on", async ({
  open,
  home,
}) => {
  const handle = await open();
  const redis = handle.connect("commands");
  const producer = handle.connect("producer");
  await redis.set("kept", "yes");
  await producer.ping();
  const pid = pidIn(home);

  process.kill(pid, "SIGKILL");

  await vi.waitFor(() => expect(pidIn(home)).not.toBe(pid), 10_000);
  expect(await redis.get("kept")).toBe("yes");
  await vi.waitFor(async () => expect(await producer.get("kept")).toBe("yes"), 10_000);
});

test("leaving right after it was killed leaves no server behind", async ({ open, home }) => {
  const handle = await open();
  const pid = pidIn(home);

  process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(pidIn(home)).not.toBe(pid), 10_000);
  const next = pidIn(home);
  await handle.close();

  expect(isServer(next, handle.url)).toBe(false);
});

test("after everything was killed the next start finds the data, even behind a write that was cut off", async ({
  open,
  home,
}) => {
  const dir = join(home, "redis");
  const socket = join(dir, "redis.sock");
  mkdirSync(dir, { recursive: true });
  const pid = await spawnServer(await findRedisServer(), { dir, socket });
  writeFileSync(join(dir, "server.json"), JSON.stringify({ pid, socket }));
  const killed = await openRedis({ REDIS_URL: socket, ASSAY_HOME: home }, silent);
  await killed.connect("commands").mset("first", "1", "second", "2");
  await killed.connect("commands").set("third", "3");
  process.kill(pid, "SIGKILL");
  await killed.close();
  await vi.waitFor(() => expect(isServer(pid, socket)).toBe(false), 10_000);
  expect(existsSync(socket)).toBe(true);
  const log = join(dir, "appendonlydir", "appendonly.aof.1.incr.aof");
  truncateSync(log, statSync(log).size - 3);

  const redis = (await open()).connect("commands");

  expect(await redis.mget("first", "second", "third")).toEqual(["1", "2", null]);
});

test("a server whose starter died before writing it down is joined, not doubled", async ({
  open,
  home,
}) => {
  const dir = join(home, "redis");
  const socket = join(dir, "redis.sock");
  mkdirSync(dir, { recursive: true });
  const pid = await spawnServer(await findRedisServer(), { dir, socket });
  await vi.waitFor(async () => expect(await isReady(socket)).toBe(true), 10_000);

  const handle = await open();

  expect(await serverPid(handle)).toBe(pid);
});

test("a home too deep for a socket gets one in a private folder elsewhere", async ({ home }) => {
  const deep = join(home, "d".repeat(120));
  const handle = await openRedis({ REDIS_URL: undefined, ASSAY_HOME: deep }, silent);

  expect(Buffer.byteLength(handle.url)).toBeLessThan(104);
  expect(await handle.connect("commands").ping()).toBe("PONG");
  await handle.close();
});

test("a server that can't start says why, in its own words", async ({ home }) => {
  mkdirSync(join(home, "redis", "appendonlydir"), { recursive: true });
  writeFileSync(
    join(home, "redis", "appendonlydir", "appendonly.aof.manifest"),
    "not a manifest\n",
  );

  const start = openRedis({ REDIS_URL: undefined, ASSAY_HOME: home }, silent);

  await expect(start).rejects.toThrow(/private Redis ended while it[\s\S]*manifest/i);
});

async function serverPid(handle: RedisHandle): Promise<number> {
  const info = await handle.connect("commands").info("server");
  return Number(/^process_id:(\d+)/m.exec(info)?.[1]);
}
