import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { loadWorkflows } from "../agents/registry.ts";
import { describeSpec, type SpecDescription } from "../specs/describe.ts";
import { diffSpecs, formatChanges } from "../specs/diff.ts";
import { renderSpec } from "../specs/render.ts";
import { whyNot } from "./file-trouble.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { getWorkflow } from "./session.ts";
import { textTable } from "./table.ts";

/** `assay spec check|show|diff`: the contracts, as they are in force. */
export async function spec(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [what, ...names] = positionals;
  switch (what) {
    case "check":
      return check();
    case "show":
      return show(names[0], values.json);
    case "diff":
      return diff(names[0], names[1]);
    case undefined:
    default:
      throw usageError(
        "usage: assay spec check | show <workflow> [--json] | diff <workflow> <earlier.json>",
      );
  }
}

/** Loading is checking: a broken spec stops here with the place and the cure. */
function check(): ExitCode {
  const rows = [...loadWorkflows().values()].flatMap(({ hashes }) =>
    Object.entries(hashes).map(([name, hash]) => [name, hash.slice(0, 16)]),
  );
  print(textTable(["spec", "hash"], rows));
  return exitCodes.ok;
}

function show(name: string | undefined, json: boolean): ExitCode {
  if (!name) throw usageError("usage: assay spec show <workflow> [--json]");
  const { spec: orchestrator, hashes } = getWorkflow({ workflows: loadWorkflows() }, name);
  const described = describeSpec(orchestrator);
  print(json ? JSON.stringify({ ...described, hashes }, null, 2) : renderSpec(described));
  return exitCodes.ok;
}

/** Compares with a description saved earlier by `spec show --json`. */
async function diff(name: string | undefined, file: string | undefined): Promise<ExitCode> {
  if (!name || !file)
    throw usageError(
      "usage: assay spec diff <workflow> <earlier.json>, as `spec show --json` wrote it",
    );
  const { spec: orchestrator } = getWorkflow({ workflows: loadWorkflows() }, name);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandError(`can't read ${file}: ${whyNot(error)}`, exitCodes.usage);
  });
  // Written by us; what a hand edit breaks shows as a difference.
  const earlier = JSON.parse(text) as SpecDescription;
  const { hashes: _hashes, ...before } = earlier as SpecDescription & { hashes?: unknown };
  const changes = diffSpecs(before, describeSpec(orchestrator));
  print(changes.length === 0 ? "no difference" : formatChanges(changes));
  return exitCodes.ok;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
