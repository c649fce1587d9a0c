import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { takeSample } from "./batch.ts";
import { startEngine, unmountBelow } from "./engine.ts";
import { createFindings } from "./findings.ts";
import { buildImages, buildStandIns, standInEnvironment } from "./images.ts";
import { openProject } from "./project.ts";
import { playThrough } from "./scenario.ts";
import { attempt, must, say } from "./shell.ts";

/**
 * `npm run compose-test [-- --keep --every 6 --head …]`: a Docker engine of its own, images from Debian's
 * packages in place of those of a registry, then the compose file as it is. See ../README.md.
 */
const { values } = parseArgs({
  options: {
    /** Where everything lies meanwhile. */
    dir: { type: "string", default: "/var/tmp/assay-compose-test" },
    /** Leaves images for the next run. */
    keep: { type: "boolean", default: false },
    /** Every n-th line of the small web's list. */
    every: { type: "string", default: "5" },
    /** Builds what is committed instead of what lies in the checkout. */
    head: { type: "boolean", default: false },
    /** Takes the project's images as the last run with --keep left them. */
    built: { type: "boolean", default: false },
    /** What to bring up, by comma; everything when left out. */
    services: { type: "string", default: "" },
    /** The second half, in a network namespace; the first half calls it. */
    inside: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const here = join(root, "test", "compose", "engine");
const engineDir = join(values.dir, "engine");

if (values.inside) process.exitCode = await runProject();
else process.exitCode = await runBoth();

async function runBoth(): Promise<number> {
  demand();
  await installPrograms();
  mkdirSync(values.dir, { recursive: true });
  try {
    await makeImages();
    const inside = ["unshare", "--net", process.execPath, ...process.argv.slice(1), "--inside"];
    const child = spawn(inside[0] ?? "", inside.slice(1), { stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => child.kill(signal));
    const [code] = (await once(child, "exit")) as [number | null];
    return code ?? 1;
  } finally {
    await unmountBelow(values.dir);
    if (!values.keep) rmSync(values.dir, { recursive: true, force: true });
  }
}

async function makeImages(): Promise<void> {
  const engine = await startEngine({ dir: engineDir, purpose: "builds" });
  try {
    await buildStandIns(engine, { dir: values.dir, here });
    if (values.built) return;
    const context = values.head ? await exportHead() : root;
    for (const { name, megabytes } of await buildImages(engine, context))
      say(`${name}: ${megabytes} MB`);
  } finally {
    await engine.stop();
  }
}

async function exportHead(): Promise<string> {
  const context = join(values.dir, "context");
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context);
  await must(["sh", "-c", `git -C "${root}" archive HEAD | tar -x -C "${context}"`]);
  return context;
}

async function runProject(): Promise<number> {
  await must(["ip", "link", "set", "lo", "up"]);
  const secrets = join(values.dir, "secrets");
  const files = join(values.dir, "files");
  rmSync(files, { recursive: true, force: true });
  await must(["sh", join(root, "deploy/compose/prepare.sh")], {
    env: { ...process.env, ASSAY_SECRETS: secrets, ASSAY_FILES: files },
  });
  const engine = await startEngine({ dir: engineDir, purpose: "networks" });
  const findings = createFindings();
  try {
    const project = await openProject({
      engine,
      root,
      files: [join(root, "docker-compose.yml"), join(here, "override.yml")],
      env: {
        ...standInEnvironment,
        ASSAY_SECRETS: secrets,
        ASSAY_FILES: files,
        ASSAY_CHECKOUT: root,
        ASSAY_HTTP_PROXY: "http://small-web:3128",
        ASSAY_HTTPS_PROXY: "http://small-web:3128",
        ASSAY_DNS_URL: "https://dns.small-web.example/dns-query",
        ASSAY_MODELS: "false",
      },
    });
    try {
      const services = values.services.split(",").filter(Boolean);
      const sample = takeSample(Number(values.every));
      const dropDir = join(files, "drop", "ats");
      const play = playThrough({ project, findings, sample, services, dropDir });
      await Promise.race([play, untilTold()]);
    } catch (error) {
      findings.check("the test comes to its end", false, told(error));
      say(await project.compose(["logs", "--tail", "15"]));
    } finally {
      await project
        .compose(["down", "--volumes", "--timeout", "30"], 300_000)
        .catch((error: unknown) => {
          findings.check("everything is taken down", false, told(error));
        });
    }
    findings.check("nothing is left after down", (await project.containers()).length === 0);
  } finally {
    await engine.stop();
  }
  say(`${findings.passed} passed, ${findings.failed} failed`);
  return findings.failed === 0 ? 0 : 1;
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n${told(error.cause)}`;
}

/** Rejects when somebody stops the test; what it started is taken down all the same. */
function untilTold(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
    }
  });
}

function demand(): void {
  if (process.platform === "linux" && process.getuid?.() === 0) return;
  say("compose-test starts an engine of its own: run it as root, on Linux.");
  process.exit(1);
}

async function installPrograms(): Promise<void> {
  const packages: Readonly<Record<string, string>> = {
    dockerd: "docker.io",
    "docker-compose": "docker-compose",
    iptables: "iptables",
    debootstrap: "debootstrap",
    ip: "iproute2",
  };
  const missing: string[] = [];
  for (const [program, name] of Object.entries(packages)) {
    if ((await attempt(["which", program])).code !== 0) missing.push(name);
  }
  if (missing.length === 0) return;
  const command = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  say(command.join(" "));
  await must(["apt-get", "update"], { timeoutMs: 300_000 });
  await must(command, {
    timeoutMs: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
