import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, must, start, until } from "./shell.ts";

export interface Engine {
  /** For every program that talks to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs `docker …`, which must succeed. */
  docker(args: readonly string[], timeoutMs?: number): Promise<string>;
  /** Ends it and everything that it started. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Images and containers, kept between starts; and the engine's log. */
  readonly dir: string;
  /**
   * `builds`: containers share this machine's network to reach its package registries; there is no
   * bridge and no rule. `networks`: bridges and rules, to be started in a namespace of its own.
   */
  readonly purpose: "builds" | "networks";
}

/** Starts a Docker engine of our own: its own socket, its own data, nothing of an engine that may run here. */
export async function startEngine({ dir, purpose }: EngineOptions): Promise<Engine> {
  mkdirSync(join(dir, "data"), { recursive: true });
  const config = join(dir, "daemon.json");
  writeFileSync(config, "{}");
  const socket = `unix://${join(dir, "docker.sock")}`;
  const logFile = join(dir, "dockerd.log");
  const noNetwork = [
    "--iptables=false",
    "--ip6tables=false",
    "--ip-forward=false",
    "--ip-masq=false",
  ];
  const child = start(
    [
      "dockerd",
      `--config-file=${config}`,
      `--host=${socket}`,
      `--data-root=${join(dir, "data")}`,
      `--exec-root=${join(dir, "exec")}`,
      `--pidfile=${join(dir, "docker.pid")}`,
      "--bridge=none",
      ...(purpose === "builds" ? noNetwork : []),
    ],
    { logFile },
  );
  // No BuildKit: the classic builder asks nothing of networks that are not there.
  const env = { ...process.env, DOCKER_HOST: socket, DOCKER_BUILDKIT: "0" };
  const docker = (args: readonly string[], timeoutMs = 120_000) =>
    must(["docker", ...args], { env, timeoutMs });
  await until(
    `the engine answers; its log is ${logFile}`,
    async () => {
      if (child.exitCode !== null) throw new Error(lastLines(logFile));
      return (await attempt(["docker", "info"], { env })).code === 0;
    },
    { timeoutMs: 60_000 },
  );
  return {
    env,
    docker,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await unmountBelow(dir);
    },
  };
}

/** What the engine leaves mounted would keep the directory from being removed. */
export async function unmountBelow(dir: string): Promise<void> {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${dir}/`));
  for (const path of mounts.toReversed()) await attempt(["umount", path]);
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").split("\n").slice(-15).join("\n");
}
