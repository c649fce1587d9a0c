import { z } from "zod";
import type { Engine } from "./engine.ts";
import { attempt, must, type Ran, until } from "./shell.ts";

const Inspected = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.number(),
  State: z.object({
    Pid: z.number(),
    Running: z.boolean(),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    Health: z
      .object({
        Status: z.string(),
        Log: z.array(z.object({ ExitCode: z.number(), Output: z.string() })).nullable(),
      })
      .optional(),
  }),
  Config: z.object({ User: z.string(), Labels: z.record(z.string(), z.string()) }),
  HostConfig: z.object({
    ReadonlyRootfs: z.boolean(),
    CapDrop: z.array(z.string()).nullable(),
    CapAdd: z.array(z.string()).nullable(),
    SecurityOpt: z.array(z.string()).nullable(),
    Init: z.boolean().nullable().optional(),
    Memory: z.number(),
    NanoCpus: z.number(),
    PidsLimit: z.number().nullable(),
    Privileged: z.boolean(),
    ShmSize: z.number(),
    RestartPolicy: z.object({ Name: z.string() }),
  }),
  NetworkSettings: z.object({
    Ports: z.record(
      z.string(),
      z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable(),
    ),
    Networks: z.record(z.string(), z.object({ IPAddress: z.string() })),
  }),
});
/** A container as the engine describes it. */
export type Container = z.infer<typeof Inspected> & { readonly service: string };

export interface Project {
  readonly name: string;
  compose(args: readonly string[], timeoutMs?: number): Promise<string>;
  docker(args: readonly string[], timeoutMs?: number): Promise<string>;
  /** Runs a program in a container, whatever its end is. */
  exec(container: Container, command: readonly string[], user?: string): Promise<Ran>;
  /** Every container, those that don't run included; of one service, when one is named. */
  containers(service?: string): Promise<Container[]>;
  /** Resolves when every container runs and is healthy. */
  allHealthy(timeoutMs: number): Promise<Container[]>;
}

export interface ProjectOptions {
  readonly engine: Engine;
  /** The checkout. */
  readonly root: string;
  readonly files: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const projectName = "assaytest";
const composeLabel = "com.docker.compose";

/** The compose project, driven by the compose of this machine, old or new. */
export async function openProject({ engine, root, files, env }: ProjectOptions): Promise<Project> {
  const full = { ...engine.env, ...env };
  const program = await composeProgram(full);
  const given = files.flatMap((file) => ["--file", file]);
  const options = { env: full, cwd: root };

  async function containers(service?: string): Promise<Container[]> {
    const filters = [`label=${composeLabel}.project=${projectName}`];
    if (service !== undefined) filters.push(`label=${composeLabel}.service=${service}`);
    const listed = await engine.docker([
      "ps",
      "--all",
      "--quiet",
      ...filters.flatMap((one) => ["--filter", one]),
    ]);
    const ids = listed.split("\n").filter(Boolean);
    if (ids.length === 0) return [];
    const described = z
      .array(Inspected)
      .parse(JSON.parse(await engine.docker(["inspect", ...ids])));
    return described
      .map((one) => ({ ...one, service: one.Config.Labels[`${composeLabel}.service`] ?? "" }))
      .toSorted((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  return {
    name: projectName,
    containers,
    docker: engine.docker,
    compose: (args, timeoutMs = 300_000) =>
      must([...program, "--project-name", projectName, ...given, ...args], {
        ...options,
        timeoutMs,
      }),
    exec: (container, command, user) =>
      attempt(
        [
          "docker",
          "exec",
          ...(user === undefined ? [] : ["--user", user]),
          container.Id,
          ...command,
        ],
        options,
      ),
    allHealthy: (timeoutMs) =>
      until(
        "every container is healthy",
        async () => {
          const all = await containers();
          const ill = all.filter(({ State }) => State.Health?.Status !== "healthy");
          if (ill.length > 0) throw new Error(ill.map(complaint).join("\n"));
          return all.length > 0 && all;
        },
        { timeoutMs, everyMs: 2_000 },
      ),
  };
}

/** What is wrong with a container, by its own health check. */
export function complaint({ Name, State }: Container): string {
  const said = State.Health?.Log?.at(-1)?.Output.trim() ?? "no health check yet";
  return `${Name}: ${State.Running ? State.Health?.Status : `ended with ${State.ExitCode}`}: ${said}`;
}

async function composeProgram(env: NodeJS.ProcessEnv): Promise<string[]> {
  const plugin = await attempt(["docker", "compose", "version"], { env });
  return plugin.code === 0 ? ["docker", "compose"] : ["docker-compose"];
}
