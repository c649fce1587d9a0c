import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CommandError, exitCodes } from "./exit.ts";

const words: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EISDIR: "it is a directory",
  EACCES: "this user may not",
};

/** Why a file can't be read or written, in words. */
export function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}

/** Refuses a results file that could not be written, before any work is done for it. */
export function demandWritable({ file, out }: { readonly file: string; readonly out: string }) {
  if (out === "-") return;
  if (resolve(out) === resolve(file))
    throw new CommandError(
      `--out ${out} would overwrite the input; name another file`,
      exitCodes.usage,
    );
  const directory = dirname(resolve(out));
  try {
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new CommandError(`can't write ${out}: ${directory}: ${whyNot(error)}`, exitCodes.usage);
  }
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`can't write ${out}: it is a directory`, exitCodes.usage);
}

/** The end of a log file, for an error message. */
export function lastLines(file: string, lines = 5): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch (error) {
    return `(${whyNot(error)})`;
  }
}
