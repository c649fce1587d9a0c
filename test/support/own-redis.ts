import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "./redis-server.ts";

export interface OwnServer {
  /** kill -9. */
  kill(): Promise<void>;
  /** On the same port and data. */
  start(): Promise<void>;
}

/** A redis-server with the test's own options, for as long as `use` takes. */
export async function withOwnServer(
  options: readonly string[],
  use: (url: string, server: OwnServer) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "assay-own-redis-"));
  const port = await freePort();
  let running: ChildProcess | undefined;
  const server: OwnServer = {
    async kill() {
      if (running === undefined) return;
      const gone = once(running, "exit");
      running.kill("SIGKILL");
      await gone;
      running = undefined;
    },
    async start() {
      running = spawn(
        "redis-server",
        ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, "--save", "", ...options],
        { stdio: "ignore" },
      );
      const probe = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 20 });
      probe.on("error", () => undefined); // not up yet, or it wants a password: it answers
      await new Promise((resolve) => probe.once("connect", resolve));
      probe.disconnect();
    },
  };
  try {
    await server.start();
    await use(`redis://127.0.0.1:${port}`, server);
  } finally {
    await server.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}
