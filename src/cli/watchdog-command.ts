import { runWatchdog } from "../../workers/run-watchdog.ts";
import { type ExitCode, exitCodes } from "./exit.ts";

/** `assay watchdog`: one watchdog in the foreground, its log on stderr. Any number may run. */
export async function watchdog(
  _args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  await runWatchdog(env);
  return exitCodes.ok;
}
