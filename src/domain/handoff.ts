import { z } from "zod";
import { rejectionKinds } from "./evidence.ts";
import { stopReasons } from "./model.ts";
import { reasonNames } from "./reason.ts";
import { tiers } from "./tier.ts";

/** One thing that was looked at, and how it answered: a status, or the kind of failure. */
export const Look = z.strictObject({
  url: z.string(),
  answer: z.union([z.int(), z.string()]),
  snapshot: z.string().nullable(),
});
export type Look = z.infer<typeof Look>;

/** What one attempt learnt, for the next tier, the next attempt and the reader. */
export const StepNote = z.strictObject({
  tier: z.enum(tiers),
  agent: z.string(),
  attempt: z.int(),
  /** One sentence: what it looked at and what it concluded. */
  why: z.string().max(1_000),
  looked: z.array(Look),
  /** Free of form but JSON: candidates seen, the careers page, what to try next. */
  findings: z.json(),
  rejections: z.array(z.strictObject({ kind: z.enum(rejectionKinds), detail: z.string() })),
  /** Why its work with a model ended; absent when no model worked on it. */
  stop: z.enum(stopReasons).optional(),
});
export type StepNote = z.infer<typeof StepNote>;

/** What an agent is handed: the task, what is known, the limits, and when to stop. */
export const Handoff = z.strictObject({
  task: z.strictObject({
    workflow: z.string(),
    batch: z.string(),
    record: z.string(),
    tier: z.enum(tiers),
    attempt: z.int().min(1),
  }),
  context: z.strictObject({
    input: z.record(z.string(), z.json()),
    /** Notes of earlier attempts, oldest first. */
    notes: z.array(StepNote),
  }),
  constraints: z.strictObject({ timeoutMs: z.int(), maxPages: z.int() }),
  /** Epoch ms. */
  deadline: z.int(),
});
export type Handoff = z.infer<typeof Handoff>;

/** Where a row goes when an attempt proved nothing. */
export const Escalation = z.strictObject({
  reason: z.enum(reasonNames),
  /** The rung to go to when it is not simply the next one: a bot wall goes straight to the browser. */
  to: z.enum(tiers).nullable(),
});
export type Escalation = z.infer<typeof Escalation>;
