import { parseArgs } from "node:util";
import { totalTokens } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { type AgentPerformance, performanceOver } from "../money/agent-performance.ts";
import { listEverywhere } from "../retention/find-batch.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { shareWords } from "./money-words.ts";
import { getWorkflow, inSession } from "./session.ts";
import { dollars, textTable } from "./table.ts";

/** Batches that are looked at, the newest. */
const mostBatches = 200;

/** `assay agents [workflow]`: how each agent did, by the version of its spec. */
export async function agents(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [workflow] = positionals;
  return inSession(env, async (session) => {
    if (workflow !== undefined) getWorkflow(session, workflow);
    const worked = await listEverywhere(session, { before: undefined, limit: mostBatches });
    const found = await performanceOver(worked, session.workflows, workflow);
    process.stdout.write(`${values.json ? JSON.stringify(found) : agentTable(found)}\n`);
    return exitCodes.ok;
  });
}

/** The agents side by side; the version in force is marked. */
export function agentTable(found: readonly AgentPerformance[]): string {
  if (found.length === 0) return "no agent has worked yet";
  const rows = found.map((agent) => [
    agent.workflow,
    agent.agent,
    `${agent.spec.slice(0, 12)}${agent.isCurrent ? " *" : ""}`,
    String(agent.records),
    String(agent.attempts),
    agent.answeredShare === null
      ? "–"
      : shareWords({ interval: agent.answeredShare, detail: "" }).replace("about ", ""),
    milliseconds(agent.p50Ms),
    milliseconds(agent.p95Ms),
    String(agent.calls),
    String(totalTokens(agent.usage)),
    dollars(agent.nano),
    perOne(agent.nanoPerRecord),
    perOne(agent.nanoPerAnswer),
  ]);
  const header = [
    "workflow",
    "agent",
    "spec (* in force)",
    "records",
    "attempts",
    "answered",
    "p50",
    "p95",
    "calls",
    "tokens",
    "cost",
    "per record",
    "per answer",
  ];
  return textTable(header, rows);
}

function perOne(nano: NanoDollars | null): string {
  return nano === null ? "–" : dollars(nano);
}

function milliseconds(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
