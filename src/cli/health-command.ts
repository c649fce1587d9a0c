import { parseArgs } from "node:util";
import { partsOf, readLooks } from "../health/history.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { inSession } from "./session.ts";
import { percent, textTable } from "./table.ts";

/** `assay health`: every part as the watchdog's last look found it; fails when one does not work. */
export async function health(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false } },
  });
  return inSession(env, async ({ redis }) => {
    const looks = await readLooks(redis);
    const parts = partsOf(looks);
    const [newest] = looks;
    if (values.json) print(JSON.stringify({ at: newest?.at ?? null, parts }));
    else if (!newest) print("nobody has looked yet; `assay watchdog` and `assay up` do");
    else print(`${tableOf(parts)}\n\nlooked at ${new Date(newest.at).toISOString()}`);
    const failed = parts.some(({ last }) => last.status === "failed");
    return failed ? exitCodes.failed : exitCodes.ok;
  });
}

function tableOf(parts: ReturnType<typeof partsOf>): string {
  const words = { ok: "ok", failed: "FAIL", skipped: "–" } as const;
  const rows = parts.map(({ part, last, since, okShare }) => [
    part,
    words[last.status],
    okShare === null ? "–" : percent(okShare, 1),
    new Date(since).toISOString().slice(0, 16),
    last.says,
  ]);
  return textTable(["part", "", "worked", "since (UTC)", "says"], rows);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
