import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi, expect } from "vitest";
import { freePort } from "../support/redis-server.ts";

const rules = fileURLToPath(new URL("../../grafana/prometheus/rules.yml", import.meta.url));

/** A Prometheus of one's own. */
export interface Prometheus {
  /** The `data` of an API call. */
  get(path: string, query?: Record<string, string>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts Prometheus on a free port with the rules of grafana/, scraping these every second. */
export async function startPrometheus(
  targets: Readonly<Record<string, readonly string[]>>,
): Promise<Prometheus> {
  const dir = mkdtempSync(join(tmpdir(), "assay-prometheus-"));
  copyFileSync(rules, join(dir, "rules.yml"));
  writeFileSync(
    join(dir, "prometheus.yml"),
    JSON.stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: ["rules.yml"],
      scrape_configs: Object.entries(targets).map(([job_name, hosts]) => ({
        job_name,
        static_configs: [{ targets: hosts }],
      })),
    }),
  );
  const port = await freePort();
  const server = spawn(
    "prometheus",
    [
      `--config.file=${join(dir, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const failed = new Promise<never>((_resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(
          "Prometheus is needed here: apt-get install prometheus (or npm test, which does it)",
          {
            cause,
          },
        ),
      ),
    );
  });
  const base = `http://127.0.0.1:${port}`;
  const ready = vi.waitFor(async () => expect((await fetch(`${base}/-/ready`)).status).toBe(200), {
    timeout: 30_000,
    interval: 100,
  });
  await Promise.race([ready, failed]);
  failed.catch(() => undefined);

  return {
    async get(path, query = {}) {
      const answer = await fetch(`${base}${path}?${new URLSearchParams(query).toString()}`);
      const body = (await answer.json()) as { status: string; data?: unknown; error?: string };
      if (body.status !== "success") throw new Error(`${query["query"] ?? path}: ${body.error}`);
      return body.data;
    },
    async stop() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
