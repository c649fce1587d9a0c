import { readFileSync } from "node:fs";
import { describe, expect, vi } from "vitest";
import { checkSite } from "../support/crash-check.ts";
import { killAll, processesOf, type Role } from "../support/crash-processes.ts";
import type { CrashSite } from "../support/crash-site.ts";
import { test } from "./lab.ts";

const workers: ReadonlySet<Role> = new Set(["http", "classifier", "browser"]);
const soon = { timeout: 60_000, interval: 50 };
/** About 10 s, on a machine that is busy with other things. */
const gone = { timeout: 15_000, interval: 50 };

describe("a command line that is killed", () => {
  test(
    "while it takes its input in begins again, and the half batch never runs",
    {
      timeout: 120_000,
    },
    async ({ lab }) => {
      const copies = 1_000;
      const site = lab.site({ rows: 20, copies });
      const first = site.start();
      await vi.waitFor(async () => expect((await site.look())?.batches).toHaveLength(1), {
        ...soon,
        interval: 1,
      });
      process.kill(first.pid, "SIGKILL");
      await first.ended;
      const half = (await site.look())?.batches[0];

      const second = site.start();
      const code = await second.ended;

      expect(half?.status).toBe("receiving");
      expect(code).toBe(0);
      expect(linesOf(site.out)).toBe(20 * copies);
      expect(second.stderr()).not.toContain("continuing");
      const { batch, problems } = await checkSite(
        { ...site, rows: 20 * copies },
        lab.requests.all(),
      );
      expect(batch).not.toBe(half?.id);
      expect(problems).toEqual([]);
    },
  );

  test(
    "between the last row and the results file only writes the file",
    {
      timeout: 120_000,
    },
    async ({ lab }) => {
      const site = lab.site({ rows: 40 });
      const first = site.start();
      await vi.waitFor(async () => expect(await endedOf(site)).toBeGreaterThan(0), soon);
      process.kill(first.pid, "SIGSTOP"); // it sees no end, and its workers go on
      await vi.waitFor(async () => expect(await endedOf(site)).toBe(40), soon);
      process.kill(first.pid, "SIGKILL");
      await first.ended;
      const asked = lab.requests.count();

      const second = site.start();
      const code = await second.ended;

      expect(code).toBe(0);
      expect(second.stderr()).toContain("40 of 40 lines have ended");
      expect(linesOf(site.out)).toBe(40);
      expect(lab.requests.count()).toBe(asked);
      expect((await checkSite(site, lab.requests.all())).problems).toEqual([]);
    },
  );

  test(
    "leaves no worker behind, and Redis to the next one",
    { timeout: 120_000 },
    async ({ lab }) => {
      const site = lab.site({ rows: 40 });
      const first = site.start();
      await vi.waitFor(async () => expect(await endedOf(site)).toBeGreaterThan(0), soon);
      const [server] = running(site, "redis");
      process.kill(first.pid, "SIGKILL");
      await first.ended;
      await vi.waitFor(() => expect(workersOf(site)).toEqual([]), gone);

      const code = await site.start().ended;

      expect(server).toBeDefined();
      expect(code).toBe(0);
      expect(running(site, "redis")).toEqual([]);
      expect((await checkSite(site, lab.requests.all())).problems).toEqual([]);
    },
  );

  test(
    "together with Redis leaves no worker that waits for ever",
    { timeout: 120_000 },
    async ({ lab }) => {
      const site = lab.site({ rows: 40 });
      const first = site.start();
      await vi.waitFor(async () => expect(await endedOf(site)).toBeGreaterThan(0), soon);

      killAll(processesOf(site.home).filter(({ role }) => role === "cli" || role === "redis"));
      await first.ended;

      await vi.waitFor(() => expect(workersOf(site)).toEqual([]), gone);
      expect(await site.start().ended).toBe(0);
      expect((await checkSite(site, lab.requests.all())).problems).toEqual([]);
    },
  );
});

describe("a command line that is told to stop", () => {
  test.for(["SIGTERM", "SIGINT"] as const)(
    "by %s ends with 130, holds no row any more, and goes on when started again",
    { timeout: 180_000 },
    async (signal, { lab }) => {
      const site = lab.site({ rows: 80 });
      const first = site.start();
      await vi.waitFor(async () => expect(await endedOf(site)).toBeGreaterThan(0), soon);
      process.kill(first.pid, signal);
      const code = await first.ended;
      const left = processesOf(site.home);

      const second = site.start();
      const secondCode = await second.ended;

      expect(code).toBe(130);
      expect(left).toEqual([]);
      expect(secondCode).toBe(0);
      expect(second.stderr()).toContain("continuing batch");
      const { problems, lostLeases } = await checkSite(site, lab.requests.all());
      expect(problems).toEqual([]);
      // What it held it handed back: nothing had to run out.
      expect(lostLeases).toBe(0);
    },
  );
});

async function endedOf(site: CrashSite): Promise<number> {
  const counts = (await site.look())?.counts;
  return counts === undefined ? 0 : counts.states.completed + counts.states.failed;
}

function running(site: CrashSite, wanted: Role): number[] {
  return processesOf(site.home).flatMap(({ role, pid }) => (role === wanted ? [pid] : []));
}

function workersOf(site: CrashSite): Role[] {
  return processesOf(site.home).flatMap(({ role }) => (workers.has(role) ? [role] : []));
}

function linesOf(file: string): number {
  return readFileSync(file, "utf8").trim().split("\n").length - 1;
}
