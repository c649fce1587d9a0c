import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRedis } from "./redis.ts";
import { startWebProcess } from "./web-process.ts";

/**
 * `npm run soak -- [--weeks 12] [--rows 40]`: weeks of small batches through one process, time
 * compressed. The web and Redis are processes of their own, so that what is measured is Assay.
 */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const home = mkdtempSync(join(tmpdir(), "assay-soak-"));
const redis = await startRedis(home, false);
const web = await startWebProcess(at("../small-web/main.js"));
try {
  const child = spawn(
    process.execPath,
    ["--expose-gc", at("soak-weeks.js"), ...process.argv.slice(2)],
    {
      stdio: "inherit",
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        ASSAY_HOME: home,
        ASSAY_LOG_LEVEL: "warn",
        ASSAY_HOST_PAUSE_MS: "0",
        ASSAY_FETCH_USD: "0.00001",
        ASSAY_DNS_URL: web.dnsUrl,
        HTTP_PROXY: web.proxyUrl,
        HTTPS_PROXY: web.proxyUrl,
        NO_PROXY: "127.0.0.1",
        NODE_EXTRA_CA_CERTS: web.caPath,
        REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      },
    },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await web.close();
  await redis.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
