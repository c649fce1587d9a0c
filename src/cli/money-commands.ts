import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { readMoney } from "../records/money.ts";
import { topUpBatch } from "../records/top-up.ts";
import { ledgerCsv } from "../results/ledger-csv.ts";
import { allCalls } from "../retention/batch-source.ts";
import { readUsd } from "./amounts.ts";
import { idOf } from "./batch-commands.ts";
import { CommandError, type ExitCode, exitCodes, usageError } from "./exit.ts";
import { ownName } from "./own-name.ts";
import { getBatch, getSource, inSession } from "./session.ts";
import { dollars } from "./table.ts";

type Env = NodeJS.ProcessEnv;

/** `assay top-up <batch> --max-usd N|none`: another ceiling; rows that stopped at the old one go on. */
export async function topUp(args: readonly string[], env: Env): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { "max-usd": { type: "string" } },
  });
  const { "max-usd": given } = values;
  if (given === undefined)
    throw usageError("usage: assay top-up <batch> --max-usd <new ceiling in all, or none>");
  const maxNano = given === "none" ? null : readUsd("max-usd", given);
  return inSession(env, async (session) => {
    const batch = await getBatch(session, idOf(positionals, "top-up"));
    // Reopening a row makes its batch run, which nobody asked for in these.
    if (["receiving", "paused", "cancelled"].includes(batch.status)) {
      throw new CommandError(`batch ${batch.id} is ${batch.status}; it can't be topped up now`);
    }
    const reopened = await topUpBatch(session.redis, batch.id, maxNano);
    const { spentNano } = await readMoney(session.redis, batch.id);
    const ceiling = maxNano === null ? "no ceiling" : `a ceiling of ${dollars(maxNano)}`;
    print(
      `${batch.id} has ${ceiling} now, ${dollars(spentNano)} of it spent; ${reopened} rows go on`,
    );
    if (reopened > 0) {
      const program = ownName(env);
      process.stderr.write(
        `they wait for workers: repeat the command that ran the batch, or start ${program} up\n`,
      );
    }
    return exitCodes.ok;
  });
}

/** `assay ledger <batch> [--out file.csv]`: a line of CSV per paid call. */
export async function ledger(args: readonly string[], env: Env): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: "string", default: "-" } },
  });
  const { out } = values;
  return inSession(env, async (session) => {
    const source = await getSource(session, idOf(positionals, "ledger"));
    const text = Readable.from(ledgerCsv(allCalls(source)));
    if (out === "-") {
      await pipeline(text, process.stdout, { end: false });
    } else {
      await pipeline(text, createWriteStream(`${out}.part`));
      await rename(`${out}.part`, out);
    }
    return exitCodes.ok;
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
