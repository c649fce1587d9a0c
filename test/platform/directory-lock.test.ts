import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "vitest";
import { LockBusy, withLock } from "../../src/platform/directory-lock.ts";

const test = base.extend<{ dir: string }>({
  // oxlint-disable-next-line no-empty-pattern
  dir: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), "assay-lock-"));
    await use(dir);
    rmSync(dir, { recursive: true, force: true });
  },
});

test("only one holder at a time, however many want it", async ({ dir }) => {
  let inside = 0;
  let most = 0;

  await Promise.all(
    Array.from({ length: 20 }, () =>
      withLock(join(dir, "lock"), async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
      }),
    ),
  );

  expect(most).toBe(1);
  expect(readdirSync(dir)).toEqual([]);
});

test("it is free again after the work failed", async ({ dir }) => {
  const path = join(dir, "lock");

  await expect(withLock(path, () => Promise.reject(new Error("work failed")))).rejects.toThrow(
    "work failed",
  );

  await expect(withLock(path, async () => "next")).resolves.toBe("next");
});

test("a dead holder loses it, and only one of its heirs gets it", async ({ dir }) => {
  const path = join(dir, "lock");
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  mkdirSync(path);
  writeFileSync(join(path, `${child.pid}.123.abc`), hostname());
  let inside = 0;
  let most = 0;

  await Promise.all(
    Array.from({ length: 10 }, () =>
      withLock(path, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
      }),
    ),
  );

  expect(most).toBe(1);
});

test.runIf(process.platform === "linux")(
  "a process that got a dead holder's number is not taken for it",
  async ({ dir }) => {
    const path = join(dir, "lock");
    mkdirSync(path);
    writeFileSync(join(path, `${process.pid}.1.abc`), hostname());

    await expect(withLock(path, async () => "mine")).resolves.toBe("mine");
  },
);

test("whoever waits too long is told which process holds it", async ({ dir }) => {
  const path = join(dir, "lock");

  await withLock(path, async () => {
    const [owner = ""] = readdirSync(path);
    expect(readFileSync(join(path, owner), "utf8")).toBe(hostname());
    const impatient = withLock(path, async () => undefined, { waitMs: 50 });
    await expect(impatient).rejects.toThrow(LockBusy);
    await expect(impatient).rejects.toThrow(String(process.pid));
  });
});
