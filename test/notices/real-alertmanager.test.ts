import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, vi } from "vitest";
import { z } from "zod";
import { raiseNotice, resolveNotice } from "../../src/notices/notices.ts";
import { freePort } from "../support/redis-server.ts";
import { exhausted, test } from "./support.ts";

const program = ["/usr/bin/prometheus-alertmanager", "/usr/local/bin/alertmanager"].find((path) =>
  existsSync(path),
);
const dir = mkdtempSync(join(tmpdir(), "assay-test-alertmanager-"));
let running: ChildProcess | undefined;

afterEach(async () => {
  if (running && running.exitCode === null) {
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
  }
  rmSync(dir, { recursive: true, force: true });
});

async function startAlertmanager(path: string): Promise<string> {
  const config = join(dir, "alertmanager.yml");
  writeFileSync(config, "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n");
  const url = `http://127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${dir}`,
    `--web.listen-address=${new URL(url).host}`,
    "--cluster.listen-address=",
  ];
  running = spawn(path, flags, { stdio: "ignore" });
  await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).status).toBe(200), 20_000);
  return url;
}

const Alerts = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    status: z.object({ state: z.string() }),
  }),
);

test.skipIf(program === undefined)(
  "a real Alertmanager lists what stands, the graver form alone, and nothing that is resolved (needs prometheus-alertmanager)",
  async ({ redis, sender }) => {
    const url = await startAlertmanager(program ?? "");
    const process = sender({ ASSAY_ALERTMANAGER_URL: url });
    const listed = async () => Alerts.parse(await (await fetch(`${url}/api/v2/alerts`)).json());

    await raiseNotice(redis, exhausted);
    await process.deliver();
    const raised = await listed();
    await raiseNotice(redis, { ...exhausted, severity: "critical" });
    await process.deliver();
    const worse = await listed();
    await resolveNotice(redis, exhausted);
    await process.deliver();

    expect(raised).toMatchObject([
      {
        labels: { alertname: "AssayRowsExhausted", severity: "warning", subject: "b1" },
        annotations: { decide: expect.stringContaining("Retry them") },
      },
    ]);
    expect(worse).toMatchObject([{ labels: { severity: "critical" } }]);
    expect(await listed()).toEqual([]);
  },
);
