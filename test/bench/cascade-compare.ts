import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Known, honestMind } from "../model-server/honest-mind.ts";
import { startModelServer } from "../model-server/server.ts";
import { mixedKnown, mixedTruth } from "../small-web/mixed-list.ts";
import { startSmallWeb } from "../small-web/server.ts";
import type { SideResult, SideRow, SideTask } from "./cascade-side.ts";
import { startOwnRedis } from "./own-redis.ts";

export interface CascadeOptions {
  readonly rows: number;
  /** Number of the first row in the endless list. */
  readonly from: number;
  readonly sides: readonly SideTask["side"][];
  /** Without models: what patterns and renders settle by themselves. */
  readonly withoutModels: boolean;
}

/** One side, judged by the truth that only the small web knows. */
export interface Judged extends SideResult {
  readonly side: SideTask["side"];
  readonly right: readonly SideRow[];
  readonly wrong: readonly SideRow[];
  /** Rows with an answer that were left without one. */
  readonly missed: readonly SideRow[];
  /** What the model server billed by its own count, whatever the ledger says. */
  readonly servedCalls: number;
  readonly servedTokens: number;
}

/** Runs the sides one after the other over the same rows, each against fresh servers and an empty Redis. */
export async function measureSides(options: CascadeOptions): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const side of options.sides) judged.push(await measureSide(side, options));
  return judged;
}

async function measureSide(side: SideTask["side"], options: CascadeOptions): Promise<Judged> {
  const redis = await startOwnRedis();
  const web = await startSmallWeb();
  const models = await startModelServer({ mind: honestMind(knownOf) });
  const home = mkdtempSync(join(tmpdir(), "assay-cascade-"));
  const { proxyUrl, dnsUrl, caPath } = web;
  const { openaiUrl, anthropicUrl } = models;
  try {
    const result = await runInProcess(
      {
        side,
        socket: redis.socket,
        rows: options.rows,
        from: options.from,
        proxyUrl,
        dnsUrl,
        caPath,
        home,
        models: options.withoutModels ? null : { openaiUrl, anthropicUrl },
      },
      { NODE_EXTRA_CA_CERTS: caPath },
    );
    const totals = models.totals();
    return {
      ...judge(side, result),
      servedCalls: totals.reduce((sum, { calls }) => sum + calls, 0),
      servedTokens: totals.reduce(
        (sum, each) => sum + sumOf(each.answered) + sumOf(each.unseen),
        0,
      ),
    };
  } finally {
    await models.close();
    await web.close();
    await redis.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function sumOf(usage: object): number {
  return Object.values(usage).reduce<number>((sum, count) => sum + Number(count), 0);
}

/** The company that a question names, as the small web knows it. */
function knownOf(text: string): Known | undefined {
  const digits = /mixweb-(\d{6})\.com/.exec(text)?.[1];
  return digits === undefined ? undefined : mixedKnown(Number(digits));
}

const part = fileURLToPath(new URL("cascade-part.js", import.meta.url));

async function runInProcess(task: SideTask, env: Record<string, string>): Promise<SideResult> {
  const child = spawn(process.execPath, ["--enable-source-maps", part, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the side "${task.side}" ended with ${code}`);
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "") as SideResult;
}

type Verdicts = Pick<Judged, "right" | "wrong" | "missed">;

function judge(
  side: SideTask["side"],
  result: SideResult,
): Omit<Judged, "servedCalls" | "servedTokens"> {
  const by: { [Key in keyof Verdicts]: SideRow[] } = { right: [], wrong: [], missed: [] };
  for (const row of result.rows) {
    const truth = mixedTruth(row.index);
    if (row.ats === null) {
      if (truth.determinable) by.missed.push(row);
    } else if (truth.determinable ? truth.ats === row.ats : truth.orAnswers.includes(row.ats))
      by.right.push(row);
    else by.wrong.push(row);
  }
  return { side, ...result, ...by };
}
