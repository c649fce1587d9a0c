import { parseArgs } from "node:util";
import { createHash } from "node:crypto";
import type { NanoDollars } from "../domain/money.ts";
import { tiers, type Tier } from "../domain/tier.ts";
import { readOutlook } from "../money/outlook.ts";
import { submit } from "../intake/submit.ts";
import { type Batch, changeStatus, findBatch } from "../records/batch.ts";
import { discardBatch } from "../records/discard.ts";
import { readCounts } from "../records/counters.ts";
import { globalKeys } from "../records/keys.ts";
import { liveBatch } from "../retention/live-batch.ts";
import { changedSpecs, type Workflow } from "../agents/workflow.ts";
import { readUsd } from "./amounts.ts";
import { closingTable } from "./closing-table.ts";
import { deliver } from "./deliver.ts";
import { ownName } from "./own-name.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import {
  demandPrices,
  getBatch,
  getWorkflow,
  inSession,
  ladderOf,
  type Session,
} from "./session.ts";
import { demandWritable } from "./file-trouble.ts";
import { spool, type Spooled } from "./spool.ts";
import type { End, Watching } from "./watch-batch.ts";
import { stoppingSignal, workHere } from "./work-here.ts";

/** An input that was interrupted is continued for this long. */
const continuedS = 90 * 86_400;

interface RunOptions {
  readonly workflow: string;
  readonly file: string;
  readonly out: string;
  readonly maxUsdNano: NanoDollars | null;
  readonly maxUsdPerRecordNano: NanoDollars | null;
  readonly maxTier: Tier;
  readonly json: boolean;
  readonly fresh: boolean;
}

/** `assay run <workflow> <file>`: takes a file in, works on it here, writes the results. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const options = parse(args);
  demandWritable(options);
  const input = await spool(options.file);
  try {
    return await inSession(env, (session) => runBatch(session, options, input, env));
  } finally {
    await input.discard();
  }
}

function parse(args: readonly string[]): RunOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string", default: "results.csv" },
      "max-usd": { type: "string" },
      "max-usd-per-record": { type: "string" },
      "max-tier": { type: "string", default: "3" },
      json: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
    },
  });
  const [workflow, file] = positionals;
  if (!workflow || !file || positionals.length > 2) {
    throw usageError(
      "usage: assay run <workflow> <file.csv|file.ndjson|-> [--out results.csv] [--max-tier 1|2|3]",
    );
  }
  const maxTier = tiers[Number(values["max-tier"]) - 1];
  if (!maxTier) throw usageError(`--max-tier is 1, 2 or 3, not ${values["max-tier"]}`);
  if (values.json && values.out === "-")
    throw usageError("--json and --out - would both write to standard output; give --out a file");
  const sum = (option: "max-usd" | "max-usd-per-record") => {
    const { [option]: text } = values;
    return text === undefined ? null : readUsd(option, text);
  };
  return {
    workflow,
    file,
    out: values.out,
    maxUsdNano: sum("max-usd"),
    maxUsdPerRecordNano: sum("max-usd-per-record"),
    maxTier,
    json: values.json,
    fresh: values.fresh,
  };
}

async function runBatch(
  session: Session,
  options: RunOptions,
  input: Spooled,
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const workflow = getWorkflow(session, options.workflow);
  demandPrices(session);
  const stopping = stoppingSignal();
  const batch = await takeIn(session, options, workflow, input);
  // Standard output is for one kind of data: the results, where they go there.
  const to = options.out === "-" ? process.stderr : process.stdout;
  const end = await workHere(session, batch, stopping, { env, how: watchingOf(options), to });
  return finish(session, batch.id, end, options);
}

/** The batch of this very input, if it was interrupted; else a new one. */
async function takeIn(
  session: Session,
  options: RunOptions,
  workflow: Workflow,
  input: Spooled,
): Promise<Batch> {
  const { redis } = session;
  const key = globalKeys.run(runKey(options, input));
  const unfinished = options.fresh ? undefined : await findUnfinished(session, key);
  if (unfinished) {
    demandSameSpecs(unfinished, workflow);
    await changeStatus(redis, unfinished.id, "active");
    const { lines, states } = await readCounts(redis, unfinished.id);
    say(
      `continuing batch ${unfinished.id}: ${states.completed + states.failed} of ${lines} lines have ended`,
    );
    if (options.maxUsdNano !== null && options.maxUsdNano !== unfinished.maxUsdNano) {
      say(
        `its ceiling stays as it is; to change it: ${ownName(process.env)} top-up ${unfinished.id} --max-usd ${options.maxUsdNano / 1e9}`,
      );
    }
    return unfinished;
  }
  let begun: string | undefined;
  const receipt = await submit(redis, input.open(), {
    onBatch: async (id) => void (begun = id),
    batch: {
      workflow: options.workflow,
      name: options.file,
      specs: { ...workflow.hashes },
      maxTier: options.maxTier,
      maxUsdNano: options.maxUsdNano,
      maxUsdPerRecordNano: options.maxUsdPerRecordNano,
    },
    spec: workflow.spec,
    // Before it is work: a run that dies from here on is continued, not begun a second time.
    beforeSeal: async ({ batch }) => void (await redis.set(key, batch, "EX", continuedS)),
  }).catch(async (error: unknown) => {
    // An input that was refused leaves nothing behind.
    if (begun !== undefined) await discardBatch(redis, begun);
    throw error;
  });
  const invalid = receipt.invalid > 0 ? `, ${receipt.invalid} of them invalid` : "";
  say(
    `batch ${receipt.batch}: ${receipt.lines} ${receipt.lines === 1 ? "line" : "lines"}${invalid}`,
  );
  return getBatch(session, receipt.batch);
}

function runKey({ workflow, maxTier }: RunOptions, { sha256 }: Spooled): string {
  return createHash("sha256").update(`${workflow} ${maxTier} ${sha256}`).digest("hex").slice(0, 32);
}

/** A batch is continued until its results file has been written. */
async function findUnfinished({ redis }: Session, key: string): Promise<Batch | undefined> {
  const id = await redis.get(key);
  const batch = id === null ? undefined : await findBatch(redis, id);
  const isOpen =
    batch && batch.deliveredAt === null && ["active", "paused", "done"].includes(batch.status);
  return isOpen ? batch : undefined;
}

function demandSameSpecs(batch: Batch, workflow: Workflow): void {
  const changed = changedSpecs(workflow, batch);
  if (changed.length === 0 || batch.status === "done") return;
  throw new CommandError(
    `batch ${batch.id} of this input began under other specs (${changed.join(", ")}).\n` +
      `Go on under the new ones with \`${ownName(process.env)} resume ${batch.id}\` and this command again, or start over with --fresh.`,
    exitCodes.specsChanged,
  );
}

async function finish(
  session: Session,
  id: string,
  end: End,
  options: RunOptions,
): Promise<ExitCode> {
  const batch = await getBatch(session, id);
  const counts = await readCounts(session.redis, id);
  if (end !== "ended") {
    const ended = counts.states.completed + counts.states.failed;
    const why =
      end === "paused" ? `is paused: ${batch.statusNote || "by a person"}` : "was stopped";
    say(
      `\nbatch ${id} ${why}, ${ended} of ${counts.lines} lines have ended. The same command goes on with it.`,
    );
    return end === "paused" ? exitCodes.specsChanged : exitCodes.interrupted;
  }
  const tally = await deliver(session, liveBatch(session, batch), options.out);
  const outlook = await readOutlook(
    session.redis,
    { batch, counts },
    ladderOf(session, batch.workflow),
  );
  say(`\n${closingTable({ batch, counts, tally, outlook })}`);
  if (options.out !== "-") say(`results: ${options.out}`);
  say(`proof:   ${ownName(process.env)} verify ${id}`);
  return exitCodes.ok;
}

function watchingOf({ json, out }: RunOptions): Watching {
  if (json) return "json";
  const isTerminal = process.stderr.isTTY && (process.stdout.isTTY || out === "-");
  return isTerminal ? "terminal" : "lines";
}

/** For the person: beside the data, which goes to standard output. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
