import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Redis } from "ioredis";
import { z } from "zod";
import { restedAt } from "../records/archive.ts";
import { resultsCsv, resultsNdjson } from "../results/write-results.ts";
import { openBatch } from "../retention/find-batch.ts";
import type { DropDeps } from "./drop-folder.ts";

/** Hash: batch -> where its file lies, until its results lie beside it. */
const openKey = "assay:{drop}:open";
const takenKey = (batch: string) => `assay:{drop}:taken:${batch}`;

const Dropped = z.object({ done: z.string() });

/**
 * Notes that a batch came from a file, and which taking of it that was: another file with the same
 * content gets to hear the first one's mark.
 */
export async function rememberDropped(
  redis: Redis,
  {
    batch,
    mark,
    done,
    rememberedMs,
  }: { batch: string; mark: string; done: string; rememberedMs: number },
): Promise<string> {
  const isFirst = await redis.set(takenKey(batch), mark, "PX", rememberedMs, "NX");
  const owner = isFirst === null ? await redis.get(takenKey(batch)) : mark;
  // Again for the same taking: whoever began it may have died before it was noted.
  if (owner === mark) await redis.hset(openKey, batch, JSON.stringify({ done }));
  return owner ?? mark;
}

/** Writes the results of ended batches beside their files, each whole or not at all. */
export async function deliverDropped(deps: DropDeps, signal: AbortSignal): Promise<void> {
  const open = await deps.redis.hgetall(openKey);
  for (const [batch, text] of Object.entries(open)) {
    if (signal.aborted) return;
    const { done } = Dropped.parse(JSON.parse(text));
    if (await deliver(deps, batch, done)) await deps.redis.hdel(openKey, batch);
  }
}

/** `false` while its time has not come. */
async function deliver(deps: DropDeps, id: string, file: string): Promise<boolean> {
  const source = await openBatch(deps, id);
  if (!source) return true;
  const { counts } = await source.numbers();
  if (source.archivedAt === null && restedAt(source.batch, counts) === null) return false;
  const workflow = deps.workflows.get(source.batch.workflow);
  const output = workflow ? Object.keys(workflow.spec.outputs.shape) : [];
  const extension = extname(file);
  const isCsv = extension.toLowerCase() === ".csv";
  const write = isCsv ? resultsCsv : resultsNdjson;
  const to = `${file.slice(0, -extension.length)}.results.${isCsv ? "csv" : "ndjson"}`;
  const draft = `${to}.${process.pid}.part`;
  await mkdir(dirname(to), { recursive: true });
  try {
    const lines = write(source.records(), { input: source.batch.columns, output });
    await pipeline(Readable.from(lines), createWriteStream(draft));
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  deps.log.info({ batch: id, results: to }, "results are written");
  return true;
}
