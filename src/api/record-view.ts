import { z } from "zod";
import { Evidence } from "../domain/evidence.ts";
import { StepNote } from "../domain/handoff.ts";
import { reasonNames, reasons } from "../domain/reason.ts";
import type { RecordState } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import type { BatchEvent } from "../records/events.ts";
import { type AssayRecord, Transition } from "../records/record.ts";
import { perTier, stateNames, timestamp, usd } from "./batch-view.ts";

/** One state change as the API shows it. */
export const TransitionView = Transition.omit({ at: true, costNano: true })
  .extend({ at: timestamp, agent: z.string().nullable(), costUsd: usd })
  .meta({ id: "Transition" });
export type TransitionView = z.infer<typeof TransitionView>;

/** Who works on each tier, by name. */
export type AgentNames = Readonly<Partial<Record<string, string>>>;

export function transitionView(transition: Transition, agents: AgentNames): TransitionView {
  const { event, tier, attempt, reason, at, costNano } = transition;
  return {
    event,
    tier,
    attempt,
    reason,
    at: new Date(at).toISOString(),
    agent: agents[tier] ?? null,
    costUsd: costNano / 1e9,
  };
}

/** What the event stream tells of a state change. */
export const EventView = TransitionView.extend({ record: z.string() }).meta({ id: "Event" });
export type EventView = z.infer<typeof EventView>;

export function eventView(event: BatchEvent, agents: AgentNames): EventView {
  return { record: event.record, ...transitionView(event, agents) };
}

/** Any JSON. Not `z.json()`: a schema that holds itself has no place in an OpenAPI document. */
const anyJson = z.unknown();

/** A record as the API shows it: the row, its way, its proof, and each step's note. */
export const RecordView = z
  .object({
    id: z.string(),
    batch: z.string(),
    duplicateOf: z.string().nullable(),
    input: z.record(z.string(), anyJson),
    status: z.enum(stateNames),
    outcome: z.enum(["answered", "undeterminable"]).nullable(),
    output: z.record(z.string(), anyJson).nullable(),
    reason: z.enum(reasonNames).nullable(),
    settledBy: z.string().nullable().meta({ description: "what would settle an open question" }),
    tier: z.enum(tiers),
    attempts: perTier.extend({ total: z.int() }),
    fence: z.int(),
    lastAttemptedAt: timestamp.nullable(),
    verifiedAt: timestamp.nullable(),
    costUsd: usd,
    invalid: z.object({ line: z.int(), detail: z.string() }).nullable(),
    transitions: z.array(TransitionView),
    evidence: z.array(Evidence),
    notes: z.array(StepNote.extend({ findings: anyJson })),
  })
  .meta({ id: "Record" });
export type RecordView = z.infer<typeof RecordView>;

export function recordView(
  record: AssayRecord,
  columns: readonly string[],
  agents: AgentNames,
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
    transitions: record.transitions.map((transition) => transitionView(transition, agents)),
    evidence: record.evidence,
    notes: record.notes,
  };
}
