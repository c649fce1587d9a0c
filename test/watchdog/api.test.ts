import { describe, expect } from "vitest";
import { ReadyView } from "../../src/api/health.ts";
import { WatchdogView, RepairView } from "../../src/api/watchdog.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { decide } from "../../src/watchdog/decide.ts";
import { writeHeartbeat } from "../../src/watchdog/heartbeat.ts";
import { freshMemory } from "../../src/watchdog/memory.ts";
import { listRepairs, readRepairCounts, recordRepair } from "../../src/watchdog/repairs.ts";
import { tellSilence } from "../../src/watchdog/silence.ts";
import { z } from "zod";
import { test } from "../api/support.ts";
import { batchFacts, healthy, settings } from "./scene.ts";

const resumed = {
  kind: "resume",
  subject: "b1",
  what: "sent 5 rows again",
  why: "lost",
  rows: 5,
} as const;
const aged = (ms: number) => {
  const facts = healthy({ now: Date.now() - ms, batches: [batchFacts({ lost: 2 })] });
  const { actions } = decide(facts, freshMemory(), settings);
  return { facts, tookMs: 10, everyMs: 120_000, actions };
};

describe("the API", () => {
  test("lists repairs, newest first, of all or of one subject", async ({ api }) => {
    await recordRepair(api.redis, resumed);
    await recordRepair(api.redis, { ...resumed, subject: "b2", rows: 7 });
    const view = z.object({ data: z.array(RepairView) });

    const all = await api.get("/repairs", view);
    const one = await api.get("/repairs?subject=b1&limit=5", view);

    expect(all.data.map(({ subject, rows }) => [subject, rows])).toEqual([
      ["b2", 7],
      ["b1", 5],
    ]);
    expect(one.data.map(({ subject }) => subject)).toEqual(["b1"]);
    await api.refused("/repairs?limit=0");
  });

  test("says what the watchdog saw last", async ({ api }) => {
    expect((await api.get("/watchdog", WatchdogView)).status).toBe("never");

    await writeHeartbeat(api.redis, aged(1_000));

    expect(await api.get("/watchdog", WatchdogView)).toMatchObject({
      status: "looking",
      everyMs: 120_000,
      looks: 1,
      lost: 2,
      tiers: { http: { waiting: 50, held: 4, workers: 1 } },
      actions: { resume: 1 },
    });
  });

  test("is ready but degraded while the watchdog is silent", async ({ api }) => {
    await writeHeartbeat(api.redis, aged(1_000));
    const before = await api.get("/readyz", ReadyView);

    await writeHeartbeat(api.redis, aged(3_600_000));

    expect(before).toMatchObject({ status: "ok", watchdog: "looking" });
    expect(await api.get("/readyz", ReadyView)).toMatchObject({
      status: "degraded",
      watchdog: "silent",
    });
    expect((await api.get("/watchdog", WatchdogView)).status).toBe("silent");
  });
});

describe("silence", () => {
  test("is told once, and not of a watchdog that never ran", async ({ api: { redis } }) => {
    await tellSilence(redis);
    const never = await listNotices(redis);
    await writeHeartbeat(redis, aged(3_600_000));

    await tellSilence(redis);
    await tellSilence(redis);

    expect(never).toEqual([]);
    expect((await listNotices(redis)).map(({ cause }) => cause)).toEqual(["watchdog_silent"]);
  });
});

describe("repairs", () => {
  test("are kept in bounds, and counted for ever", async ({ api: { redis } }) => {
    for (let i = 0; i < 1_010; i += 1) await recordRepair(redis, { ...resumed, rows: i });

    expect(await listRepairs(redis, { limit: 2_000 })).toHaveLength(1_000);
    expect(await readRepairCounts(redis)).toMatchObject({ resume: 1_010, release: 0 });
  });
});
