import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import type { Request, RequestHandler, Response } from "express";
import { csvSource } from "../intake/csv-source.ts";
import { fileStream } from "../intake/file-stream.ts";
import { jsonSource } from "../intake/json-source.ts";
import { type LineSource, UnreadableInput } from "../intake/line-source.ts";
import { ndjsonSource } from "../intake/ndjson-source.ts";
import { type Receipt, submit } from "../intake/submit.ts";
import { contextOf, within } from "../platform/tracing.ts";
import { activate, findBatch } from "../records/batch.ts";
import { discardBatch } from "../records/discard.ts";
import { BatchOptions, getWorkflow, newBatchOf } from "./batch-options.ts";
import type { ApiDeps } from "./deps.ts";
import { claimKey, type EarlierAnswer, type IdempotentUse } from "./idempotency.ts";
import { parseRequest, Problem } from "./problem.ts";
import { openBody, type RequestBody } from "./request-body.ts";
import type { ReceiptView } from "./batch-view.ts";

/** POST /batches: takes the lines in as they arrive, answers 202 once every row is durable. */
export function postBatch(deps: ApiDeps): RequestHandler {
  return async (req, res) => {
    const header = req.get("idempotency-key");
    const claimed = header === undefined ? undefined : await claimKey(deps, header);
    if (claimed && "earlier" in claimed) return replay(claimed.earlier, req, res, deps);
    const { receipt } = await within(
      () => contextOf(req.get("traceparent")),
      () => takeIn(req, claimed?.use, deps),
    );
    res
      .status(202)
      .location(`/batches/${receipt.batch}`)
      .set("Retry-After", "2")
      .type("json")
      .send(answerTo(receipt));
  };
}

/** Answers as the first time, provided that the same is asked. */
async function replay(
  earlier: EarlierAnswer,
  req: Request,
  res: Response,
  { redis }: Pick<ApiDeps, "redis">,
): Promise<void> {
  const body = openBody(req);
  await finished(body.stream.resume());
  if (body.fingerprint() !== earlier.fingerprint) {
    throw new Problem("key_reused", "use a new key for a new batch");
  }
  // The first server may have died between sealing the batch and putting it to work.
  if (await findBatch(redis, earlier.batch)) await activate(redis, earlier.batch);
  res.set("Idempotency-Replayed", "true");
  res.status(202).location(`/batches/${earlier.batch}`).type("json").send(earlier.answer);
}

/** Takes a body in as a batch. When that fails nothing is left of it, and its key is free again. */
async function takeIn(
  req: Request,
  use: IdempotentUse | undefined,
  deps: ApiDeps,
): Promise<{ receipt: Receipt }> {
  let begun: string | undefined;
  try {
    const body = openBody(req);
    const receipt = await readAs(req, body, async (source, options) => {
      const workflow = getWorkflow(deps.workflows, options.workflow);
      return submit(deps.redis, source, {
        batch: newBatchOf(options, workflow),
        spec: workflow.spec,
        onBatch: async (id) => void (begun = id),
        beforeSeal: async (taken) => {
          if (taken.lines === 0) throw new UnreadableInput("the input holds no record");
          const answer = answerTo(taken);
          await use?.note({ fingerprint: body.fingerprint(), batch: taken.batch, answer });
        },
      });
    });
    use?.end();
    return { receipt };
  } catch (error) {
    use?.end();
    // A batch that was sealed all the same keeps its key, so that asking again finds it.
    const isGone = begun === undefined || (await discardBatch(deps.redis, begun));
    if (isGone) await use?.abandon();
    throw error;
  }
}

type Submit = (source: LineSource, options: BatchOptions) => Promise<Receipt>;

function readAs(req: Request, body: RequestBody, send: Submit): Promise<Receipt> {
  const type = req.is([
    "text/csv",
    "application/x-ndjson",
    "application/ndjson",
    "application/json",
  ]);
  switch (String(type)) {
    case "text/csv":
      return send(csvSource(body.stream), parseRequest(BatchOptions, req.query));
    case "application/x-ndjson":
    case "application/ndjson":
      return send(ndjsonSource(body.stream), parseRequest(BatchOptions, req.query));
    case "application/json":
      return readJson(body, req.query, send);
    default:
      throw new Problem(
        "unsupported_media_type",
        "send text/csv, application/x-ndjson or application/json as Content-Type",
      );
  }
}

/** JSON objects have no order: the options may stand after the records. So the body is read twice, from disk. */
async function readJson(body: RequestBody, query: object, send: Submit): Promise<Receipt> {
  const dir = await mkdtemp(join(tmpdir(), "assay-intake-"));
  const file = join(dir, "body.json");
  try {
    await pipeline(body.stream, createWriteStream(file, { mode: 0o600 }));
    // A map, because a field may have any name: `__proto__`, too.
    const fields = new Map<string, unknown>(Object.entries(query));
    const look = jsonSource(fileStream(file), (name, value) => fields.set(name, value));
    await readThrough(look);
    const options = parseRequest(BatchOptions, Object.fromEntries(fields));
    return await send(
      jsonSource(fileStream(file), () => undefined),
      options,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readThrough({ lines }: LineSource): Promise<void> {
  const reading = lines[Symbol.asyncIterator]();
  while (!(await reading.next()).done);
}

function answerTo({ batch, lines, invalid }: Receipt): string {
  const answer: ReceiptView = {
    id: batch,
    lines,
    invalid,
    links: { self: `/batches/${batch}`, results: `/batches/${batch}/results.csv` },
  };
  return JSON.stringify(answer);
}
