import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";

/** How a full disk is made: a small file system of its own, or a limit on the size of files. */
export type DiskKind = "tmpfs" | "file size limit";

/** A redis-server as Assay runs its own, that can be killed, and whose disk can be full. */
export interface ChaosRedis {
  readonly port: number;
  readonly disk: DiskKind;
  /** Straight to the server; one that is away is waited for. */
  readonly direct: Redis;
  /** kill -9; its data stays. */
  kill(): Promise<void>;
  /** On the same port and data; resolves once it answers. */
  start(): Promise<void>;
  /** Makes every write to the append-only file fail, until `freeDisk`. */
  fillDisk(): Promise<void>;
  freeDisk(): Promise<void>;
  close(): Promise<void>;
}

const diskSize = "512m";

/**
 * `everysec`, as compose has it: a Redis that is killed while it flushes forgets what it acknowledged
 * meanwhile. `no`: every write is with the kernel before it is acknowledged, so that a kill (not a
 * power cut) forgets nothing.
 */
export type Fsync = "everysec" | "no";

/** Starts it in a directory below `home`; `isMounted`: on a tmpfs, where this user may mount one. */
export async function startRedis(
  home: string,
  isMounted: boolean,
  fsync: Fsync = "everysec",
): Promise<ChaosRedis> {
  const dir = join(home, "redis-data");
  mkdirSync(dir, { recursive: true });
  const disk = isMounted && mount(dir) ? "tmpfs" : "file size limit";
  const filler = join(dir, "filler");
  const port = await freePort();
  let running: ChildProcess | undefined;
  const direct = new Redis({
    port,
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
    lazyConnect: true,
  });
  direct.on("error", () => undefined); // it is killed again and again: that is the point

  async function start(): Promise<void> {
    const options = [
      `--port ${port} --bind 127.0.0.1 --dir ${dir} --save "" --appendonly yes`,
      `--appendfsync ${fsync} --maxmemory-policy noeviction --hash-max-listpack-value 2048`,
    ].join(" ");
    // A limit on files is then an error of write(), as a full disk is, and not a signal that kills.
    running = spawn("sh", ["-c", `trap '' XFSZ; exec redis-server ${options}`], {
      stdio: "ignore",
    });
    await direct.ping();
    while (/^loading:1/m.test(await direct.info("persistence"))) await wait(20);
  }

  async function kill(): Promise<void> {
    const server = running;
    running = undefined;
    // Whoever stops the test from a terminal stops its servers as well.
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    server.kill("SIGKILL");
    await gone;
  }

  const limitFiles = (bytes: string) => {
    const done = spawnSync("prlimit", [`--pid=${running?.pid}`, `--fsize=${bytes}:unlimited`]);
    if (done.status !== 0) throw new Error(`prlimit: ${String(done.stderr)}`);
  };

  await start();
  return {
    port,
    disk,
    direct,
    kill,
    start,
    async fillDisk() {
      if (disk === "tmpfs") fill(filler);
      else limitFiles("1");
    },
    async freeDisk() {
      if (disk === "tmpfs") rmSync(filler, { force: true });
      else limitFiles("unlimited");
    },
    async close() {
      direct.disconnect();
      await kill();
      if (disk === "tmpfs") spawnSync("umount", [dir]);
    },
  };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}

function mount(dir: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${diskSize}`, "tmpfs", dir]).status === 0;
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const piece = Buffer.alloc(1_048_576);
  try {
    for (;;) writeFileSync(file, piece, { flag: "a" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
