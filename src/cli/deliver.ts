import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { markDelivered } from "../records/batch.ts";
import type { AssayRecord } from "../records/record.ts";
import { resultsCsv, resultsNdjson } from "../results/write-results.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import type { AnswerTally } from "./closing-table.ts";
import { getWorkflow, type Session } from "./session.ts";

/** Writes a batch's results to a file (`-`: standard output) and tallies its answers on the way. */
export async function deliver(
  session: Pick<Session, "redis" | "workflows">,
  source: Pick<BatchSource, "batch" | "archivedAt" | "records">,
  out: string,
): Promise<{ field: string; answers: AnswerTally }> {
  const { batch } = source;
  const output = Object.keys(getWorkflow(session, batch.workflow).spec.outputs.shape);
  const field = output[0] ?? "answer";
  const tally = new Map<string, number>();

  async function* counted(): AsyncGenerator<AssayRecord> {
    for await (const record of source.records()) {
      for (const value of valuesOf(record, field)) tally.set(value, (tally.get(value) ?? 0) + 1);
      yield record;
    }
  }

  const write = out.endsWith(".ndjson") || out.endsWith(".jsonl") ? resultsNdjson : resultsCsv;
  const text = Readable.from(write(counted(), { input: batch.columns, output }));
  if (out === "-") {
    await pipeline(text, process.stdout, { end: false });
  } else {
    // A reader never sees half a file, and an interrupted write leaves the old one.
    await pipeline(text, createWriteStream(`${out}.part`));
    await rename(`${out}.part`, out);
  }
  if (batch.doneAt !== null && source.archivedAt === null) {
    await markDelivered(session.redis, batch.id);
  }
  return { field, answers: [...tally].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)) };
}

function valuesOf(record: AssayRecord, field: string): string[] {
  const value = record.output?.[field];
  if (value === undefined || value === null) return [];
  return Array.isArray(value)
    ? value.map(String)
    : [typeof value === "object" ? JSON.stringify(value) : String(value)];
}
