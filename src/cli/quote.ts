import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import type { NanoDollars } from "../domain/money.ts";
import type { LineSource } from "../intake/line-source.ts";
import { submit } from "../intake/submit.ts";
import { readSeen } from "../money/outlook.ts";
import { drawSample } from "../money/sample.ts";
import type { Batch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { discardBatch } from "../records/discard.ts";
import { readMoney } from "../records/money.ts";
import { readCount, readUsd } from "./amounts.ts";
import { type ExitCode, exitCodes, usageError } from "./exit.ts";
import { ownName } from "./own-name.ts";
import { forecastOf, quoteJson, quoteText } from "./quote-view.ts";
import {
  demandPrices,
  getBatch,
  getWorkflow,
  inSession,
  ladderOf,
  type Session,
} from "./session.ts";
import { spool, type Spooled } from "./spool.ts";
import { stoppingSignal, workHere } from "./work-here.ts";

interface QuoteOptions {
  readonly workflow: string;
  readonly file: string;
  readonly size: number;
  readonly maxUsdNano: NanoDollars;
  readonly seed: number;
  readonly json: boolean;
}

/** What trying it out may cost when nobody says otherwise. */
const defaultMaxUsd = "2";
const defaultSample = "50";

/** `assay quote <workflow> <file>`: works on a small random sample, then says what the whole file would cost and bring. */
export async function quote(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const options = parse(args);
  const input = await spool(options.file);
  try {
    return await inSession(env, (session) => quoteFile(session, options, input, env));
  } finally {
    await input.discard();
  }
}

function parse(args: readonly string[]): QuoteOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: "string", default: defaultSample },
      "max-usd": { type: "string", default: defaultMaxUsd },
      seed: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [workflow, file] = positionals;
  if (!workflow || !file || positionals.length > 2) {
    throw usageError(
      "usage: assay quote <workflow> <file.csv|file.ndjson|-> [--sample N] [--max-usd N]",
    );
  }
  return {
    workflow,
    file,
    size: readCount("sample", values.sample, 10_000),
    maxUsdNano: readUsd("max-usd", values["max-usd"]),
    seed:
      values.seed === undefined ? randomInt(1, 2 ** 31) : readCount("seed", values.seed, 2 ** 31),
    json: values.json,
  };
}

async function quoteFile(
  session: Session,
  options: QuoteOptions,
  input: Spooled,
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const { spec, hashes } = getWorkflow(session, options.workflow);
  demandPrices(session);
  const source = input.open();
  const { drawn, of } = await drawSample(source.lines, options);
  const stopping = stoppingSignal();
  let begun: string | undefined;
  const { batch: id } = await submit(session.redis, sampleOf(source, drawn), {
    onBatch: async (opened) => void (begun = opened),
    batch: {
      workflow: options.workflow,
      name: `a sample of ${options.file}`,
      specs: { ...hashes },
      maxTier: "browser",
      maxUsdNano: options.maxUsdNano,
    },
    spec,
  }).catch(async (error: unknown) => {
    // An input that was refused leaves nothing behind.
    if (begun !== undefined) await discardBatch(session.redis, begun);
    throw error;
  });
  const batch = await getBatch(session, id);
  say(
    `${of} lines in ${options.file}; a sample of ${drawn.length}, drawn with seed ${options.seed}, is batch ${id}`,
  );
  const how = process.stderr.isTTY ? "terminal" : "lines";
  const end = await workHere(session, batch, stopping, { env, how, to: process.stderr });
  await print(session, { batch, options, lines: of });
  return end === "ended" ? exitCodes.ok : exitCodes.interrupted;
}

/** The lines drawn, as an input of their own. */
function sampleOf(source: LineSource, drawn: readonly Line[]): LineSource {
  const lines = {
    async *[Symbol.asyncIterator]() {
      yield* drawn;
    },
  };
  return { lines, columns: source.columns };
}
type Line = LineSource["lines"] extends AsyncIterable<infer Item> ? Item : never;

async function print(
  session: Session,
  asked: { readonly batch: Batch; readonly options: QuoteOptions; readonly lines: number },
): Promise<void> {
  const { redis } = session;
  const { batch, options, lines } = asked;
  const [counts, money] = await Promise.all([
    readCounts(redis, batch.id),
    readMoney(redis, batch.id),
  ]);
  const sample = await readSeen(redis, { batch, counts }, ladderOf(session, batch.workflow));
  const invalid = counts.reasons.invalid_input ?? 0;
  const whole = forecastOf(sample, { lines, invalid });
  const quoted = { batch, counts, money, lines, ...options, forecast: whole };
  const text = options.json ? quoteJson(quoted) : quoteText(quoted, ownName(process.env));
  process.stdout.write(`${text}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
