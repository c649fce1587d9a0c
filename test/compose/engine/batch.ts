import { parse } from "csv-parse/sync";
import { z } from "zod";
import { linesAsCsv } from "../../small-web/companies/lines.ts";
import { createTruth, type Truth } from "../../small-web/truth.ts";
import { until } from "./shell.ts";

const api = "http://127.0.0.1:4400";
const Receipt = z.object({ id: z.string(), lines: z.number() });
const Batch = z.object({
  id: z.string(),
  status: z.string(),
  doneAt: z.string().nullable(),
  counts: z.object({
    lines: z.number(),
    states: z.record(z.string(), z.number()),
    outcomes: z.object({ answered: z.number(), undeterminable: z.number() }),
  }),
});
export type Batch = z.infer<typeof Batch>;

/** Lines of the small web's list with what is true of each. */
export interface Sample {
  readonly csv: string;
  readonly truths: readonly Truth[];
}

/** Every n-th line of the list. */
export function takeSample(every: number): Sample {
  const chosen = createTruth().filter((_, i) => i % every === 0);
  return {
    csv: linesAsCsv(chosen.map(({ line }) => line)),
    truths: chosen.map(({ truth }) => truth),
  };
}

export async function submit(csv: string): Promise<string> {
  const response = await fetch(`${api}/batches?workflow=ats`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: csv,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return Receipt.parse(await response.json()).id;
}

export async function readBatch(id: string): Promise<Batch> {
  const response = await fetch(`${api}/batches/${id}`, { signal: AbortSignal.timeout(10_000) });
  return Batch.parse(await response.json());
}

export const finished = ({ counts }: Batch) =>
  (counts.states["completed"] ?? 0) + (counts.states["failed"] ?? 0);

/** Resolves when that many rows have ended. */
export function untilFinished(id: string, rows: number, timeoutMs: number): Promise<Batch> {
  return until(
    `${rows} rows have ended`,
    async () => {
      const batch = await readBatch(id);
      if (finished(batch) >= rows) return batch;
      throw new Error(JSON.stringify(batch.counts.states));
    },
    { timeoutMs },
  );
}

/** The results, one object per line of input. */
export async function readResults(id: string): Promise<Record<string, string>[]> {
  const response = await fetch(`${api}/batches/${id}/results.csv`);
  return parse<Record<string, string>>(await response.text(), { columns: true, bom: true });
}

/** Answers that are not true. */
export function wrongAnswers(
  rows: readonly Record<string, string>[],
  truths: readonly Truth[],
): string[] {
  return rows.flatMap((row, i) => {
    const truth = truths[i];
    if (!truth || row["outcome"] !== "answered") return [];
    const ats = row["ats"] ?? "";
    const isWrong = truth.determinable ? truth.ats !== ats : !truth.orAnswers.includes(ats);
    return isWrong ? [`${row["domain"]}: ${ats}`] : [];
  });
}
