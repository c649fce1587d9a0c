import { expect } from "vitest";
import type { Fault } from "../model-server/faults.ts";
import { mixedKnown, mixedTruth } from "../small-web/mixed-list.ts";
import { checkSite } from "../support/crash-check.ts";
import { modelList } from "../support/model-list.ts";
import { test } from "./lab.ts";

const list = modelList({ plain: 16, reading: 45, visits: 3 });
/** Enough for some of the calls; every row's models together would take several times as much. */
const ceilingUsd = 0.045;
const trouble: readonly Fault[] = [
  { rate: 0.06, reply: { reset: "body" } },
  { rate: 0.08, reply: { status: 500 } },
  { rate: 0.05, reply: { truncate: '{"numbers": [' } },
  { rate: 0.05, reply: { refuse: "no" } },
  { reply: null, delayMs: 100 },
];

test(
  "worker processes with 64 records in hand stop at the batch's ceiling by the provider's own count, and a top-up continues them",
  { timeout: 360_000 },
  async ({ lab }) => {
    const models = await lab.models();
    await models.setFaults(trouble);
    const site = lab.site({
      rows: list.length,
      list,
      maxTier: 3,
      flags: ["--max-usd", `${ceilingUsd}`],
      env: {
        ...models.env(),
        ASSAY_COOLDOWNS_MS: "300,600",
        ASSAY_CONCURRENCY_HTTP: "64",
        ASSAY_CONCURRENCY_CLASSIFIER: "64",
      },
    });

    const first = site.start();
    const code = await first.ended;

    expect(code, first.stderr()).toBe(0);
    const served = await models.calls();
    const stopped = await checkSite(site, lab.requests.all(), served);
    expect(stopped.problems).toEqual([]);
    const { spentNano, servedNano, ledger } = stopped.money ?? expect.fail();
    expect(new Set(ledger.map(({ tier }) => tier))).toContain("classifier");
    expect(spentNano).toBeLessThanOrEqual(ceilingUsd * 1e9);
    // What the provider counted only grows, so it was never more than this.
    expect(servedNano).toBeLessThanOrEqual(spentNano);
    const atCeiling = stopped.records.filter(({ reason }) => reason === "batch_ceiling");
    expect(atCeiling.length).toBeGreaterThan(0);
    expect(new Set(atCeiling.map(({ status }) => status))).toEqual(new Set(["failed"]));
    // What needs no model went on to its end.
    const plain = stopped.records.filter(({ n }) => isPlain(site.companies[n] ?? -1));
    expect(plain.length).toBeGreaterThan(8);
    for (const { outcome } of plain) expect(outcome).toBe("answered");

    await models.setFaults([]);
    const topUp = site.start(["top-up", stopped.batch, "--max-usd", "5"]);
    expect(await topUp.ended, topUp.stderr()).toBe(0);
    const second = site.start();
    expect(await second.ended, second.stderr()).toBe(0);

    const all = await models.calls();
    const ended = await checkSite(site, lab.requests.all(), all);
    expect(ended.batch).toBe(stopped.batch);
    expect(ended.problems).toEqual([]);
    for (const { n } of atCeiling) expect(ended.records[n]).toMatchObject({ outcome: "answered" });
    expect(ended.right).toBeGreaterThan(stopped.right);
  },
);

/** Patterns find its answer on the first tier. */
function isPlain(company: number): boolean {
  const truth = mixedTruth(company);
  return truth.determinable && truth.tier === "http" && mixedKnown(company).way === undefined;
}
