import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processExists } from "../../platform/directory-lock.ts";

const prefix = "assay-browser-";
let own: string | undefined;

/**
 * Gives this process a temporary directory of its own and makes it the default for the browser
 * driver, which leaves profiles behind when it dies. What dead processes left is removed first;
 * what this one leaves goes when it exits, or else at somebody's next start.
 */
export function claimTemporaryDirectory(env: NodeJS.ProcessEnv): string {
  if (own !== undefined) return own;
  const shared = tmpdir();
  sweep(shared);
  const directory = join(shared, `${prefix}${process.pid}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // The driver asks the operating system for its place, so there is no option to set.
  env["TMPDIR"] = directory;
  process.once("exit", () => remove(directory));
  own = directory;
  return directory;
}

/** Removes the directories whose processes are gone. Returns what it removed. */
export function sweep(shared: string): readonly string[] {
  const left = readdirSync(shared)
    .filter((name) => name.startsWith(prefix))
    .filter((name) => !processExists(Number(name.slice(prefix.length))));
  for (const name of left) remove(join(shared, name));
  return left;
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 2 });
}
