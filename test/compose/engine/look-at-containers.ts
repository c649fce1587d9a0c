import type { Findings } from "./findings.ts";
import type { Container, Project } from "./project.ts";

const published: Readonly<Record<string, string>> = { api: "4400/tcp", grafana: "3000/tcp" };
const ours = new Set(["api", "http-worker", "classifier-worker", "browser-worker", "watchdog"]);

/** What the engine itself says of each container, and what a process in it can do. */
export async function lookAtContainers(project: Project, findings: Findings): Promise<void> {
  const containers = (await project.containers()).filter(({ service }) => service !== "small-web");
  for (const container of containers) {
    const wrong = weaknesses(container);
    findings.check(
      `${container.Name} is hardened as the engine sees it`,
      wrong.length === 0,
      wrong.join(),
    );
  }
  for (const service of new Set(containers.map((one) => one.service))) {
    const container = containers.find((one) => one.service === service);
    if (!container) continue;
    const wrong = await powers(project, container);
    findings.check(`a process in ${service} has no powers`, wrong.length === 0, wrong.join("; "));
  }
}

function weaknesses({ service, Config, HostConfig, NetworkSettings }: Container): string[] {
  const ports = Object.entries(NetworkSettings.Ports).filter(([, hosts]) => hosts !== null);
  const asPublished = ports.every(
    ([port, hosts]) =>
      published[service] === port && hosts?.every(({ HostIp }) => HostIp === "127.0.0.1"),
  );
  const demands: Readonly<Record<string, boolean>> = {
    "runs as root": /^[1-9]\d*:\d+$/.test(Config.User),
    "writable root": HostConfig.ReadonlyRootfs,
    "keeps capabilities":
      HostConfig.CapDrop?.join() === "ALL" && (HostConfig.CapAdd ?? []).length === 0,
    "may gain privileges":
      HostConfig.SecurityOpt?.some((one) => one.startsWith("no-new-privileges")) === true,
    "is privileged": !HostConfig.Privileged,
    "no init": HostConfig.Init === true,
    "unbounded memory": HostConfig.Memory > 0,
    "unbounded processor": HostConfig.NanoCpus > 0,
    "unbounded processes": (HostConfig.PidsLimit ?? 0) > 0,
    "does not start again": HostConfig.RestartPolicy.Name === "unless-stopped",
    "publishes what it should not": asPublished && ports.length === (service in published ? 1 : 0),
    "too little shared memory": service !== "browser-worker" || HostConfig.ShmSize >= 512 * 2 ** 20,
  };
  return Object.keys(demands).filter((name) => demands[name] !== true);
}

/** Looked at from inside: what the kernel says of a process, and whether files can be written. */
async function powers(project: Project, container: Container): Promise<string[]> {
  const wrong: string[] = [];
  const { stdout } = await project.exec(container, ["cat", "/proc/self/status"]);
  const status = new Map(stdout.split("\n").map((line) => line.split(/:\s*/) as [string, string]));
  if (!/^0+$/.test(status.get("CapEff") ?? "")) wrong.push(`CapEff ${status.get("CapEff")}`);
  if (!/^0+$/.test(status.get("CapBnd") ?? "")) wrong.push(`CapBnd ${status.get("CapBnd")}`);
  if (status.get("NoNewPrivs") !== "1") wrong.push("NoNewPrivs is off");
  if (status.get("Seccomp") !== "2") wrong.push("no seccomp filter");
  if (status.get("Uid")?.startsWith("0") !== false) wrong.push(`Uid ${status.get("Uid")}`);
  for (const place of ["/etc/written", ...(ours.has(container.service) ? ["/app/written"] : [])]) {
    const { code } = await project.exec(container, ["touch", place]);
    if (code === 0) wrong.push(`could write ${place}`);
  }
  if (ours.has(container.service)) {
    const { code } = await project.exec(container, ["touch", "/var/lib/assay/snapshots/.written"]);
    if (code !== 0) wrong.push("can't write snapshots");
  }
  return wrong;
}

/** Whether a container can open a connection. */
async function reaches(
  project: Project,
  from: Container,
  host: string,
  port: number,
): Promise<boolean> {
  const script = `const s=require("net").connect(${port},"${host}");s.setTimeout(3000,()=>process.exit(1));s.on("connect",()=>process.exit(0));s.on("error",()=>process.exit(1))`;
  return (await project.exec(from, ["node", "-e", script])).code === 0;
}

/** Who can reach whom: workers the web, the API only Redis, nobody from outside Redis. */
export async function lookAtNetworks(project: Project, findings: Findings): Promise<void> {
  const all = await project.containers();
  const one = (service: string) => {
    const found = all.find((container) => container.service === service);
    if (!found) throw new Error(`there is no container of ${service}`);
    return found;
  };
  const web = one("small-web").NetworkSettings.Networks[`${project.name}_egress`]?.IPAddress ?? "";
  for (const worker of ["http-worker", "classifier-worker", "browser-worker"]) {
    const both =
      (await reaches(project, one(worker), "redis", 6379)) &&
      (await reaches(project, one(worker), web, 3128));
    findings.check(`${worker} reaches Redis and the web`, both);
  }
  findings.check("the API reaches Redis", await reaches(project, one("api"), "redis", 6379));
  findings.check(
    "the API does not reach the web",
    !(await reaches(project, one("api"), web, 3128)),
  );
  findings.check(
    "what is only on the web's side does not reach Redis",
    !(await reaches(project, one("small-web"), redisAddress(one("redis")), 6379)),
  );
  const { code } = await project.exec(one("redis"), ["getent", "hosts", "small-web"]);
  findings.check("Redis does not even know the web's name", code !== 0);
}

function redisAddress(redis: Container): string {
  return Object.values(redis.NetworkSettings.Networks)[0]?.IPAddress ?? "";
}

/**
 * Chromium must have its sandbox under our profile. The kernel shows it: a renderer's parent has a
 * process number in a namespace of its own.
 */
export async function lookAtSandbox(project: Project, findings: Findings): Promise<void> {
  let seen = 0;
  for (const container of await project.containers("browser-worker")) {
    if (!container.State.Running) continue;
    const script = "grep -h ^NSpid: /proc/[0-9]*/status; cat /proc/[0-9]*/cmdline";
    const { stdout } = await project.exec(container, ["sh", "-c", script]);
    if (!stdout.includes("--type=zygote")) continue;
    seen += 1;
    const isNested = /^NSpid:\t\d+\t\d+/m.test(stdout);
    findings.check(`${container.Name} runs Chromium in its sandbox`, isNested);
  }
  findings.check("Chromium ran in at least one container", seen > 0);
}
