import { accessSync, constants, mkdirSync } from "node:fs";
import { loadWorkflows } from "../agents/registry.ts";
import { openNoticeChannels } from "../notices/channels/open.ts";
import { type Config, loadConfig, secretSettings } from "../platform/config.ts";
import { Environment } from "../platform/environment.ts";
import { createLogger } from "../platform/log.ts";
import { openRedis } from "../platform/redis.ts";
import { ChromiumMissing, findChromium } from "../web/browser/find-chromium.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { type Finding, lookAtPrices, lookAtProviders } from "./doctor-models.ts";
import { textTable } from "./table.ts";

/** `assay doctor`: tries every part that a run needs, says what to do, and lists every setting. */
export async function doctor(_args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const config = loadConfig(env);
  const findings = [
    { part: "Node", ok: isNodeNewEnough(), says: `${process.version} (20.19 or later is needed)` },
    await tryPart("Redis", () => lookAtRedis(config)),
    await tryPart("Chromium", async () => lookAtChromium(config, env)),
    await tryPart("snapshots", async () => lookAtDirectory(config.ASSAY_SNAPSHOTS)),
    await tryPart("prices", async () => lookAtPrices(config)),
    ...(await lookAtProviders(config)),
    await tryPart("specs", async () => `${loadWorkflows().size} workflows, all sound`),
    { part: "egress", ok: true, says: egressOf(config) },
    await tryPart("notices", async () => lookAtChannels(config)),
  ];
  print(
    textTable(
      ["part", "", "says"],
      findings.map(({ part, ok, says }) => [part, ok ? "ok" : "FAIL", says]),
    ),
  );
  print(`\n${settings(config)}`);
  return findings.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed;
}

async function tryPart(part: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { part, ok: true, says: await look() };
  } catch (error) {
    return { part, ok: false, says: error instanceof Error ? error.message : String(error) };
  }
}

async function lookAtRedis(config: Config): Promise<string> {
  const handle = await openRedis(config, createLogger({ level: "silent", name: "doctor" }));
  try {
    const whose =
      handle.server.kind === "private" ? `private, in ${handle.server.dir}` : "as REDIS_URL says";
    return [`${handle.version}, ${whose}`, ...handle.warnings].join("; ");
  } finally {
    await handle.close();
  }
}

async function lookAtChromium(config: Config, env: NodeJS.ProcessEnv): Promise<string> {
  const { shell, full } = findChromium({ given: config.ASSAY_CHROMIUM, path: env["PATH"] ?? "" });
  if (!shell && !full) throw new ChromiumMissing();
  return [shell && `headless shell ${shell}`, full && `full ${full}`].filter(Boolean).join(", ");
}

async function lookAtDirectory(dir: string): Promise<string> {
  mkdirSync(dir, { recursive: true });
  accessSync(dir, constants.W_OK);
  return `${dir} is writable; workers on several machines must share it`;
}

/** Where notices go; nothing is sent. */
async function lookAtChannels(config: Config): Promise<string> {
  const channels = openNoticeChannels(config, createLogger({ level: "silent", name: "doctor" }));
  const leads = channels.list.map(({ name, to }) => `${name} to ${to}`).join("; ");
  await channels.close();
  return `${leads}; \`assay notices test\` tries them`;
}

function egressOf(config: Config): string {
  const proxy = config.HTTPS_PROXY ?? config.HTTP_PROXY;
  const way = proxy ? "through the proxy in HTTP_PROXY/HTTPS_PROXY" : "directly";
  return `${way}; robots.txt ${config.ASSAY_ROBOTS ? "honoured" : "IGNORED"}; as ${config.ASSAY_USER_AGENT}`;
}

function isNodeNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

/** Every setting with its value in force; what may hold a password is not shown. */
function settings(config: Config): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const value = String(config[name as keyof Config] ?? "");
    const isHidden = secretSettings.includes(name) || name.endsWith("URL");
    const shown = isHidden && value !== "" ? "(set)" : value;
    return [`${name}=${shown}`, schema.meta()?.description ?? ""];
  });
  const width = Math.max(...rows.map(([setting = ""]) => setting.length));
  return rows.map(([setting = "", what = ""]) => `${setting.padEnd(width)}  ${what}`).join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
