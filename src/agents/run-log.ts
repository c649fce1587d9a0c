import type { Logger } from "pino";

/** Where work on a record tells what it did, for whoever looks closely; each line names the run. */
export type RunLog = Pick<Logger, "debug">;

/** A log whose lines carry these names. Made when the first line is written: most runs write none. */
export function runLog(
  log: Pick<Logger, "child">,
  names: Readonly<Record<string, string>>,
): RunLog {
  let made: RunLog | undefined;
  return {
    get debug() {
      made ??= log.child(names);
      return made.debug.bind(made);
    },
  };
}
