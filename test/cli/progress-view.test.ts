import { describe, expect, test } from "vitest";
import { closingTable } from "../../src/cli/closing-table.ts";
import { progressLines } from "../../src/cli/progress-view.ts";
import { recentRate } from "../../src/cli/recent-rate.ts";
import type { Outlook } from "../../src/money/outlook.ts";
import type { Batch } from "../../src/records/batch.ts";
import type { Counts } from "../../src/records/counters.ts";

const start = Date.parse("2026-11-01T10:00:00Z");
const batch: Batch = {
  id: "b1",
  status: "active",
  statusNote: "",
  workflow: "ats",
  name: "companies.csv",
  specs: {},
  columns: ["company", "domain"],
  maxTier: "browser",
  maxUsdNano: null,
  maxUsdPerRecordNano: null,
  createdAt: start,
  sealedAt: start,
  doneAt: null,
  deliveredAt: null,
  archive: null,
};
const none = { http: 0, classifier: 0, browser: 0 };
const counts = (more: Partial<Counts> = {}): Counts => ({
  lines: 10,
  duplicates: 0,
  states: { pending: 10, in_progress: 0, escalated: 0, completed: 0, failed: 0 },
  answered: 0,
  undeterminable: 0,
  answeredByTier: none,
  reasons: {},
  escalations: {},
  costNano: 0,
  costNanoByTier: none,
  ...more,
});
const outlook: Outlook = {
  money: { spentNano: 0, reservedNano: 0 },
  spend: [],
  tallies: { redlines: {}, rejections: {}, stops: {} },
  forecast: null,
  ceiling: "none",
};
const idle = { waiting: 0, pausing: 0, working: 0 };
const where = { http: idle, classifier: idle, browser: idle };
const view = (more: Partial<Parameters<typeof progressLines>[0]> = {}) =>
  progressLines({
    batch,
    counts: counts(),
    tiers: where,
    now: start + 60_000,
    recentRate: 1,
    outlook,
    ...more,
  }).join("\n");

describe("the live view", () => {
  test("of a batch without lines shows no nonsense", () => {
    const text = view({ counts: counts({ lines: 0 }), now: start, recentRate: 0 });

    expect(text).toContain("0/0");
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("is full only when all have ended", () => {
    const states = { pending: 1, in_progress: 0, escalated: 0, completed: 999, failed: 0 };

    expect(view({ counts: counts({ lines: 1_000, states }) })).toContain("░");
    expect(
      view({
        counts: counts({ lines: 1_000, states: { ...states, pending: 0, completed: 1_000 } }),
      }),
    ).not.toContain("░");
  });

  test("says which tier the last rows wait for", () => {
    const browser = { waiting: 3, pausing: 0, working: 2 };

    expect(view({ tiers: { ...where, browser } })).toContain("waiting for: 5 on browser");
    expect(view({ tiers: { ...where, browser, http: { ...idle, working: 1 } } })).not.toContain(
      "waiting for",
    );
  });

  test("says that rows pause before another try", () => {
    const http = { waiting: 8, pausing: 8, working: 0 };

    expect(view({ tiers: { ...where, http } })).toContain("8 of them pause before another try");
  });

  test("estimates from the recent pace, and not at all without one", () => {
    expect(view({ recentRate: 0.5 })).toContain("about 0:20 left");
    expect(view({ recentRate: 0 })).not.toContain("left");
  });
});

describe("the recent pace", () => {
  test("forgets how fast it was at the beginning", () => {
    const rate = recentRate();
    rate(0, 0);
    rate(1_000, 10_000);
    for (let s = 11; s <= 60; s += 1) rate(1_000 + s, s * 1_000);

    expect(rate(1_061, 61_000)).toBeCloseTo(1, 1);
  });
});

describe("money in the live view", () => {
  test("is not shown before there is any", () => {
    expect(view()).not.toContain("spent");
  });

  test("is shown once a batch has a ceiling or has spent something", () => {
    const money = { spentNano: 2_000_000_000, reservedNano: 0 };

    expect(view({ batch: { ...batch, maxUsdNano: 5e9 } })).toContain("$0 of $5.00 spent");
    expect(view({ outlook: { ...outlook, money } })).toContain("$2.00 spent");
    expect(
      view({
        batch: { ...batch, maxUsdNano: 2e9 },
        counts: counts({ reasons: { batch_ceiling: 3 } }),
      }),
    ).toContain("3 lines stopped at the ceiling of $2.00");
  });
});

describe("the closing table", () => {
  test("adds up answers, tiers, reasons, rate and cost", () => {
    const states = { pending: 0, in_progress: 0, escalated: 0, completed: 9, failed: 1 };
    const text = closingTable({
      batch: { ...batch, doneAt: start + 5_000 },
      counts: counts({
        states,
        answered: 6,
        undeterminable: 3,
        answeredByTier: { http: 5, classifier: 1, browser: 0 },
        reasons: { not_disclosed: 3, invalid_input: 1 },
      }),
      tally: {
        field: "ats",
        answers: [
          ["greenhouse", 4],
          ["lever", 2],
        ],
      },
      outlook: { ...outlook, money: { spentNano: 1_240_000_000, reservedNano: 0 } },
    });

    expect(text).toContain("greenhouse");
    expect(text).toContain("not_disclosed");
    expect(text).toContain("10 lines: 6 answered (60.0 %), 3 undeterminable, 1 failed");
    expect(text).toContain("0:05 at 2.0 lines/s, $1.24 in all");
  });
});
