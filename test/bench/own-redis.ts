import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** A redis-server of the benchmark's own, set up as Assay's private one: socket only, append-only file on. */
export async function startOwnRedis(): Promise<{ socket: string; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "assay-bench-redis-"));
  const socket = join(dir, "redis.sock");
  const options = {
    port: "0",
    unixsocket: socket,
    dir,
    save: "",
    appendonly: "yes",
    appendfsync: "everysec",
    "maxmemory-policy": "noeviction",
    "hash-max-listpack-value": "2048",
  };
  const server = spawn(
    "redis-server",
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    { stdio: "ignore" },
  );
  const probe = new Redis({ path: socket, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  probe.on("error", () => undefined); // not up yet: ioredis tries again
  await probe.ping();
  await probe.quit();
  return {
    socket,
    async stop() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
