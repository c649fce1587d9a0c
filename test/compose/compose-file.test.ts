import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/platform/environment.ts";
import { assayServices, boundPath, rules, scaledServices, seconds } from "./compose-rules.ts";
import {
  at,
  members,
  parseYaml,
  readRootFile,
  root,
  strings,
  text,
  type Yaml,
  type YamlMap,
} from "./read-yaml.ts";

const [file = {}] = parseYaml(readRootFile("docker-compose.yml"));
const services = members(file["services"]).map(
  ([name, service]) => [name, service as YamlMap] as const,
);
const service = (name: string) => at(file, "services", name) as YamlMap;

describe.each(services)("the service %s", (name, described) => {
  test.each(rules)("$name", (rule) => {
    expect(rule.holds(described, name)).toBe(true);
  });
});

describe("the rules", () => {
  test.each(rules)("refuse a service that breaks: $name", (rule) => {
    const [name, sound] = services[0] ?? ["", {}];

    expect(rule.holds(rule.breaks(sound), name)).toBe(false);
  });
});

describe("the compose file", () => {
  test("has no version, which old and new compose understand in different ways", () => {
    expect(file["version"]).toBeUndefined();
  });

  test("runs every part: Redis, Assay, metrics, alerts, dashboards", () => {
    const names = services.map(([name]) => name);

    expect(names.toSorted()).toEqual(
      [...assayServices, "redis", "prometheus", "alertmanager", "grafana"].toSorted(),
    );
  });

  test("uses no keys that docker-compose 1.29 does not know", () => {
    const keys = services.flatMap(([name, one]) => [
      ...("start_interval" in (one["healthcheck"] as YamlMap) ? [`${name} start_interval`] : []),
      ...members(one["depends_on"]).filter(([, how]) => at(how, "restart") !== undefined),
      ...(one["develop"] === undefined ? [] : [`${name} develop`]),
    ]);

    expect(keys).toEqual([]);
  });

  test.each(assayServices)("%s starts only when Redis has read its file", (name) => {
    expect(at(service(name), "depends_on", "redis", "condition")).toBe("service_healthy");
  });

  test.each(assayServices)("%s has 5 s more to stop than it needs to drain", (name) => {
    const drainMs = Number(at(service(name), "environment", "ASSAY_DRAIN_MS"));

    expect(seconds(service(name)["stop_grace_period"]) * 1_000).toBe(drainMs + 5_000);
  });

  test.each(assayServices)("%s reads its secrets from files that it is given", (name) => {
    const given = strings(service(name)["secrets"]).map((secret) => `/run/secrets/${secret}`);
    const named = members(service(name)["environment"])
      .filter(([variable]) => variable.endsWith("_FILE"))
      .map(([, path]) => text(path));

    expect(named.length).toBeGreaterThan(0);
    expect(given).toEqual(expect.arrayContaining(named));
  });

  test.each(assayServices)("%s is told only settings that there are", (name) => {
    const unknown = members(service(name)["environment"])
      .map(([variable]) => variable.replace(/_FILE$/, ""))
      .filter((variable) => !(variable in Environment.shape));

    expect(unknown).toEqual([]);
  });

  test.each(assayServices)("%s is asked for its health by a script of the image", (name) => {
    const check = strings(at(service(name), "healthcheck", "test"));

    expect(check.slice(0, 3)).toEqual(["CMD", "node", "dist/src/cli/health-check.js"]);
    expect(existsSync(new URL("src/cli/health-check.ts", root))).toBe(true);
  });

  test.each(assayServices)("%s starts a file that the build makes", (name) => {
    const [entry = "dist/src/cli/main.js"] = strings(service(name)["command"]);

    expect(existsSync(new URL(entry.replace(/^dist\//, "").replace(/\.js$/, ".ts"), root))).toBe(
      true,
    );
  });

  test.each(scaledServices)("%s can be scaled: no port of the host, metrics inside", (name) => {
    expect(service(name)["ports"]).toBeUndefined();
    expect(strings(service(name)["expose"])).toContain(
      text(at(service(name), "environment", "ASSAY_METRICS_PORT")),
    );
  });

  test("keeps every row: an append-only file on a volume of its own, and no eviction", () => {
    const command = strings(service("redis")["command"]);
    const option = (name: string) => command[command.indexOf(`--${name}`) + 1];

    expect(option("appendonly")).toBe("yes");
    expect(option("appendfsync")).toBe("everysec");
    expect(option("maxmemory-policy")).toBe("noeviction");
    expect(command).toContain("--maxmemory");
    expect(strings(service("redis")["volumes"])).toEqual([`redis:${option("dir")}`]);
  });

  test("keeps Redis and metrics on a network without a way out", () => {
    expect(at(file, "networks", "backend", "internal")).toBe(true);
    for (const name of ["redis", "prometheus"]) {
      expect(strings(service(name)["networks"])).toEqual(["backend"]);
    }
  });

  test("lets only workers, the watchdog and Alertmanager out", () => {
    const out = services.filter(([, one]) => strings(one["networks"]).includes("egress"));

    expect(out.map(([name]) => name).toSorted()).toEqual(
      [...scaledServices, "watchdog", "alertmanager"].toSorted(),
    );
    expect(
      at(file, "networks", "edge", "driver_opts", "com.docker.network.bridge.enable_ip_masquerade"),
    ).toBe("false");
  });

  test.each(assayServices)("%s shares the snapshots", (name) => {
    expect(strings(service(name)["volumes"])).toContain("snapshots:/var/lib/assay/snapshots");
  });

  test("gives Chromium memory to share and what its sandbox is made of", () => {
    const profile = "./deploy/compose/chromium-seccomp.json";

    expect(service("browser-worker")["shm_size"]).toBeDefined();
    expect(strings(service("browser-worker")["security_opt"]).join()).toContain(profile);
  });

  test("lets Prometheus find every replica by its service's name, where metrics are shown", () => {
    const [prometheus] = parseYaml(readRootFile("deploy/compose/prometheus/prometheus.yml"));
    const jobs = (at(prometheus, "scrape_configs") as readonly Yaml[]).map((job) => ({
      name: text(at(job, "job_name")),
      names: strings(at(job, "dns_sd_configs", 0, "names")),
      port: text(at(job, "dns_sd_configs", 0, "port")),
    }));
    const ofWorkers = text(at(service("http-worker"), "environment", "ASSAY_METRICS_PORT"));
    const ofApi = text(at(service("api"), "environment", "ASSAY_PORT"));

    expect(jobs).toEqual([
      { name: "assay-api", names: ["api"], port: ofApi },
      { name: "assay-workers", names: [...scaledServices], port: ofWorkers },
    ]);
  });

  test("uses only networks, volumes and secrets that it defines", () => {
    const used = services.flatMap(([, one]) => [
      ...strings(one["networks"]).map((name) => at(file, "networks", name)),
      ...strings(one["secrets"]).map((name) => at(file, "secrets", name, "file")),
      ...strings(one["volumes"])
        .filter((volume) => boundPath(volume) === undefined)
        .map((volume) => at(file, "volumes", volume.split(":")[0] ?? "")),
    ]);

    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((one) => one === undefined)).toEqual([]);
  });

  test("mounts only files that are there, or folders that prepare.sh makes", () => {
    const paths = services
      .flatMap(([, one]) => strings(one["volumes"]))
      .flatMap((volume) => boundPath(volume) ?? []);
    const made = new Set(["./deploy/compose/files/lists", "./deploy/compose/files/drop"]);

    expect(paths.filter((path) => !made.has(path) && !existsSync(new URL(path, root)))).toEqual([]);
  });

  test("takes lists from folders that the containers may use and passers-by may not enter", () => {
    const home = mkdtempSync(join(tmpdir(), "assay-prepare-"));
    const files = join(home, "files");
    const script = fileURLToPath(new URL("deploy/compose/prepare.sh", root));
    execFileSync("sh", [script], {
      env: {
        PATH: process.env["PATH"],
        ASSAY_SECRETS: join(home, "secrets"),
        ASSAY_FILES: files,
      },
    });
    const modeOf = (path: string) => (statSync(join(files, path)).mode & 0o777).toString(8);

    const modes = ["", "lists", "drop", "drop/ats", "drop/tech-stack"].map(modeOf);
    rmSync(home, { recursive: true });

    expect(modes).toEqual(["700", "755", "777", "777", "777"]);
  });

  test("mounts secrets that prepare.sh makes, each readable by containers, none by passers-by", () => {
    const dir = join(mkdtempSync(join(tmpdir(), "assay-prepare-")), "secrets");
    const script = fileURLToPath(new URL("deploy/compose/prepare.sh", root));
    const prepare = () =>
      execFileSync("sh", [script], {
        env: {
          PATH: process.env["PATH"],
          ASSAY_SECRETS: dir,
          ASSAY_FILES: join(dirname(dir), "files"),
        },
      });
    const names = members(file["secrets"]).map(
      ([, secret]) => text(at(secret, "file")).split("/").at(-1) ?? "",
    );

    prepare();
    const first = names.map((name) => execFileSync("cat", [join(dir, name)], { encoding: "utf8" }));
    prepare();
    const second = names.map((name) =>
      execFileSync("cat", [join(dir, name)], { encoding: "utf8" }),
    );
    const modes = execFileSync("stat", ["-c", "%a", dir, ...names.map((name) => join(dir, name))], {
      encoding: "utf8",
    });
    rmSync(dirname(dir), { recursive: true });

    expect(first).toEqual(second);
    expect(modes.split("\n")[0]).toBe("700");
    expect(
      modes
        .trim()
        .split("\n")
        .slice(1)
        .every((mode) => mode.endsWith("4")),
    ).toBe(true);
  });

  const compose = ["docker-compose", "docker"].find(
    (program) =>
      spawnSync(program, program === "docker" ? ["compose", "version"] : ["version"]).status === 0,
  );
  test.skipIf(compose === undefined)(
    "is understood by the compose of this machine (skipped where there is none)",
    () => {
      const args = ["-f", fileURLToPath(new URL("docker-compose.yml", root)), "config", "--quiet"];
      const { status, stderr } = spawnSync(
        compose ?? "",
        compose === "docker" ? ["compose", ...args] : args,
        {
          encoding: "utf8",
        },
      );

      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    },
  );
});
