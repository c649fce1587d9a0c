import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findBrowserOrphans, killProcesses } from "../../src/watchdog/browser-orphans.ts";

const started: ChildProcess[] = [];
const dir = mkdtempSync(join(tmpdir(), "assay-orphans-"));

afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
});

/** A process that looks like a browser which `owner` started: by its name and its temporary directory. */
function browserOf(owner: number, name = "chrome"): ChildProcess {
  const program = join(dir, name);
  mkdirSync(dir, { recursive: true });
  rmSync(program, { force: true });
  symlinkSync(process.execPath, program);
  const env = { TMPDIR: join(tmpdir(), `assay-browser-${owner}`) };
  const child = spawn(program, ["-e", "setTimeout(() => {}, 60_000)"], { env, stdio: "ignore" });
  started.push(child);
  return child;
}

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

test.runIf(process.platform === "linux")(
  "browsers of dead workers are found and ended; those of live ones, and other programs, are not",
  async () => {
    const dead = await deadPid();
    const orphan = browserOf(dead);
    const kept = browserOf(process.pid);
    const other = browserOf(dead, "editor");
    await vi.waitFor(() => expect(findBrowserOrphans()).toContain(orphan.pid), { timeout: 10_000 });

    const found = findBrowserOrphans();
    const ended = killProcesses(found.filter((pid) => pid === orphan.pid));

    expect(found).not.toContain(kept.pid);
    expect(found).not.toContain(other.pid);
    expect(ended).toBe(1);
    await vi.waitFor(() => expect(orphan.signalCode).toBe("SIGKILL"), { timeout: 10_000 });
    expect(killProcesses([orphan.pid ?? 0])).toBe(0);
  },
);
