import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startOwnRedis } from "../bench/own-redis.ts";
import type { Mind } from "../model-server/ask.ts";
import { startModelServer } from "../model-server/server.ts";
import type { Player, Role } from "./cast.ts";
import type { LabBatch, LabResult, LabRow, LabTask } from "./lab.ts";
import { type Forbidden, startWorld } from "./world.ts";

/** A world, and the mind that is asked in it. */
export interface Setting<R extends Role> {
  readonly players: readonly Player<R>[];
  /** Made when the world stands: `withdraw` takes a company's pages back. */
  readonly mind: (withdraw: (domain: string) => void) => Mind;
  readonly batches: readonly LabBatch[];
}

export interface Measured {
  readonly results: readonly LabResult[];
  /** What got through to where nothing may. */
  readonly forbidden: readonly Forbidden[];
  readonly minutes: number;
}

/** Runs the real workers over a world of its own, with a mind of its own behind both providers' APIs. */
export async function measure<R extends Role>({
  players,
  mind,
  batches,
}: Setting<R>): Promise<Measured> {
  const redis = await startOwnRedis();
  const stopRedis = () => void redis.stop();
  process.once("exit", stopRedis);
  const world = await startWorld(players);
  const models = await startModelServer({ mind: mind(world.withdraw) });
  const home = mkdtempSync(join(tmpdir(), "assay-honesty-"));
  const { proxyUrl, dnsUrl, caPath } = world;
  const { openaiUrl, anthropicUrl } = models;
  const { socket } = redis;
  const started = Date.now();
  try {
    const task = { socket, home, proxyUrl, dnsUrl, caPath, openaiUrl, anthropicUrl, batches };
    const results = await runInProcess(task);
    return { results, forbidden: world.forbidden(), minutes: (Date.now() - started) / 60_000 };
  } finally {
    await models.close();
    await world.close();
    await redis.stop();
    process.removeListener("exit", stopRedis);
    rmSync(home, { recursive: true, force: true });
  }
}

const part = fileURLToPath(new URL("lab-part.js", import.meta.url));

async function runInProcess(task: LabTask): Promise<LabResult[]> {
  const file = join(task.home, "task.json");
  writeFileSync(file, JSON.stringify(task));
  const child = spawn(process.execPath, ["--enable-source-maps", part, file], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: task.caPath },
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  process.removeListener("exit", stop);
  if (code !== 0) throw new Error(`the lab ended with ${code}`);
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as LabResult[];
}

/** What a row's end is worth by the truth. */
export type Verdict = "right" | "wrong" | "silent";

/** An answer must be the truth to the letter; where there is none, any answer is wrong. */
export function verdictOn({ ats, tenant, outcome }: LabRow, { role, entry }: Player): Verdict {
  if (outcome !== "answered") return "silent";
  if (role.truth === "none") return "wrong";
  const { vendor, tenant: own } = entry.scene;
  const isRight =
    ats === vendor.id && (tenant === null || tenant.toLowerCase() === own.key.toLowerCase());
  return isRight ? "right" : "wrong";
}
