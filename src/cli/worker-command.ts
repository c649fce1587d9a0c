import { parseArgs } from "node:util";
import { runTierWorker } from "../../workers/run-tier-worker.ts";
import { tiers } from "../domain/tier.ts";
import { type ExitCode, exitCodes, usageError } from "./exit.ts";

/** `assay worker <http|classifier|browser>`: one worker process in the foreground, its log on stderr. */
export async function worker(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { concurrency: { type: "string" } },
  });
  const tier = tiers.find((one) => one === positionals[0]);
  if (!tier) throw usageError(`usage: assay worker <${tiers.join("|")}> [--concurrency N]`);
  const { concurrency } = values;
  const setting = `ASSAY_CONCURRENCY_${tier.toUpperCase()}`;
  await runTierWorker(tier, concurrency === undefined ? env : { ...env, [setting]: concurrency });
  return exitCodes.ok;
}
