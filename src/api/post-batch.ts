import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Request, RequestHandler } from "express";
import { csvSource } from "../intake/csv-source.ts";
import { jsonSource } from "../intake/json-source.ts";
import type { LineSource } from "../intake/line-source.ts";
import { ndjsonSource } from "../intake/ndjson-source.ts";
import { type Receipt, submit } from "../intake/submit.ts";
import { BatchOptions, getWorkflow, newBatchOf } from "./batch-options.ts";
import type { ApiDeps } from "./deps.ts";
import { claimKey, type IdempotentUse, isEarlierAnswer } from "./idempotency.ts";
import { Problem } from "./problem.ts";

/** POST /batches: takes the lines in as they arrive, answers 202 once every row is durable. */
export function postBatch(deps: ApiDeps): RequestHandler {
  return async (req, res) => {
    const header = req.get("idempotency-key");
    const use = header === undefined ? undefined : await claimKey(deps.redis, header);
    const hash = createHash("sha256");
    if (use && isEarlierAnswer(use)) {
      for await (const chunk of req) hash.update(chunk as Uint8Array);
      if (hash.digest("hex") !== use.fingerprint) {
        throw new Problem("key_reused", "use a new key for a new batch");
      }
      res.set("Idempotency-Replayed", "true");
      res.status(202).location(`/batches/${use.batch}`).type("json").send(use.answer);
      return;
    }
    try {
      const receipt = await take(req, hash, deps);
      const answer = JSON.stringify(answerOf(receipt));
      await use?.finish(hash.digest("hex"), receipt.batch, answer);
      res
        .status(202)
        .location(`/batches/${receipt.batch}`)
        .set("Retry-After", "2")
        .type("json")
        .send(answer);
    } catch (error) {
      await (use as IdempotentUse | undefined)?.abandon();
      throw error;
    }
  };
}

function answerOf({ batch, lines, invalid }: Receipt) {
  return {
    id: batch,
    lines,
    invalid,
    links: { self: `/batches/${batch}`, results: `/batches/${batch}/results.csv` },
  };
}

async function take(req: Request, hash: Hash, deps: ApiDeps): Promise<Receipt> {
  const body = bodyOf(req, hash);
  const type = req.is([
    "text/csv",
    "application/x-ndjson",
    "application/ndjson",
    "application/json",
  ]);
  switch (type) {
    case "text/csv":
      return accept(csvSource(body), optionsOf(req.query), deps);
    case "application/x-ndjson":
    case "application/ndjson":
      return accept(ndjsonSource(body), optionsOf(req.query), deps);
    case "application/json":
      return acceptJson(body, req.query, deps);
    default:
      throw new Problem(
        "unsupported_media_type",
        "send text/csv, application/x-ndjson or application/json as Content-Type",
      );
  }
}

/** The body as it arrives, inflated if need be; the hash is of the bytes on the wire. */
function bodyOf(req: Request, hash: Hash): Readable {
  const hashed = req.pipe(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    }),
  );
  req.on("aborted", () => hashed.destroy(new Problem("interrupted", "send the whole body")));
  const encoding = req.get("content-encoding");
  if (encoding === undefined || encoding === "identity") return hashed;
  if (encoding !== "gzip")
    throw new Problem("unsupported_media_type", "Content-Encoding may be gzip only");
  const inflated = createGunzip();
  hashed.on("error", (error) => inflated.destroy(error));
  return hashed.pipe(inflated);
}

function optionsOf(given: unknown): BatchOptions {
  return BatchOptions.parse(given);
}

async function accept(source: LineSource, options: BatchOptions, deps: ApiDeps): Promise<Receipt> {
  const workflow = getWorkflow(deps.workflows, options.workflow);
  const batch = newBatchOf(options, workflow);
  return submit(deps.redis, source, { batch, spec: workflow.spec });
}

/** JSON objects have no order: the options may stand after the records. So the body is read twice, from disk. */
async function acceptJson(body: Readable, query: unknown, deps: ApiDeps): Promise<Receipt> {
  const dir = await mkdtemp(join(tmpdir(), "assay-intake-"));
  const file = join(dir, "body.json");
  try {
    await pipeline(body, createWriteStream(file, { mode: 0o600 }));
    const fields: Record<string, unknown> = { ...(query as object) };
    const look = jsonSource(createReadStream(file), (name, value) => (fields[name] = value));
    for await (const _line of look.lines);
    const source = jsonSource(createReadStream(file), () => undefined);
    return await accept(source, optionsOf(fields), deps);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
