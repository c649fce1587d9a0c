import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    redisPort: number;
  }
}

/** One redis-server of its own for the run, on a free port, append-only file on. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), "assay-test-redis-"));
  const port = await freePort();
  const server = spawn(
    "redis-server",
    [
      "--port",
      `${port}`,
      "--bind",
      "127.0.0.1",
      "--dir",
      dir,
      "--appendonly",
      "yes",
      "--save",
      "",
      "--maxmemory-policy",
      "noeviction",
      "--hash-max-listpack-value",
      "2048",
      "--databases",
      "64",
    ],
    { stdio: "ignore" },
  );
  const probe = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  probe.on("error", () => undefined); // not up yet: ioredis tries again
  await probe.ping();
  await probe.quit();
  project.provide("redisPort", port);

  return async () => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
    rmSync(dir, { recursive: true, force: true });
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
