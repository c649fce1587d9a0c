import { z } from "zod";
import { reasonNames } from "../domain/reason.ts";
import { type RecordState, recordStates } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import type { BatchNumbers } from "../money/outlook.ts";
import { type Batch, batchStatuses } from "../records/batch.ts";
import type { Counts } from "../records/counters.ts";
import type { BatchSource } from "../retention/batch-source.ts";

/** What is answered to a batch that was taken in. */
export const ReceiptView = z
  .object({
    id: z.string(),
    lines: z.int(),
    invalid: z
      .int()
      .meta({ description: "lines that are no valid input; each is a failed record" }),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: "Receipt" });
export type ReceiptView = z.infer<typeof ReceiptView>;

/** Money in answers. */
export const usd = z.number().meta({ description: "US dollars" });
/** RFC 3339. */
export const timestamp = z
  .string()
  .meta({ description: "RFC 3339", example: "2026-11-01T12:00:00.000Z" });
/** A number for each tier. */
export const perTier = z.object({ http: z.number(), classifier: z.number(), browser: z.number() });
/** The five states, for a schema. */
export const stateNames = recordStates as [RecordState, ...RecordState[]];

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
    archivedAt: timestamp.nullable().meta({
      description: "when it was sealed into the archive; it is read from there, and not steered",
    }),
    maxTier: z.enum(tiers),
    maxUsd: usd.nullable().meta({ description: "ceiling of the batch; null: none" }),
    maxUsdPerRecord: usd
      .nullable()
      .meta({ description: "ceiling of each record; null: the workflow's own" }),
    counts: z.object({
      lines: z.int(),
      duplicates: z.int(),
      states: z.record(z.enum(stateNames), z.int()),
      outcomes: z.object({ answered: z.int(), undeterminable: z.int() }),
      answeredByTier: perTier,
      reasons: z.partialRecord(z.enum(reasonNames), z.int()),
      escalations: z.record(z.string(), z.int()),
    }),
    cost: z.object({
      usd,
      reservedUsd: usd.meta({ description: "held for calls that are out; not spent yet" }),
      byTier: perTier,
    }),
    rate: z.object({
      linesPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
    }),
    specs: z.record(z.string(), z.string()),
    links: z.record(z.string(), z.string()),
  })
  .meta({ id: "Batch" });
export type BatchView = z.infer<typeof BatchView>;

/** A batch as the API shows it, from what was read of it. */
export function batchView(
  { batch, archivedAt }: Pick<BatchSource, "batch" | "archivedAt">,
  { counts, money }: Pick<BatchNumbers, "counts" | "money">,
  now: number,
): BatchView {
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
    archivedAt,
    maxTier: batch.maxTier,
    maxUsd: batch.maxUsdNano === null ? null : batch.maxUsdNano / 1e9,
    maxUsdPerRecord: batch.maxUsdPerRecordNano === null ? null : batch.maxUsdPerRecordNano / 1e9,
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
      usd: money.spentNano / 1e9,
      reservedUsd: money.reservedNano / 1e9,
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
      ledger: `${at}/ledger`,
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
