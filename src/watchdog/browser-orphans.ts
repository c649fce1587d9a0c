import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { processExists } from "../platform/directory-lock.ts";

/** The temporary directory by which a browser's processes can be told, whoever is their parent now. */
const mark = /assay-browser-(\d+)/;

/**
 * Processes of browsers on this machine whose worker is dead: they carry the temporary directory of
 * the process that started them, and that process is gone. Never anybody else's: other users' are
 * not readable, and processes of other containers, whose numbers mean something else, are left out.
 * Only where there is a `/proc`.
 */
export function findBrowserOrphans(): number[] {
  if (process.platform !== "linux") return [];
  const ours = namespaceOf("self");
  if (ours === undefined) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const command = read(`/proc/${name}/cmdline`);
      if (!/chrom/i.test(command)) return false;
      const owner = mark.exec(read(`/proc/${name}/environ`)) ?? mark.exec(command);
      return owner !== null && !processExists(Number(owner[1])) && namespaceOf(name) === ours;
    })
    .map(Number);
}

/** Ends them for certain; one that has ended by itself is no matter. Returns how many there were. */
export function killProcesses(pids: readonly number[]): number {
  return pids.filter((pid) => {
    try {
      process.kill(pid, "SIGKILL");
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
      throw error;
    }
  }).length;
}

function namespaceOf(name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${name}/ns/pid`);
  } catch {
    return undefined; // it ended, or belongs to somebody else
  }
}

/** Nothing for a process that has ended or belongs to somebody else. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
