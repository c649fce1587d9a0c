import { parseArgs } from "node:util";
import { knownLabels } from "../metrics/known-labels.ts";
import { sumNames } from "../metrics/sum-names.ts";
import { checkArchive } from "../retention/check-archive.ts";
import { archivedIds, openBatch } from "../retention/find-batch.ts";
import { type Manifest, readManifest } from "../retention/manifest.ts";
import { type NotSealed, sealIntoArchive } from "../retention/seal-batch.ts";
import { partsOf } from "../retention/write-archive.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { idOf } from "./batch-commands.ts";
import { inSession, type Session } from "./session.ts";
import { percent, textTable } from "./table.ts";

type Env = NodeJS.ProcessEnv;

const refusals: Readonly<Record<NotSealed, string>> = {
  gone: "lies in the archive already",
  unfinished: "has rows that have not ended; wait for them, or cancel it",
  open_calls: "still waits for calls that are to be paid; try again in a minute",
  changed: "was changed while it was copied; it stays as it is",
};

/** `assay seal <batch>`: moves an ended batch out of Redis into the archive, before its time. */
export async function seal(args: readonly string[], env: Env): Promise<ExitCode> {
  const id = idOf(args, "seal");
  return inSession(env, async (session) => {
    const { redis, store, archive } = session;
    if (!(await openBatch(session, id))) throw new CommandError(`there is no batch ${id}`);
    const namesOf = sumNames(knownLabels(session.workflows));
    const result = await sealIntoArchive({ redis, store, archive, namesOf, now: Date.now }, id);
    if (typeof result === "string") throw new CommandError(`batch ${id} ${refusals[result]}`);
    const { stored, missing } = result.snapshots;
    print(
      `${id} lies in ${archive.place}/${id}: ${result.rows} records, ${result.calls} calls, ${stored} snapshots${missing > 0 ? ` (${missing} that its evidence names were gone: those answers can't be proven again)` : ""}\nmanifest ${result.whole}`,
    );
    return exitCodes.ok;
  });
}

/** `assay archive [list]` and `assay archive verify [batch …]`. */
export async function archiveCommand(args: readonly string[], env: Env): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [what = "list", ...ids] = positionals;
  if (what !== "verify" && (what !== "list" || ids.length > 0)) {
    throw usageError("usage: assay archive [list] | archive verify [batch …]");
  }
  return inSession(env, (session) => (what === "list" ? list(session) : verify(session, ids)));
}

async function list({ archive }: Session): Promise<ExitCode> {
  const rows: string[][] = [];
  for (const id of await archivedIds(archive)) {
    const manifest = await readManifest(archive, id);
    if (manifest) rows.push(lineOf(manifest));
  }
  const header = ["batch", "workflow", "records", "answered", "MB", "sealed (UTC)", "manifest"];
  print(rows.length === 0 ? `nothing lies in ${archive.place} yet` : textTable(header, rows));
  return exitCodes.ok;
}

function lineOf(manifest: Manifest): string[] {
  const { batch, hashes, rows, archivedAt, whole } = manifest;
  const bytes = partsOf(manifest).reduce((sum, part) => sum + part.bytes, 0);
  return [
    batch,
    hashes.batch["workflow"] ?? "",
    String(rows),
    percent(Number(hashes.counters["answered"] ?? 0), rows),
    (bytes / 1e6).toFixed(1),
    archivedAt.slice(0, 16),
    whole.slice(0, 16),
  ];
}

async function verify({ archive }: Session, ids: readonly string[]): Promise<ExitCode> {
  let damaged = 0;
  const checked = ids.length > 0 ? ids : await archivedIds(archive);
  for (const id of checked) {
    const wrong = await checkArchive(archive, id);
    if (wrong.length > 0) damaged += 1;
    print(wrong.length === 0 ? `${id} whole` : `${id} DAMAGED ${wrong.join("; ")}`);
  }
  print(
    `${checked.length} sealed ${checked.length === 1 ? "batch" : "batches"}: ${checked.length - damaged} whole, ${damaged} damaged`,
  );
  return damaged === 0 ? exitCodes.ok : exitCodes.failed;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
