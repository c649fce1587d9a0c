import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, vi } from "vitest";
import { archiveCommand, seal } from "../../src/cli/archive-commands.ts";
import { results, retry, status } from "../../src/cli/batch-commands.ts";
import { health } from "../../src/cli/health-command.ts";
import { ledger } from "../../src/cli/money-commands.ts";
import { schedule } from "../../src/cli/schedule-command.ts";
import { verifyBatch } from "../../src/cli/verify-command.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { saveLook } from "../../src/health/history.ts";
import { test as redisTest } from "../support/redis.ts";
import { endedBatch } from "./sealable.ts";

type Command = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>;

const test = redisTest.extend<{
  cli: { home: string; run(command: Command, ...args: string[]): Promise<[number, string]> };
}>({
  cli: async ({ redis: _redis }, use) => {
    const home = mkdtempSync(join(tmpdir(), "assay-test-cli-"));
    const db = process.env["VITEST_POOL_ID"] ?? "0";
    const env = {
      REDIS_URL: `redis://127.0.0.1:${inject("redisPort")}/${db}`,
      ASSAY_HOME: home,
      ASSAY_LOG_LEVEL: "silent",
    };
    await use({
      home,
      async run(command, ...args) {
        let text = "";
        const out = vi.spyOn(process.stdout, "write").mockImplementation((chunk, ...rest) => {
          text += String(chunk);
          const done = rest.at(-1);
          if (typeof done === "function") done();
          return true;
        });
        try {
          return [await command(args, env), text];
        } finally {
          out.mockRestore();
        }
      },
    });
    rmSync(home, { recursive: true, force: true });
  },
});

test("a batch is sealed by hand, read, verified, and found out when it is damaged", async ({
  cli,
  redis,
}) => {
  const batch = await endedBatch(redis, fileSnapshotStore(join(cli.home, "snapshots")), 3);
  const out = join(cli.home, "results.csv");
  await cli.run(results, batch, "--out", out);
  const before = [await readFile(out, "utf8"), (await cli.run(ledger, batch))[1]];

  const [code, words] = await cli.run(seal, batch);

  expect([code, words]).toEqual([0, expect.stringContaining("5 records, 3 calls, 3 snapshots")]);
  expect(await redis.keys(`*${batch}*`)).toEqual([]);
  await cli.run(results, batch, "--out", out);
  expect([await readFile(out, "utf8"), (await cli.run(ledger, batch))[1]]).toEqual(before);
  expect((await cli.run(status, batch))[1]).toContain("done, sealed into the archive on");
  expect((await cli.run(status))[1]).toContain(`${batch}  ats       done, sealed`);
  expect((await cli.run(archiveCommand))[1]).toContain(batch);
  expect(await cli.run(archiveCommand, "verify")).toEqual([
    0,
    `${batch} whole\n1 sealed batch: 1 whole, 0 damaged\n`,
  ]);
  expect((await cli.run(verifyBatch, batch))[1]).toContain("verdicts replayed");
  await expect(cli.run(retry, batch)).rejects.toThrow("no longer steered");
  await expect(cli.run(seal, batch)).rejects.toThrow("lies in the archive already");

  const folder = join(cli.home, "archive", batch);
  const name = (await readdir(folder)).find((file) => file.startsWith("records")) ?? "";
  const bytes = await readFile(join(folder, name));
  await writeFile(join(folder, name), bytes.subarray(0, -1));
  expect(await cli.run(archiveCommand, "verify")).toEqual([
    expect.any(Number),
    expect.stringContaining(`${batch} DAMAGED`),
  ]);
  await expect(cli.run(verifyBatch, batch)).rejects.toThrow("is damaged");
});

test("a schedule is added, listed, run and removed", async ({ cli }) => {
  const file = join(cli.home, "list.csv");
  writeFileSync(file, "company,domain\nAcme,acme.example\n");
  const options = ["--cron", "0 6 * * 1", "--tz", "Europe/Berlin", "--workflow", "ats"];
  const add = (...more: string[]) =>
    cli.run(schedule, "add", "weekly", ...options, "--file", file, ...more);

  await expect(add("--tz", "Berlin")).rejects.toThrow("no time zone");
  await expect(add("--within", "soon")).rejects.toThrow("30m, 6h or 2d");
  await expect(add("--expect-answered", "50")).rejects.toThrow("a share from 0 to 1");
  expect((await add("--expect-answered", "0.5", "--within", "6h"))[1]).toContain("comes next");
  expect((await cli.run(schedule, "run", "weekly"))[1]).toMatch(/weekly began batch b/);
  expect((await cli.run(schedule))[1]).toMatch(/weekly {2}0 6 \* \* 1 Europe\/Berlin .*open/);
  expect((await cli.run(schedule, "remove", "weekly"))[1]).toContain("its batches stay");
  await expect(cli.run(schedule, "remove", "weekly")).rejects.toThrow("no schedule weekly");
});

test("health says what does not work, and fails with it", async ({ cli, redis }) => {
  expect(await cli.run(health)).toEqual([0, expect.stringContaining("nobody has looked yet")]);
  const result = { part: "egress", status: "ok" as const, says: "reached", ms: 3 };
  await saveLook(redis, { at: 1_000, results: [result] });
  expect((await cli.run(health))[0]).toBe(0);
  await saveLook(redis, { at: 2_000, results: [{ ...result, status: "failed", says: "lost" }] });

  const [code, words] = await cli.run(health);

  expect(code).not.toBe(0);
  expect(words).toMatch(/egress {2}FAIL +50\.0 % +1970-01-01T00:00 +lost/);
});
