import type { Verdict } from "../domain/evidence.ts";
import { type Reason, reasons } from "../domain/reason.ts";
import { type Tier, tierAbove, tierNumber } from "../domain/tier.ts";
import type { Attempts } from "../records/claim.ts";
import type { Settlement } from "../records/settle.ts";
import type { AgentConstraints, OrchestratorSpec } from "../specs/kit.ts";
import type { Outcome } from "./agent.ts";

/** What an attempt came to: the agent's outcome with the verifier's word on it, or why there is none. */
export type Judged =
  | { readonly outcome: Outcome; readonly verdict: Verdict | undefined }
  | { readonly failed: "agent_error" | "deadline" }
  | { readonly stopped: "draining" };

export interface Circumstances {
  readonly tier: Tier;
  readonly maxTier: Tier;
  /** Counting this one. */
  readonly attempts: Attempts;
  readonly postponements: number;
  /** Time that the record's attempts took, this one included. */
  readonly workedMs: number;
  readonly now: number;
  /** 0 to 1, drawn anew for each attempt: rows that wait for one thing must not all come back at once. */
  readonly chance: number;
  /** A lower tier could not ask its model because the batch's money was spent. */
  readonly ceilingRefused: boolean;
}

export interface Limits {
  readonly agent: AgentConstraints;
  readonly workflow: OrchestratorSpec["constraints"];
  readonly shortcuts: OrchestratorSpec["handoff"]["shortcuts"];
}

/** Some three hours of patience: a host that is closed for longer does not answer. */
const maxPostponements = 48;
/** A busy host tells each row a turn of its own; one whose turns come to nothing is asked ever more rarely. */
const trustedTurns = 4;
const firstPatienceMs = 2_000;
const longestPatienceMs = 300_000;

/**
 * The whole policy of retry, escalation and ending, as one pure function. Only a confirmed
 * verdict answers or ends a row early; everything else climbs, and closes at the top.
 */
export function decide(judged: Judged, at: Circumstances, limits: Limits): Settlement {
  if ("stopped" in judged) {
    return { event: "released", reason: "agent_error", dueAt: at.now, refund: true };
  }
  if ("failed" in judged) return retryOrClimb(judged.failed, at, limits);

  const { outcome, verdict } = judged;
  switch (outcome.kind) {
    case "claimed":
      if (!verdict?.confirmed) return climb("evidence_rejected", null, at, limits);
      return outcome.claim.kind === "answer"
        ? { event: "answered", verdict }
        : { event: "closed", reason: outcome.claim.reason };
    case "postponed": {
      const reason = outcome.by === "models" ? "model_unavailable" : "blocked";
      if (at.postponements >= maxPostponements) return climb(reason, null, at, limits);
      const dueAt =
        (outcome.by ?? "host") === "host" && at.postponements < trustedTurns
          ? outcome.retryAt
          : patience(outcome.retryAt, at);
      return { event: "released", reason, dueAt, refund: true };
    }
    case "unproven":
      if (outcome.reason === "unreachable") return retryOrClimb(outcome.reason, at, limits);
      return climb(outcome.reason, outcome.to, at, limits);
  }
}

/**
 * Rows that wait for one thing come back ever more rarely, so that they don't fill the workers, and
 * spread over as long as they waited, so that each finds it free and not the others there.
 */
function patience(retryAt: number, { now, postponements, chance }: Circumstances): number {
  const step = Math.min(firstPatienceMs * 2 ** postponements, longestPatienceMs);
  return Math.round(Math.max(retryAt, now + step * (0.5 + chance)));
}

/** The record has had all the time that its workflow grants it. */
function isOverdue({ workedMs }: Circumstances, { workflow }: Limits): boolean {
  return workedMs >= workflow.deadlineMs;
}

/** What may pass by itself is tried again on the same tier, as often as the spec allows. */
function retryOrClimb(reason: Reason, at: Circumstances, limits: Limits): Settlement {
  if (isOverdue(at, limits)) return { event: "closed", reason: "deadline" };
  if (totalOf(at.attempts) >= limits.workflow.attempts) {
    return { event: "gave_up", reason: reason === "agent_error" ? reason : "retries_exhausted" };
  }
  if (at.attempts[at.tier] < limits.agent.attempts) {
    const dueAt = at.now + limits.agent.cooldownMs * 2 ** (at.attempts[at.tier] - 1);
    return { event: "released", reason, dueAt, refund: false };
  }
  return climb(reason, null, at, limits);
}

function climb(reason: Reason, to: Tier | null, at: Circumstances, limits: Limits): Settlement {
  const wanted = to ?? limits.shortcuts[reason] ?? tierAbove(at.tier, at.maxTier);
  const isUp =
    wanted !== undefined &&
    tierNumber(wanted) > tierNumber(at.tier) &&
    tierNumber(wanted) <= tierNumber(at.maxTier);
  if (isUp && !reasons[reason].hopeless) {
    if (isOverdue(at, limits)) return { event: "closed", reason: "deadline" };
    if (totalOf(at.attempts) < limits.workflow.attempts)
      return { event: "escalated", reason, to: wanted };
  }
  return endOf(at.ceilingRefused && !reasons[reason].hopeless ? "batch_ceiling" : reason);
}

/** Rows that more money, a key or a fix would bring further have failed; the others are settled questions. */
function endOf(reason: Reason): Settlement {
  const isFailure = failures.has(reason);
  return isFailure ? { event: "gave_up", reason } : { event: "closed", reason };
}

const failures: ReadonlySet<Reason> = new Set([
  "agent_error",
  "batch_ceiling",
  "record_budget",
  "model_unavailable",
]);

function totalOf(attempts: Attempts): number {
  return attempts.http + attempts.classifier + attempts.browser;
}
