import { readdirSync, readFileSync } from "node:fs";

export const roles = ["cli", "http", "classifier", "browser", "redis", "chromium"] as const;
export type Role = (typeof roles)[number];

export interface FoundProcess {
  readonly pid: number;
  readonly parent: number;
  readonly role: Role;
}

const marks: readonly (readonly [string, Role])[] = [
  ["cli/main.js", "cli"],
  ["http-worker.js", "http"],
  ["classifier-worker.js", "classifier"],
  ["browser-worker.js", "browser"],
  ["redis", "redis"],
  ["chrom", "chromium"],
];

/**
 * The product's live processes that keep their data below `home`, whoever started them and whether
 * or not their parent still lives: known by their environment or their command line. Linux only.
 */
export function processesOf(home: string): FoundProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = read(`/proc/${name}/cmdline`);
      const isOurs =
        command.includes(home) || read(`/proc/${name}/environ`).includes(`ASSAY_HOME=${home}\0`);
      if (!isOurs) return [];
      const role = marks.find(([mark]) => command.includes(mark))?.[1];
      if (role === undefined) return [];
      const status = read(`/proc/${name}/stat`);
      const parent = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
      return [{ pid: Number(name), parent, role }];
    });
}

/** kill -9; a process that ended meanwhile is no matter. */
export function killAll(processes: readonly { pid: number }[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}

/** Nothing for a process that is gone, or dead and not yet buried. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it ended while we looked, or belongs to somebody else
  }
}
