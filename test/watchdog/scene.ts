import { type Tier, tiers } from "../../src/domain/tier.ts";
import type { Counts } from "../../src/records/counters.ts";
import type { WorkerBeat } from "../../src/records/worker-beats.ts";
import type { BatchFacts, Facts, StuckRow, TierFacts } from "../../src/watchdog/facts.ts";
import { watchdogSettings } from "../../src/watchdog/settings.ts";

export const settings = watchdogSettings(120_000);
export const start = Date.UTC(2026, 0, 5);

const byTier = <T>(of: (tier: Tier) => T) =>
  Object.fromEntries(tiers.map((tier) => [tier, of(tier)])) as Record<Tier, T>;

export function workerOf(tier: Tier): WorkerBeat {
  return {
    id: `${tier}-1`,
    tier,
    host: "here",
    pid: 1,
    startedAt: start,
    beatAt: start,
    ageMs: 0,
    slots: 4,
    busy: 0,
    rssBytes: 1,
    loopLagMs: 1,
  };
}

export function countsOf(counts: Partial<Counts> = {}): Counts {
  return {
    lines: 100,
    duplicates: 0,
    states: { pending: 50, in_progress: 4, completed: 46, failed: 0, escalated: 0 },
    answered: 46,
    undeterminable: 0,
    answeredByTier: { http: 46, classifier: 0, browser: 0 },
    reasons: {},
    escalations: {},
    costNano: 0,
    costNanoByTier: { http: 0, classifier: 0, browser: 0 },
    ...counts,
  };
}

/** A batch that goes well: rows wait, rows are in hand, one ended just now. */
export function batchFacts(facts: Partial<BatchFacts> = {}): BatchFacts {
  return {
    id: "b1",
    status: "active",
    statusNote: "",
    counts: countsOf(),
    maxUsdNano: null,
    spentNano: 0,
    reservedNano: 0,
    waiting: { http: 50, classifier: 0, browser: 0 },
    held: 4,
    lastChangeAt: start,
    isInRotation: true,
    lost: 0,
    stuck: [],
    audit: [],
    ...facts,
  };
}

export function tierFacts(tier: Tier, facts: Partial<TierFacts> = {}): TierFacts {
  return { waiting: 0, oldestDueAt: null, held: 0, jobs: 0, workers: [workerOf(tier)], ...facts };
}

/** A healthy system at work on one batch. */
export function healthy(facts: Partial<Facts> = {}): Facts {
  return {
    now: start,
    tiers: {
      ...byTier((tier) => tierFacts(tier)),
      http: tierFacts("http", { waiting: 50, held: 4 }),
    },
    batches: [batchFacts()],
    outcomes: [],
    keys: [],
    redis: {
      usedBytes: 1_000,
      maxBytes: 0,
      policy: "noeviction",
      isWritable: true,
      refusal: "",
      isAofOk: true,
      role: "master",
    },
    schedules: [],
    browserOrphans: [],
    ...facts,
  };
}

export const stuckRow: StuckRow = {
  n: 7,
  tier: "browser",
  fence: 2,
  heldSince: start - 600_000,
  attempts: 1,
  mostAttempts: 6,
};
