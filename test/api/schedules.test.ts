import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { BatchDetail } from "../../src/api/batch-detail.ts";
import { HealthHistoryView } from "../../src/api/health-history.ts";
import { ScheduleView } from "../../src/api/schedules.ts";
import { saveLook } from "../../src/health/history.ts";
import { type Api, test } from "./support.ts";

const List = z.object({ data: z.array(ScheduleView) });
const weekly = {
  name: "weekly",
  cron: "0 6 * * 1",
  tz: "Europe/Berlin",
  workflow: "colour",
  file: "list.csv",
  maxUsd: 2.5,
  expectRows: 2,
  expectAnswered: 0.5,
  within: "6h",
};

const post = (body: object) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function list(api: Api) {
  return (await api.get("/schedules", List)).data;
}

test("a schedule is set up, shown, run by hand and removed", async ({ api }) => {
  mkdirSync(join(api.dir, "lists"));
  writeFileSync(join(api.dir, "lists", "list.csv"), "domain\nred.example\nblue.example\n");
  const made = await api.send("/schedules", post(weekly));
  expect(made.status).toBe(201);
  expect(await list(api)).toMatchObject([
    {
      name: "weekly",
      maxUsd: 2.5,
      expected: "at least 2 rows, 50 % of them answered, within 6 h",
      nextAt: expect.stringMatching(/T0[45]:00:00\.000Z$/),
      fires: [],
    },
  ]);

  await api.send("/schedules/weekly/run", { method: "POST" });

  const [shown] = await list(api);
  expect(shown?.fires).toMatchObject([{ produced: null, error: null }]);
  const batch = await api.get(`/batches/${shown?.fires[0]?.batch}`, BatchDetail);
  expect(batch).toMatchObject({ name: "weekly", maxUsd: 2.5, counts: { lines: 2 } });

  expect((await api.send("/schedules/weekly", { method: "DELETE" })).status).toBe(204);
  expect(await list(api)).toEqual([]);
  expect(await api.refused("/schedules/weekly", { method: "DELETE" })).toMatchObject({
    code: "not_found",
  });
});

test("what can't be kept is refused, and says what to change", async ({ api }) => {
  const refusals: [object, string][] = [
    [{ cron: "every monday" }, "five fields"],
    [{ tz: "Berlin" }, "no time zone"],
    [{ name: "A b" }, "no name"],
    [{ within: "soon" }, "30m, 6h or 2d"],
    [{ file: "../../etc/passwd" }, "its path within"],
    [{ file: "/etc/passwd" }, "its path within"],
    [{ expectAnswered: 2 }, "/expectAnswered"],
  ];
  for (const [change, why] of refusals) {
    const problem = await api.refused("/schedules", post({ ...weekly, ...change }));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request" });
    expect(problem.detail).toContain(why);
  }
  expect(await api.refused("/schedules", post({ ...weekly, workflow: "x" }))).toMatchObject({
    code: "unknown_workflow",
  });
  expect(await list(api)).toEqual([]);
});

test("the history of health is shown by part and by look", async ({ api, redis }) => {
  expect(await api.get("/health/history", HealthHistoryView)).toEqual({ parts: [], looks: [] });
  const at = Date.UTC(2026, 10, 1);
  const redisOk = { part: "redis", status: "ok" as const, says: "answers", ms: 1 };
  await saveLook(redis, { at, results: [redisOk] });
  await saveLook(redis, { at: at + 1, results: [{ ...redisOk, status: "failed", says: "no" }] });

  const view = await api.get("/health/history?limit=5", HealthHistoryView);

  expect(view.parts).toEqual([
    {
      part: "redis",
      status: "failed",
      says: "no",
      ms: 1,
      since: "2026-11-01T00:00:00.001Z",
      failures: 1,
      okShare: 0.5,
    },
  ]);
  expect(view.looks).toHaveLength(2);
});
