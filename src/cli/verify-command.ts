import { changedSpecs } from "../agents/workflow.ts";
import type { Claim } from "../domain/evidence.ts";
import { replay, type ReplayRow } from "../evidence/replay.ts";
import type { Batch } from "../records/batch.ts";
import { readCounts } from "../records/counters.ts";
import { type AssayRecord, streamRecords } from "../records/record.ts";
import { inputPicker } from "../specs/pick-input.ts";
import { idOf } from "./batch-commands.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { getBatch, getWorkflow, inSession, type Session } from "./session.ts";

/** `assay verify <batch>`: gives every verdict again from the stored bytes, without network or keys. */
export async function verifyBatch(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  return inSession(env, async (session) => {
    const batch = await getBatch(session, idOf(args, "verify"));
    const { hashes } = getWorkflow(session, batch.workflow);
    const changed = changedSpecs({ hashes }, batch);
    if (changed.length > 0) {
      process.stderr.write(
        `the specs changed since this batch began (${changed.join(", ")}); it is judged by today's\n`,
      );
    }
    const rules = Object.fromEntries(
      [...session.workflows].map(([name, { rule }]) => [name, rule]),
    );
    const verdicts = replay(provenRows(session, batch), session.store, rules);
    let step = await verdicts.next();
    while (!step.done) {
      const { recordId, verdict } = step.value;
      if (!verdict.confirmed) {
        const why = verdict.rejections.map(({ kind, detail }) => `${kind}: ${detail}`).join("; ");
        process.stdout.write(`${recordId} REJECTED ${why}\n`);
      }
      step = await verdicts.next();
    }
    const { rows, confirmed, rejected, manifest } = step.value;
    process.stdout.write(
      `${rows} verdicts replayed: ${confirmed} confirmed, ${rejected} rejected\nmanifest ${manifest}\n`,
    );
    return rejected === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

/** Every row that ended on proof: an answer, or an end that needs no more looking. */
async function* provenRows(session: Session, batch: Batch): AsyncGenerator<ReplayRow> {
  const { lines } = await readCounts(session.redis, batch.id);
  const pick = inputPicker(getWorkflow(session, batch.workflow).spec, batch.columns);
  for await (const record of streamRecords(session.redis, batch.id, lines)) {
    if (record.evidence.length === 0 || record.duplicateOf !== null) continue;
    const picked = pick(record.cells);
    if (!picked.ok) continue;
    const claim = claimOf(record);
    if (!claim) continue;
    yield {
      recordId: record.id,
      workflow: batch.workflow,
      input: picked.input as ReplayRow["input"],
      claim,
    };
  }
}

function claimOf({ output, reason, evidence }: AssayRecord): Claim | undefined {
  if (output !== null) return { kind: "answer", output, evidence };
  return reason === null ? undefined : { kind: "ending", reason, evidence };
}
