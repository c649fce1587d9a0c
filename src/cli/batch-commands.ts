import { parseArgs } from "node:util";
import { type Reason, reasonNames } from "../domain/reason.ts";
import { plainLine } from "../notices/plain.ts";
import { changeStatus, repinSpecs } from "../records/batch.ts";
import { outlookOf } from "../money/outlook.ts";
import { cancelWaiting } from "../records/cancel.ts";
import { retryBatch } from "../records/retry.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { listEverywhere } from "../retention/find-batch.ts";
import { closingTable } from "./closing-table.ts";
import { deliver } from "./deliver.ts";
import { ownName } from "./own-name.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { getBatch, getSource, getWorkflow, inSession, ladderOf, type Session } from "./session.ts";
import { repairsLine } from "./repairs-line.ts";
import { dollars, percent, textTable } from "./table.ts";

type Env = NodeJS.ProcessEnv;

/** `assay status [batch]`: one batch in numbers, or the newest twenty. */
export async function status(args: readonly string[], env: Env): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  return inSession(env, async (session) => {
    const [id] = positionals;
    if (id === undefined) print(`${await listing(session)}${await repairsLine(session.redis)}`);
    else print(await summary(session, await getSource(session, id), values.json));
    return exitCodes.ok;
  });
}

async function listing(session: Session): Promise<string> {
  const sources = await listEverywhere(session, { before: undefined, limit: 20 });
  if (sources.length === 0)
    return `no batches yet; start one with: ${ownName(process.env)} run ats companies.csv`;
  const rows = await Promise.all(
    sources.map(async (source) => {
      const { batch, archivedAt } = source;
      const { lines, states, answered, costNano } = (await source.numbers()).counts;
      const ended = states.completed + states.failed;
      const created = new Date(batch.createdAt).toISOString().slice(0, 16);
      return [
        batch.id,
        batch.workflow,
        archivedAt === null ? batch.status : `${batch.status}, sealed`,
        `${ended}/${lines}`,
        percent(answered, lines),
        dollars(costNano),
        created,
        plainLine(batch.name, 40),
      ];
    }),
  );
  return textTable(
    ["batch", "workflow", "status", "ended", "answered", "cost", "created (UTC)", "name"],
    rows,
  );
}

async function summary(session: Session, source: BatchSource, json: boolean): Promise<string> {
  const { batch, archivedAt } = source;
  const numbers = await source.numbers();
  const { counts } = numbers;
  const ladder = session.workflows.has(batch.workflow)
    ? ladderOf(session, batch.workflow)
    : undefined;
  const outlook = outlookOf(batch, numbers, ladder);
  if (json) return JSON.stringify({ ...batch, archivedAt, counts, ...outlook });
  const states = Object.entries(counts.states).map(([state, count]) => [
    state,
    String(count),
    percent(count, counts.lines),
  ]);
  const note = batch.statusNote ? ` (${batch.statusNote})` : "";
  const sealed = archivedAt === null ? "" : `, sealed into the archive on ${archivedAt}`;
  return [
    `${batch.id} ${batch.workflow} ${batch.status}${note}${sealed}`,
    textTable(["state", "lines", "share"], states),
    `${closingTable({ batch, counts, outlook })}${await repairsLine(session.redis, batch.id)}`,
  ].join("\n\n");
}

/** `assay results <batch> [--out file]`: the results so far; CSV or NDJSON by the name's end. */
export async function results(args: readonly string[], env: Env): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: "string", default: "-" } },
  });
  return inSession(env, async (session) => {
    await deliver(session, await getSource(session, idOf(positionals, "results")), values.out);
    return exitCodes.ok;
  });
}

/** `assay retry <batch>`: works on ended rows again, all without an answer or only some. */
export async function retry(args: readonly string[], env: Env): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: "string", default: "unanswered" },
      reason: { type: "string", multiple: true, default: [] },
    },
  });
  const { only } = values;
  if (only !== "failed" && only !== "undeterminable" && only !== "unanswered") {
    throw usageError(`--only is failed, undeterminable or unanswered, not ${only}`);
  }
  const reasons = values.reason.map(reasonOf);
  return inSession(env, async (session) => {
    const batch = await getBatch(session, idOf(positionals, "retry"));
    const { startsAt } = getWorkflow(session, batch.workflow).spec.constraints;
    const reopened = await retryBatch(
      session.redis,
      { batch: batch.id, startsAt },
      { only, reasons },
    );
    print(`${reopened} rows are due again`);
    return exitCodes.ok;
  });
}

function reasonOf(name: string): Reason {
  const reason = reasonNames.find((one) => one === name);
  if (!reason) throw usageError(`--reason is one of ${reasonNames.join(", ")}`);
  return reason;
}

/** `assay pause|resume|cancel <batch>`. */
export async function steer(
  to: "paused" | "active" | "cancelled",
  args: readonly string[],
  env: Env,
): Promise<ExitCode> {
  return inSession(env, async (session) => {
    const { redis } = session;
    const batch = await getBatch(session, idOf(args, to));
    // Resuming is how a person says that changed specs are meant to apply.
    if (to === "active")
      await repinSpecs(redis, batch.id, { ...getWorkflow(session, batch.workflow).hashes });
    const reply = await changeStatus(redis, batch.id, to);
    if (reply !== "ok")
      throw new CommandError(`batch ${batch.id} is ${reply}; it can't become ${to}`);
    if (to === "cancelled")
      while ((await cancelWaiting(redis, { batch: batch.id, max: 5_000 })) > 0);
    print(`${batch.id} is ${to}`);
    return exitCodes.ok;
  });
}

export function idOf(positionals: readonly string[], command: string): string {
  const [id] = positionals;
  if (id !== undefined) return id;
  throw usageError(`usage: assay ${command} <batch>; \`assay status\` lists the batches`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
