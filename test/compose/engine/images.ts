import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Engine } from "./engine.ts";
import { attempt, must, say } from "./shell.ts";

export interface ImageSizes {
  readonly name: string;
  readonly megabytes: number;
}

const standIns = ["redis", "prometheus", "alertmanager", "grafana"] as const;
const certificates = "/etc/ssl/certs/ca-certificates.crt";

/** What the compose file has to be told so that it takes the stand-ins. */
export const standInEnvironment = {
  NODE_IMAGE: "stand-in/node:bookworm",
  REDIS_IMAGE: "stand-in/redis:bookworm",
  PROMETHEUS_IMAGE: "stand-in/prometheus:bookworm",
  ALERTMANAGER_IMAGE: "stand-in/alertmanager:bookworm",
  GRAFANA_IMAGE: "stand-in/grafana:bookworm",
} as const;

/** Builds what the images stand on, from Debian's packages: no registry of images is reached. */
export async function buildStandIns(engine: Engine, { dir, here }: { dir: string; here: string }) {
  const folder = join(here, "stand-ins");
  const has = async (image: string) =>
    (await attempt(["docker", "image", "inspect", image], { env: engine.env })).code === 0;
  if (!(await has("stand-in/debian:bookworm"))) await importDebian(engine, dir);
  if (!(await has("stand-in/node:bookworm"))) {
    const context = join(dir, "node-context");
    rmSync(context, { recursive: true, force: true });
    mkdirSync(context, { recursive: true });
    copyFileSync(process.execPath, join(context, "node"));
    cpSync(await npmFolder(), join(context, "npm"), { recursive: true, dereference: true });
    copyFileSync(certificates, join(context, "ca-certificates.crt"));
    await build(
      engine,
      ["--file", join(folder, "node.Dockerfile")],
      "stand-in/node:bookworm",
      context,
    );
  }
  for (const name of standIns) {
    const image = `stand-in/${name}:bookworm`;
    if (await has(image)) continue;
    await build(engine, ["--file", join(folder, `${name}.Dockerfile`)], image, folder);
  }
}

/** Builds the project's own two images, from its own Dockerfile as it stands. */
export async function buildImages(engine: Engine, context: string): Promise<ImageSizes[]> {
  const base = ["--build-arg", `NODE_IMAGE=${standInEnvironment.NODE_IMAGE}`];
  await build(engine, [...base, "--target", "app"], "assay:local", context);
  await build(engine, [...base, "--target", "browser"], "assay-browser:local", context);
  const sizes: ImageSizes[] = [];
  for (const name of [standInEnvironment.NODE_IMAGE, "assay:local", "assay-browser:local"]) {
    const bytes = await engine.docker(["image", "inspect", "--format", "{{.Size}}", name]);
    sizes.push({ name, megabytes: Math.round(Number(bytes) / 1e6) });
  }
  return sizes;
}

async function build(engine: Engine, args: readonly string[], tag: string, context: string) {
  say(`building ${tag}`);
  // The network of this machine: its registries may be behind a proxy of its own.
  await engine.docker(
    ["build", "--network=host", "--quiet", ...args, "--tag", tag, context],
    900_000,
  );
}

async function importDebian(engine: Engine, dir: string): Promise<void> {
  const tree = join(dir, "debian");
  if (!existsSync(join(tree, "etc", "debian_version"))) {
    say("a fresh Debian, by debootstrap: some minutes");
    rmSync(tree, { recursive: true, force: true });
    await must(
      ["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", tree],
      {
        timeoutMs: 900_000,
      },
    );
  }
  const tar = join(dir, "debian.tar");
  await must([
    "tar",
    "-C",
    tree,
    "--exclude=./proc/*",
    "--exclude=./var/cache/apt/archives/*.deb",
    "-cf",
    tar,
    ".",
  ]);
  await engine.docker(["import", tar, "stand-in/debian:bookworm"]);
  rmSync(tar);
  rmSync(tree, { recursive: true });
}

/** Where npm lies beside this Node. */
async function npmFolder(): Promise<string> {
  const npm = realpathSync(await must(["which", "npm"]));
  return dirname(dirname(npm));
}
