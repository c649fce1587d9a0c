import { expect } from "vitest";
import { lostVisits } from "../support/crash-conversations.ts";
import { mortal, readBack } from "../support/crash-aim.ts";
import { checkSite } from "../support/crash-check.ts";
import type { PlannedKill } from "../support/crash-monkey.ts";
import { weather } from "../support/crash-storm.ts";
import { modelList } from "../support/model-list.ts";
import { thinking } from "../support/model-process.ts";
import { test } from "./lab.ts";

/** The long form is `npm run crash -- --models`. */
const plan: readonly PlannedKill[] = [
  { kind: "after booking", tier: "http", progress: 0, delayMs: 0 },
  { kind: "workers in a call", progress: 0.2, delayMs: 0 },
  { kind: "after reserving", tier: "classifier", progress: 0.3, delayMs: 0 },
  { kind: "everything", progress: 0.5, delayMs: 0 },
  { kind: "after booking", tier: "browser", progress: 0.6, delayMs: 0 },
  { kind: "workers in a call", progress: 0.7, delayMs: 0 },
];
const list = modelList({ plain: 26, reading: 9, visits: 5 });

test(
  "a run with models that is killed in the middle of its calls buys no answer twice, and its visits go on where they were",
  { timeout: 360_000 },
  async ({ lab }) => {
    const models = await lab.models();
    await models.setFaults(thinking);
    const env = { ...models.env(), ...mortal, ASSAY_LEASE_MS: "3000" };
    const site = lab.site({ rows: list.length, list, maxTier: 3, env });

    const { kills, unexpected } = await weather(site, {
      seed: "models",
      plan,
      models,
      patienceMs: 90_000,
    });

    const checked = await checkSite(site, lab.requests.all(), await models.calls());
    expect(checked.problems).toEqual([]);
    expect(unexpected).toEqual([]);
    expect(kills.map(({ kind }) => kind)).toEqual(plan.map(({ kind }) => kind));
    expect(readBack(site.home, "browser")).toBeLessThanOrEqual(lostVisits(checked.records));
    expect(checked.money?.askedAnew).toEqual([]);
    expect(checked.money?.estimates).toBeGreaterThan(0);
    expect(checked.right).toBeGreaterThan(list.length / 2);
  },
);
