import { z } from "zod";
import { Evidence } from "../domain/evidence.ts";
import { StepNote } from "../domain/handoff.ts";
import { reasonNames, reasons } from "../domain/reason.ts";
import { type RecordState, recordStates } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import { type Batch, batchStatuses } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import { type AssayRecord, Transition } from "../records/record.ts";

const usd = z.number().meta({ description: "US dollars" });
const timestamp = z.string().meta({ description: "RFC 3339", example: "2026-11-01T12:00:00.000Z" });
const perTier = z.object({ http: z.number(), classifier: z.number(), browser: z.number() });
const stateNames = recordStates as [RecordState, ...RecordState[]];

/** A batch as the API shows it. The five states always sum to `lines`. */
export const BatchView = z
  .object({
    id: z.string(),
    workflow: z.string(),
    name: z.string(),
    status: z.enum(batchStatuses),
    statusNote: z.string(),
    createdAt: timestamp,
    sealedAt: timestamp.nullable(),
    doneAt: timestamp.nullable(),
    maxTier: z.enum(tiers),
    maxUsd: usd.nullable(),
    counts: z.object({
      lines: z.int(),
      duplicates: z.int(),
      states: z.record(z.enum(stateNames), z.int()),
      outcomes: z.object({ answered: z.int(), undeterminable: z.int() }),
      answeredByTier: perTier,
      reasons: z.partialRecord(z.enum(reasonNames), z.int()),
      escalations: z.record(z.string(), z.int()),
    }),
    cost: z.object({ usd, byTier: perTier }),
    rate: z.object({
      linesPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
    }),
    specs: z.record(z.string(), z.string()),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: "Batch" });
export type BatchView = z.infer<typeof BatchView>;

export function batchView(batch: Batch, counts: Counts, now: number): BatchView {
  const date = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const at = `/batches/${batch.id}`;
  return {
    id: batch.id,
    workflow: batch.workflow,
    name: batch.name,
    status: batch.status,
    statusNote: batch.statusNote,
    createdAt: new Date(batch.createdAt).toISOString(),
    sealedAt: date(batch.sealedAt),
    doneAt: date(batch.doneAt),
    maxTier: batch.maxTier,
    maxUsd: batch.maxUsdNano === null ? null : batch.maxUsdNano / 1e9,
    counts: {
      lines: counts.lines,
      duplicates: counts.duplicates,
      states: counts.states,
      outcomes: { answered: counts.answered, undeterminable: counts.undeterminable },
      answeredByTier: counts.answeredByTier,
      reasons: counts.reasons,
      escalations: counts.escalations,
    },
    cost: {
      usd: counts.costNano / 1e9,
      byTier: {
        http: counts.costNanoByTier.http / 1e9,
        classifier: counts.costNanoByTier.classifier / 1e9,
        browser: counts.costNanoByTier.browser / 1e9,
      },
    },
    rate: rateOf(batch, counts, now),
    specs: batch.specs,
    links: {
      self: at,
      records: `${at}/records`,
      results: `${at}/results.csv`,
      events: `${at}/events`,
    },
  };
}

/** Lines ended per second since the batch was sealed, and how long the rest takes at that rate. */
export function rateOf(batch: Batch, counts: Counts, now: number): BatchView["rate"] {
  if (batch.sealedAt === null) return { linesPerSecond: 0, secondsLeft: null };
  const ended = counts.states.completed + counts.states.failed;
  const seconds = Math.max(((batch.doneAt ?? now) - batch.sealedAt) / 1_000, 0.001);
  const linesPerSecond = ended / seconds;
  if (batch.doneAt !== null) return { linesPerSecond, secondsLeft: 0 };
  return {
    linesPerSecond,
    secondsLeft: linesPerSecond > 0 ? (counts.lines - ended) / linesPerSecond : null,
  };
}

/** A record as the API shows it: the row, its way, its proof, and each step's note. */
export const RecordView = z
  .object({
    id: z.string(),
    batch: z.string(),
    duplicateOf: z.string().nullable(),
    input: z.record(z.string(), z.json()),
    status: z.enum(stateNames),
    outcome: z.enum(["answered", "undeterminable"]).nullable(),
    output: z.record(z.string(), z.json()).nullable(),
    reason: z.enum(reasonNames).nullable(),
    settledBy: z.string().nullable().meta({ description: "what would settle an open question" }),
    tier: z.enum(tiers),
    attempts: perTier.extend({ total: z.int() }),
    fence: z.int(),
    lastAttemptedAt: timestamp.nullable(),
    verifiedAt: timestamp.nullable(),
    costUsd: usd,
    invalid: z.object({ line: z.int(), detail: z.string() }).nullable(),
    transitions: z.array(
      Transition.omit({ at: true, costNano: true }).extend({
        at: timestamp,
        agent: z.string().nullable(),
        costUsd: usd,
      }),
    ),
    evidence: z.array(Evidence),
    notes: z.array(StepNote),
  })
  .meta({ id: "Record" });
export type RecordView = z.infer<typeof RecordView>;

export function recordView(
  record: AssayRecord,
  columns: readonly string[],
  agents: Readonly<Partial<Record<string, string>>>,
): RecordView {
  const { http, classifier, browser } = record.attempts;
  return {
    id: record.id,
    batch: record.batch,
    duplicateOf: record.duplicateOf,
    input: Object.fromEntries(columns.map((name, i) => [name, record.cells[i] ?? null])),
    status: record.status as RecordState,
    outcome: record.outcome,
    output: record.output,
    reason: record.reason,
    settledBy: record.reason ? reasons[record.reason].settledBy : null,
    tier: record.tier,
    attempts: { http, classifier, browser, total: http + classifier + browser },
    fence: record.fence,
    lastAttemptedAt:
      record.lastAttemptedAt === null ? null : new Date(record.lastAttemptedAt).toISOString(),
    verifiedAt: record.verifiedAt,
    costUsd: record.costNano / 1e9,
    invalid: record.invalid,
    transitions: record.transitions.map(({ at, costNano, ...transition }) => ({
      ...transition,
      at: new Date(at).toISOString(),
      agent: agents[transition.tier] ?? null,
      costUsd: costNano / 1e9,
    })),
    evidence: record.evidence,
    notes: record.notes,
  };
}
