import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { alerts } from "../../grafana/source/alert-table.ts";
import { grafanaFiles } from "../../grafana/source/files.ts";

const folder = fileURLToPath(new URL("../../grafana", import.meta.url));

function run(program: string, ...args: string[]): { ok: boolean; says: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error) {
    throw new Error(
      `${program} is needed here: apt-get install prometheus prometheus-alertmanager (or npm test, which does it)`,
      { cause: error },
    );
  }
  return { ok: status === 0, says: stdout + stderr };
}

describe("the files of grafana/", () => {
  test.for([...grafanaFiles().keys()])("%s is what npm run grafana writes", (path) => {
    const stored = readFileSync(join(folder, path), "utf8");

    // Stale? `npm run grafana` writes it anew.
    expect(stored).toBe(grafanaFiles().get(path));
  });

  test("are all written from the tables, but for what writes them", () => {
    const stored = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.(ya?ml|json)$/.test(path),
    );

    expect(new Set(stored)).toEqual(new Set([...grafanaFiles().keys(), "tsconfig.json"]));
  });
});

describe("the rules", () => {
  test("and Prometheus' configuration are sound", () => {
    const { ok, says } = run(
      "promtool",
      "check",
      "config",
      join(folder, "prometheus/prometheus.yml"),
    );

    expect(says).toContain(`${alerts.length + 1} rules found`);
    expect(ok).toBe(true);
  });

  test("fire when they must, and are silent when they must be", () => {
    const { ok, says } = run(
      "promtool",
      "test",
      "rules",
      join(folder, "prometheus/rules.test.yml"),
    );

    expect(says).toContain("SUCCESS");
    expect(says).not.toContain("FAILED");
    expect(ok).toBe(true);
  });

  test("have a name of their own, a person's next step, and patience", () => {
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
    for (const alert of alerts) {
      expect(alert.name).toMatch(/^Assay[A-Z]/);
      expect(alert.action.length).toBeGreaterThan(20);
      expect(alert.for).toMatch(/^([1-9]|[1-9]\d)m$/);
    }
  });

  test("reach people once a day at most, except for what is critical", () => {
    const { ok, says } = run(
      "amtool",
      "check-config",
      join(folder, "alertmanager/alertmanager.yml"),
    );
    expect([ok, says.includes("SUCCESS")]).toEqual([true, true]);

    const config = join(folder, "alertmanager/alertmanager.yml");
    const routed = (...labels: string[]) =>
      run("amtool", "config", "routes", "test", `--config.file=${config}`, ...labels).says.split(
        "\n",
      )[0];
    expect(routed("alertname=AssayAlive", "severity=none")).toBe("outside");
    expect(routed("alertname=AssayNoWorker", "severity=critical")).toBe("people");
    expect(routed("alertname=AssayCeilingNear", "severity=warning")).toBe("people");
  });
});

const Dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  editable: z.literal(false),
  panels: z.array(
    z.object({
      id: z.int().min(1),
      type: z.enum(["row", "stat", "timeseries"]),
      title: z.string().min(1),
      description: z.string().optional(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z
        .array(
          z.object({ expr: z.string(), datasource: z.object({ uid: z.literal("${datasource}") }) }),
        )
        .optional(),
    }),
  ),
});

describe("the dashboards", () => {
  const all = [...grafanaFiles()]
    .filter(([path]) => path.startsWith("dashboards/"))
    .map(([, text]) => Dashboard.parse(JSON.parse(text)));

  test("are Classic JSON, each panel with a place, a question and words", () => {
    for (const { panels, schemaVersion } of all) {
      expect(schemaVersion).toBeGreaterThanOrEqual(36);
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const taken = new Set<string>();
      for (const { type, gridPos, targets, description } of panels) {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect(taken.has(`${x} ${y}`)).toBe(false);
            taken.add(`${x} ${y}`);
          }
        if (type === "row") continue;
        expect(targets?.length).toBeGreaterThan(0);
        expect(description?.length).toBeGreaterThan(5);
      }
    }
  });

  test("are where the alerts say", () => {
    const known = new Set(all.map(({ uid }) => uid));

    for (const { dashboard } of alerts) expect(known).toContain(dashboard);
  });
});
