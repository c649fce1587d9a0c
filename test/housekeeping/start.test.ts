import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, vi } from "vitest";
import { readLooks } from "../../src/health/history.ts";
import { startHousekeeping } from "../../src/housekeeping/start.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { createBatch, findBatch } from "../../src/records/batch.ts";
import { batchKeys, globalKeys } from "../../src/records/keys.ts";
import { directoryArchive } from "../../src/retention/directory-archive.ts";
import { listFires, saveSchedule } from "../../src/schedules/schedule.ts";
import { newSchedule } from "../../src/schedules/new-schedule.ts";
import { listRepairs } from "../../src/watchdog/repairs.ts";
import { colourWorkflow } from "../api/colour-workflow.ts";
import { newBatch } from "../records/rows.ts";
import { endedBatch } from "../retention/sealable.ts";
import { test } from "../support/redis.ts";

const dayMs = 86_400_000;

test("several watchdogs do everything once, and stop in good order", async ({ redis }) => {
  const dir = mkdtempSync(join(tmpdir(), "assay-test-housekeeping-"));
  const config = loadConfig({
    ASSAY_HOME: dir,
    ASSAY_CHROMIUM: join(dir, "no-chromium"),
  });
  const now = () => Date.now() + 8 * dayMs;
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const old = await endedBatch(redis, store, 2);
  const half = await createBatch(redis, newBatch);
  const list = join(dir, "list.csv");
  writeFileSync(list, "domain\nred.example\n");
  const asked = {
    name: "daily",
    cron: "@daily",
    tz: "UTC",
    workflow: "colour",
    file: list,
    within: null,
    maxUsdNano: null,
    maxTier: "browser" as const,
    expectRows: 1,
    expectAnswered: 0,
    withinMs: dayMs,
  };
  await saveSchedule(redis, newSchedule(asked, Date.now()));

  const blocking = [0, 1, 2].map(() => redis.duplicate({ maxRetriesPerRequest: null }));
  const running = blocking.map((own) =>
    startHousekeeping({
      config,
      redis,
      blocking: own,
      workflows: new Map([["colour", colourWorkflow()]]),
      log: pino({ level: "silent" }),
      now,
    }),
  );
  await vi.waitFor(
    async () => {
      expect(await redis.exists(batchKeys(old).batch)).toBe(0);
      expect(await findBatch(redis, half)).toBeUndefined();
      expect(await listFires(redis, "daily")).toHaveLength(1);
      expect(await readLooks(redis)).toHaveLength(1);
    },
    { timeout: 20_000 },
  );
  await Promise.all(running.map(({ stop }) => stop()));

  expect(await directoryArchive(config.ASSAY_ARCHIVE).get(`${old}/manifest.json`)).toBeDefined();
  expect(await listRepairs(redis, { limit: 9 })).toMatchObject([
    { kind: "discard_intake", subject: half, rows: 0 },
  ]);
  const [fire] = await listFires(redis, "daily");
  const ids = await redis.zrange(globalKeys.batches, "0", "-1");
  expect(ids).toEqual([fire?.batch]);
  const [look] = await readLooks(redis);
  expect(look?.results.find(({ part }) => part === "archive")?.status).toBe("ok");
  for (const own of blocking) own.disconnect();
  rmSync(dir, { recursive: true, force: true });
});
