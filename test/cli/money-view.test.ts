import { describe, expect, test } from "vitest";
import { agentTable } from "../../src/cli/agents-command.ts";
import { keyTable } from "../../src/cli/keys-command.ts";
import { approvalTable } from "../../src/cli/approvals-command.ts";
import { ceilingHint, costWords, forecastWords, spentWords } from "../../src/cli/money-words.ts";
import { forecastOf, quoteJson, type Quoted, quoteText } from "../../src/cli/quote-view.ts";
import { noTokens } from "../../src/domain/model.ts";
import type { Seen, TierSpent } from "../../src/money/forecast.ts";
import type { Outlook } from "../../src/money/outlook.ts";

const outlook: Outlook = {
  money: { spentNano: 1_240_000_000, reservedNano: 100_000_000 },
  spend: [],
  tallies: { redlines: {}, rejections: {}, stops: {} },
  forecast: {
    toFinishNano: { interval: { low: 2e9, expected: 3.1e9, high: 5.2e9 }, detail: "" },
    answeredShare: { interval: { low: 0.7, expected: 0.78, high: 0.853 }, detail: "" },
  },
  ceiling: "maybe",
};

describe("money in words", () => {
  test("says what is spent, of what, what is held, and what is to come", () => {
    expect(spentWords({ maxUsdNano: 5e9 }, outlook)).toBe("$1.24 of $5.00 spent, $0.10 held");
    expect(forecastWords(outlook, false)).toEqual([
      "to finish: about $3.10 ($2.00 to $5.20); the ceiling may be too low for it",
      "answered in the end: about 78 % (70 % to 85 %)",
    ]);
    expect(forecastWords(outlook, true)).toEqual([]);
  });

  test("says why a figure is not known instead of giving one", () => {
    expect(costWords({ interval: null, detail: "too early: 3 of 10 rows" })).toBe(
      "not known yet (too early: 3 of 10 rows)",
    );
  });

  test("says how lines go on that stopped at the ceiling", () => {
    const batch = { id: "b1", maxUsdNano: 5e9 };

    expect(ceilingHint(batch, { reasons: {} }, "assay")).toEqual([]);
    expect(ceilingHint(batch, { reasons: { batch_ceiling: 12 } }, "assay")).toEqual([
      "12 lines stopped at the ceiling of $5.00; to go on: assay top-up b1 --max-usd <new ceiling in all>",
    ]);
  });
});

const top: TierSpent = {
  open: 0,
  answered: 3,
  ended: 1,
  moved: {},
  next: null,
  costNano: 1_200_000_000,
  charges: 30,
  maySpend: true,
};
const sample: Seen = {
  lines: 50,
  answeredLines: 43,
  openLines: 0,
  tiers: {
    http: {
      ...top,
      answered: 40,
      ended: 6,
      moved: { browser: 4 },
      next: "browser",
      costNano: 20_000_000,
      charges: 50,
    },
    classifier: { ...top, answered: 0, ended: 0, costNano: 0, charges: 0, maySpend: false },
    browser: top,
  },
  startsAt: "http",
  recordCapNano: 1e9,
};

describe("a quote", () => {
  const quoted: Quoted = {
    batch: { id: "b7", workflow: "ats", maxUsdNano: 2e9 },
    counts: {
      lines: 50,
      answered: 43,
      states: { pending: 0, in_progress: 0, escalated: 0, completed: 49, failed: 1 },
      reasons: { batch_ceiling: 1 },
    },
    money: { spentNano: 1_220_000_000, reservedNano: 0 },
    file: "companies.csv",
    lines: 10_000,
    seed: 4711,
    forecast: forecastOf(sample, { lines: 10_000, invalid: 0 }),
  };

  test("is for the whole file, as intervals, and says what it rests on and what it cost", () => {
    const text = quoteText(quoted, "assay");

    expect(text).toContain("50 of 50 lines seen, 43 answered; seed 4711, batch b7");
    expect(text).toContain("$1.22 on the sample, of at most $2.00");
    expect(text).toMatch(
      /the whole file, 10000 lines:\ncost +about \$\d+\.\d\d \(\$\d+\.\d\d to \$\d+\.\d\d\)\n/,
    );
    expect(text).toMatch(/answered +about \d+ % \(\d+ % to \d+ %\)\n/);
    expect(text).toMatch(/careful .*1 line stopped at the ceiling/);
    expect(text).toMatch(/next +assay run ats companies\.csv --max-usd \d+/);
  });

  test("puts what 10,000 such lines cost into its interval", () => {
    const { interval } = forecastOf(sample, { lines: 10_000, invalid: 0 }).toFinishNano;

    const plain = 10_000 * (1_220_000_000 / 50);
    expect(interval?.low).toBeLessThan(plain);
    expect(interval?.high).toBeGreaterThan(plain);
  });

  test("leaves out lines that are no valid input", () => {
    const half = forecastOf({ ...sample, lines: 100 }, { lines: 10_000, invalid: 50 });
    const all = forecastOf(sample, { lines: 5_000, invalid: 0 });

    expect(half.toFinishNano).toEqual(all.toFinishNano);
    expect(half.answeredShare.interval?.high).toBeLessThan(0.5);
  });

  test("says the same in JSON, in dollars", () => {
    expect(JSON.parse(quoteJson(quoted))).toMatchObject({
      batch: "b7",
      seed: 4711,
      lines: 10_000,
      sampled: 50,
      spentUsd: 1.22,
      stoppedAtCeiling: 1,
      costUsd: { low: expect.any(Number), high: expect.any(Number) },
    });
  });
});

test("agents are listed by version of their spec, with the one in force marked", () => {
  const text = agentTable([
    {
      workflow: "ats",
      agent: "classifier",
      tier: "classifier",
      spec: "0123456789abcdef",
      isCurrent: true,
      records: 10,
      attempts: 12,
      ends: { answered: 6, closed: 0, escalated: 4, postponed: 0, failed: 2, cancelled: 0 },
      answeredShare: { low: 0.3, expected: 0.5, high: 0.7 },
      p50Ms: 840,
      p95Ms: 12_300,
      calls: 11,
      usage: { ...noTokens, input: 60_000, output: 5_000 },
      nano: 95_000_000,
      nanoPerRecord: 9_500_000,
      nanoPerAnswer: null,
    },
  ]);

  expect(text).toMatch(
    /ats +classifier +0123456789ab \* +10 +12 +50 % \(30 % to 70 %\) +840 ms +12\.3 s +11 +65000 +\$0\.10 +\$0\.009500 +–/,
  );
  expect(agentTable([])).toBe("no agent has worked yet");
});

test("keys are listed by alias, with what stands before them", () => {
  const text = keyTable([
    {
      alias: "openai-3fa91c",
      provider: "openai",
      model: "gpt-6-luna",
      status: "cooling",
      until: Date.parse("2026-11-01T10:05:00Z"),
      failures: 2,
      reason: "rate_limited",
      since: 1,
    },
  ]);

  expect(text).toMatch(
    /openai-3fa91c +openai +gpt-6-luna +cooling +2026-11-01T10:05:00 +rate_limited, 2 in a row/,
  );
  expect(keyTable([])).toContain("without one no model is asked");
});

test("calls that wait for a person can't write over the terminal that shows them", () => {
  const text = approvalTable([
    {
      id: "a1",
      record: "b1-7",
      rule: "unlinked_address",
      tool: "open",
      input: { url: "https://a.example/" },
      detail: "linked by \u001B[2Jnobody\u202E",
      askedAt: 1,
      decision: null,
      decidedAt: null,
    },
  ]);

  expect(text).toContain('waits     b1-7    unlinked_address  open {"url":"https://a.example/"}');
  expect(text).toContain("linked by ?[2Jnobody?");
  expect(approvalTable([])).toBe("no call waits for a person");
});
