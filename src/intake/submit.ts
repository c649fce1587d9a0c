import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { inSpan, traceparent } from "../platform/tracing.ts";
import { createBatch, type NewBatch } from "../records/batch.ts";
import { acceptLines, type Line, sealBatch } from "../records/intake.ts";
import { batchKeys } from "../records/keys.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import { inputPicker, plainColumn } from "../specs/pick-input.ts";
import { type LineSource, type SourceLine, UnreadableInput } from "./line-source.ts";

export interface Receipt {
  readonly batch: string;
  readonly lines: number;
  readonly invalid: number;
}

/** An input on its way in, and who wants to hear of it. */
export interface Submission {
  readonly batch: NewBatch;
  readonly spec: OrchestratorSpec;
  readonly onBatch?: (id: string) => Promise<void>;
  /** Every line is stored, none is work yet; what this throws leaves it so. */
  readonly beforeSeal?: (receipt: Receipt) => Promise<void>;
}

const chunkLines = 500;
/** A chunk is also sent when its cells are this long together, in characters. */
const chunkChars = 2_000_000;

/**
 * Takes an input in as a batch: every line becomes a row, in order, valid or not. Resolves once
 * all rows are durable and due; until then nothing is worked on, and an interrupted intake leaves
 * a batch that never runs.
 */
export function submit(redis: Redis, source: LineSource, submission: Submission): Promise<Receipt> {
  const attributes = { "assay.workflow": submission.batch.workflow };
  return inSpan("batch.intake", { attributes }, async (note) => {
    const receipt = await takeIn(redis, source, submission);
    const { batch, lines, invalid } = receipt;
    note({ "assay.batch": batch, "assay.lines": lines, "assay.invalid": invalid });
    return receipt;
  });
}

async function takeIn(
  redis: Redis,
  source: LineSource,
  { batch, spec, onBatch, beforeSeal }: Submission,
): Promise<Receipt> {
  const id = await createBatch(redis, batch);
  const trace = traceparent();
  if (trace !== undefined) await redis.hset(batchKeys(id).batch, { trace });
  await onBatch?.(id);
  const { startsAt } = spec.constraints;
  let first = 0;
  let invalid = 0;
  let chunk: Line[] = [];
  let chars = 0;
  const read = lineReader(spec, source);

  async function flush(): Promise<void> {
    await acceptLines(redis, { batch: id, first, startsAt }, chunk);
    first += chunk.length;
    chunk = [];
    chars = 0;
  }

  for await (const sourceLine of source.lines) {
    const line = read(sourceLine);
    if ("invalid" in line) invalid += 1;
    chunk.push(line);
    chars += JSON.stringify(line.cells).length;
    if (chunk.length >= chunkLines || chars >= chunkChars) await flush();
  }
  if (chunk.length > 0) await flush();
  const receipt = { batch: id, lines: first, invalid };
  await beforeSeal?.(receipt);
  await sealBatch(redis, id, source.columns());
  return receipt;
}

/** Turns what was read into a row's content: checked against the spec, with a fingerprint of the input. */
function lineReader(spec: OrchestratorSpec, source: LineSource): (line: SourceLine) => Line {
  let known = -1;
  let pick = inputPicker(spec, []);
  return ({ line, content }) => {
    const columns = source.columns();
    if (columns.length !== known) {
      if (known <= 0) demandColumns(spec, columns);
      known = columns.length;
      pick = inputPicker(spec, columns);
    }
    if ("detail" in content) {
      return { cells: content.cells, invalid: { line, detail: content.detail } };
    }
    const picked = pick(content.cells);
    if (!picked.ok) return { cells: content.cells, invalid: { line, detail: picked.detail } };
    return { cells: content.cells, fingerprint: fingerprint(picked.input) };
  };
}

/** An input of which no column is understood would only make a file full of errors. */
function demandColumns(spec: OrchestratorSpec, columns: readonly string[]): void {
  if (columns.length === 0) return;
  const names = new Set(columns.map(plainColumn));
  const wanted = Object.entries(spec.columns);
  const isKnown = wanted.some(([field, aliases]) =>
    [field, ...aliases].some((name) => names.has(plainColumn(name))),
  );
  if (isKnown) return;
  const hint = wanted
    .map(([field, aliases]) => [field, ...aliases.slice(0, 3)].join("/"))
    .join(", ");
  throw new UnreadableInput(
    `no column of the input is known to ${spec.workflow}: it has ${columns.slice(0, 8).join(", ")}; name one ${hint}`,
  );
}

function fingerprint(input: Record<string, unknown>): string {
  const sorted = Object.fromEntries(Object.entries(input).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha1").update(JSON.stringify(sorted)).digest("base64url").slice(0, 14);
}
