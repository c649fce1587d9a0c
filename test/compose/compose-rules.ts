import { at, isMap, members, strings, text, type Yaml, type YamlMap } from "./read-yaml.ts";

/** One thing that must hold for every service. `breaks` makes a service that it must refuse. */
export interface Rule {
  readonly name: string;
  holds(service: YamlMap, serviceName: string): boolean;
  breaks(service: YamlMap): YamlMap;
}

/** Services that are Assay itself, not what it stands on. */
export const assayServices = [
  "api",
  "http-worker",
  "classifier-worker",
  "browser-worker",
  "watchdog",
] as const;
/** Services that `--scale` may multiply. */
export const scaledServices = ["http-worker", "classifier-worker", "browser-worker"] as const;
const published = new Set(["api", "grafana"]);

export const rules: readonly Rule[] = [
  {
    name: "has a read-only root file system",
    holds: (service) => service["read_only"] === true,
    breaks: (service) => ({ ...service, read_only: false }),
  },
  {
    name: "may write to a /tmp in memory whose size is bounded",
    holds: (service) => strings(service["tmpfs"]).some((one) => /^\/tmp:.*size=\d/.test(one)),
    breaks: (service) => ({ ...service, tmpfs: ["/tmp"] }),
  },
  {
    name: "drops every capability and takes none back",
    holds: (service) =>
      strings(service["cap_drop"]).join() === "ALL" && service["cap_add"] === undefined,
    breaks: (service) => ({ ...service, cap_add: ["SYS_ADMIN"] }),
  },
  {
    name: "gains no privileges",
    holds: (service) =>
      strings(service["security_opt"]).includes("no-new-privileges:true") &&
      !strings(service["security_opt"]).some((one) => one.includes("unconfined")) &&
      service["privileged"] === undefined,
    breaks: (service) => ({ ...service, security_opt: ["seccomp:unconfined"] }),
  },
  {
    name: "runs as a user with a number who is not root",
    holds: (service) => /^[1-9]\d*:\d+$/.test(text(service["user"])),
    breaks: (service) => ({ ...service, user: "0:0" }),
  },
  {
    name: "has a first process that reaps and passes signals on",
    holds: (service) => service["init"] === true,
    breaks: (service) => ({ ...service, init: false }),
  },
  {
    name: "starts again by itself",
    holds: (service) => service["restart"] === "unless-stopped",
    breaks: (service) => ({ ...service, restart: "no" }),
  },
  {
    name: "is bounded in memory, processor and processes",
    holds: (service) =>
      ["mem_limit", "cpus", "pids_limit"].every((key) => service[key] !== undefined),
    breaks: ({ mem_limit: _gone, ...rest }) => rest,
  },
  {
    name: "has a log that does not fill the disk",
    holds: (service) => at(service, "logging", "options", "max-size") !== undefined,
    breaks: ({ logging: _gone, ...rest }) => rest,
  },
  {
    name: "has a health check with a time limit and time to start",
    holds: (service) =>
      ["test", "interval", "timeout", "retries", "start_period"].every(
        (key) => at(service, "healthcheck", key) !== undefined,
      ),
    breaks: (service) => ({ ...service, healthcheck: { disable: true } }),
  },
  {
    name: "has time to end in good order",
    holds: (service) => seconds(service["stop_grace_period"]) >= 15,
    breaks: ({ stop_grace_period: _gone, ...rest }) => rest,
  },
  {
    name: "names its networks, and none of the host's namespaces",
    holds: (service) =>
      strings(service["networks"]).length > 0 &&
      ["network_mode", "pid", "ipc", "userns_mode"].every((key) => service[key] === undefined),
    breaks: (service) => ({ ...service, network_mode: "host" }),
  },
  {
    name: "publishes nothing, or on 127.0.0.1 only",
    holds: (service, name) => {
      const ports = strings(service["ports"]);
      return published.has(name)
        ? ports.length === 1 && ports.every((port) => port.startsWith("127.0.0.1:"))
        : ports.length === 0;
    },
    breaks: (service) => ({ ...service, ports: ["6379:6379"] }),
  },
  {
    name: "has no fixed name, so that it can have replicas",
    holds: (service) => service["container_name"] === undefined,
    breaks: (service) => ({ ...service, container_name: "fixed" }),
  },
  {
    name: "mounts files of this machine read-only but for the drop folder, and never the engine's socket",
    holds: (service) =>
      strings(service["volumes"]).every((volume) => {
        const isOpen = volume.endsWith(":ro") || volume.endsWith("/drop:/var/lib/assay/drop");
        return !volume.includes("docker.sock") && (boundPath(volume) === undefined || isOpen);
      }),
    breaks: (service) => ({ ...service, volumes: ["./src:/app/src"] }),
  },
  {
    name: "has an image with a version, which can be replaced",
    holds: (service) => {
      const image = /^\$\{[A-Z_]+:-(.+)\}$/.exec(text(service["image"]))?.[1] ?? "";
      return /:[^:/]+$/.test(image) && !image.endsWith(":latest");
    },
    breaks: (service) => ({ ...service, image: "redis:latest" }),
  },
  {
    name: "has no secret in its environment",
    holds: (service) =>
      members(service["environment"]).every(
        ([name, value]) =>
          !/(KEY|KEYS|PASSWORD|SECRET|TOKEN|REDIS_URL)$/.test(name) || value === undefined,
      ),
    breaks: (service) => ({
      ...service,
      environment: { ...asMap(service["environment"]), OPENAI_API_KEY: "sk-…" },
    }),
  },
];

/** The path on this machine that a volume is bound to, by default; `undefined` when it is one by name. */
export function boundPath(volume: string): string | undefined {
  const [, byDefault, rest = ""] = /^\$\{[A-Z_]+:-([^}]*)\}([^:]*)/.exec(volume) ?? [];
  const path = byDefault === undefined ? (volume.split(":")[0] ?? "") : byDefault + rest;
  return /^[./]/.test(path) ? path : undefined;
}

/** `90`, `30s`, `1m30s` as seconds. */
export function seconds(value: Yaml | undefined): number {
  const [, minutes = "0", rest = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text(value)) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

function asMap(value: Yaml | undefined): YamlMap {
  return isMap(value) ? value : {};
}
