import { changedSpecs } from "../agents/workflow.ts";
import type { Claim } from "../domain/evidence.ts";
import { replay, type ReplayRow } from "../evidence/replay.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { AssayRecord } from "../records/record.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { checkArchive } from "../retention/check-archive.ts";
import { inputPicker } from "../specs/pick-input.ts";
import { idOf } from "./batch-commands.ts";
import { CommandError, type ExitCode, exitCodes } from "./exit.ts";
import { getSource, getWorkflow, inSession, type Session } from "./session.ts";

/** `assay verify <batch>`: gives every verdict again from the stored bytes, without network or keys. */
export async function verifyBatch(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  return inSession(env, async (session) => {
    const source = await getSource(session, idOf(args, "verify"));
    const { batch } = source;
    if (source.archivedAt !== null) await demandWhole(session, batch.id);
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
    // One row is judged at a time, by what it cites itself.
    let cited: SnapshotStore["get"] = () => Promise.resolve(undefined);
    const rows = provenRows(session, source, (record) => (cited = source.snapshots(record)));
    const verdicts = replay(rows, { get: (hash) => cited(hash) }, rules);
    let step = await verdicts.next();
    while (!step.done) {
      const { recordId, verdict } = step.value;
      if (!verdict.confirmed) {
        const why = verdict.rejections.map(({ kind, detail }) => `${kind}: ${detail}`).join("; ");
        process.stdout.write(`${recordId} REJECTED ${why}\n`);
      }
      step = await verdicts.next();
    }
    const { rows: count, confirmed, rejected, manifest } = step.value;
    process.stdout.write(
      `${count} verdicts replayed: ${confirmed} confirmed, ${rejected} rejected\nmanifest ${manifest}\n`,
    );
    return rejected === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

/** The copy is what its manifest says, to the last byte; else nothing that follows proves anything. */
async function demandWhole({ archive }: Session, batch: string): Promise<void> {
  const wrong = await checkArchive(archive, batch);
  if (wrong.length === 0) return;
  throw new CommandError(`the archive of batch ${batch} is damaged:\n${wrong.join("\n")}`);
}

/** Every row that ended on proof: an answer, or an end that needs no more looking. */
async function* provenRows(
  session: Session,
  source: BatchSource,
  onRow: (record: AssayRecord) => void,
): AsyncGenerator<ReplayRow> {
  const { batch } = source;
  const pick = inputPicker(getWorkflow(session, batch.workflow).spec, batch.columns);
  for await (const record of source.records()) {
    if (record.evidence.length === 0 || record.duplicateOf !== null) continue;
    const picked = pick(record.cells);
    if (!picked.ok) continue;
    const claim = claimOf(record);
    if (!claim) continue;
    onRow(record);
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
