import type { Reason } from "../domain/reason.ts";
import type { Tier } from "../domain/tier.ts";
import type { KeyState } from "../models/keys/key-states.ts";
import type { BatchStatus } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import type { WorkerBeat } from "../records/worker-beats.ts";
import type { FinalOutcome } from "./spike.ts";

/** What the watchdog sees at one time. Nothing in it grows with the number of rows. */
export interface Facts {
  /** Epoch ms by Redis' clock. */
  readonly now: number;
  readonly tiers: Readonly<Record<Tier, TierFacts>>;
  /** Batches in work, those that have just ended, and those that a standing notice is about. */
  readonly batches: readonly BatchFacts[];
  /** Final outcomes since the last look, by series; see `outcomes.ts`. */
  readonly outcomes: readonly SeriesOutcomes[];
  readonly keys: readonly KeyState[];
  readonly redis: RedisFacts;
  readonly schedules: readonly ScheduleFacts[];
  /** Processes of browsers on this machine whose worker is dead. */
  readonly browserOrphans: readonly number[];
}

/** One tier over all batches in work. */
export interface TierFacts {
  /** Rows that are due now or sent and that nobody holds yet. */
  readonly waiting: number;
  readonly oldestDueAt: number | null;
  /** Rows in hand. */
  readonly held: number;
  /** Jobs that wait in the queue or are being worked on. */
  readonly jobs: number;
  /** Those that live. */
  readonly workers: readonly WorkerBeat[];
}

export interface BatchFacts {
  readonly id: string;
  readonly status: BatchStatus;
  readonly statusNote: string;
  readonly counts: Counts;
  readonly maxUsdNano: number | null;
  readonly spentNano: number;
  readonly reservedNano: number;
  /** Rows that are due now or sent and that nobody holds yet, by tier. */
  readonly waiting: Readonly<Record<Tier, number>>;
  readonly held: number;
  /** When a row last changed. */
  readonly lastChangeAt: number;
  /** It is fed to the queues. */
  readonly isInRotation: boolean;
  /** Rows that were sent and have no job, and rows whose worker has been silent past its lease. */
  readonly lost: number;
  /** Rows held longer than their agent may take, though their worker keeps the lease. */
  readonly stuck: readonly StuckRow[];
  /** What is broken in its books, seen twice. */
  readonly audit: readonly string[];
}

export interface StuckRow {
  readonly n: number;
  readonly tier: Tier;
  /** Of whoever holds it. */
  readonly fence: number;
  readonly heldSince: number;
  /** Attempts so far, on all tiers, and how many its workflow grants. */
  readonly attempts: number;
  readonly mostAttempts: number;
}

export interface SeriesOutcomes {
  readonly batch: string;
  /** `tier http`, `hosts .de`. */
  readonly name: string;
  readonly outcomes: readonly FinalOutcome[];
}

export interface RedisFacts {
  readonly usedBytes: number;
  /** 0: no limit. */
  readonly maxBytes: number;
  readonly policy: string;
  readonly isWritable: boolean;
  /** Why not, in Redis' words. */
  readonly refusal: string;
  /** The append-only file is written; true when there is none. */
  readonly isAofOk: boolean;
  readonly role: string;
}

export interface ScheduleFacts {
  readonly id: string;
  readonly lastFireAt: number | null;
  /** What its last fire had to produce, in words. */
  readonly expected: string;
  /** `null`: not due yet. */
  readonly produced: boolean | null;
}

/** Why a row's end counts as a failure: what may be wrong with the world or with us, not with the row. */
export const failureReasons: ReadonlySet<Reason> = new Set([
  "unreachable",
  "blocked",
  "evidence_rejected",
  "record_budget",
  "model_unavailable",
  "deadline",
  "retries_exhausted",
  "agent_error",
]);

/** Why rows are given up that another try, more money or a fix would bring further. */
export const outOfRetries: ReadonlySet<Reason> = new Set([
  "retries_exhausted",
  "agent_error",
  "model_unavailable",
  "record_budget",
]);
