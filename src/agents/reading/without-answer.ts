import type { BudgetLimit, StopReason } from "../../domain/model.ts";
import type { Reason } from "../../domain/reason.ts";
import type { ModelReply } from "../../models/access.ts";
import type { AttemptReport } from "../agent.ts";
import type { Desk } from "./desk.ts";

/** A reply that brought no answer; `undefined`: there was no time to ask. */
export type NoAnswer = Exclude<ModelReply<unknown>, { kind: "ok" }> | undefined;

/**
 * What an attempt comes to when its model did not answer: whatever was found without one stands
 * (`otherwise`), and the row waits, climbs or closes as the reply demands.
 */
export function withoutAnswer(
  reply: NoAnswer,
  otherwise: AttemptReport,
  desk: Desk,
): AttemptReport {
  if (reply === undefined)
    return desk.sign(otherwise, { stop: "time", why: "No time was left to ask a model." });
  switch (reply.kind) {
    case "unavailable":
      return desk.sign(
        {
          ...otherwise,
          outcome: {
            kind: "postponed",
            retryAt: reply.retryAt,
            detail: reply.detail,
            by: "models",
          },
        },
        { stop: "models_unavailable", why: "No model could answer now." },
      );
    case "limit":
      return desk.sign(limited(reply.limit, otherwise), limits[reply.limit]);
    case "refusal":
      return desk.sign(otherwise, { stop: "refused", why: "The model declined to answer." });
    case "truncated":
      return desk.sign(otherwise, { stop: "tokens", why: "The model's answer was cut off." });
    case "invalid":
      return desk.sign(otherwise, {
        stop: "no_progress",
        why: "The model's answer could not be read.",
      });
    case "failed":
      return desk.sign(otherwise, { stop: "refused", why: "No model took the question." });
  }
}

const limits: Readonly<Record<BudgetLimit, { stop: StopReason; why: string }>> = {
  batch_ceiling: { stop: "batch_budget", why: "The batch's ceiling left nothing for a model." },
  record_budget: { stop: "record_budget", why: "The record's budget left nothing for a model." },
  agent_budget: { stop: "batch_budget", why: "The agent's budget left nothing for a model." },
  agent_tokens: { stop: "tokens", why: "The agent's tokens for this record are used up." },
  agent_calls: { stop: "steps", why: "The agent has asked as often as it may." },
};

/** Reasons that only say that nothing was found. */
const vague: ReadonlySet<Reason> = new Set(["no_candidate_found", "not_disclosed"]);

function limited(limit: BudgetLimit, otherwise: AttemptReport): AttemptReport {
  const { outcome } = otherwise;
  if (outcome.kind !== "unproven") return otherwise;
  if (limit === "batch_ceiling")
    return { ...otherwise, outcome: { ...outcome, reason: "batch_ceiling" } };
  return vague.has(outcome.reason)
    ? { ...otherwise, outcome: { ...outcome, reason: "record_budget" } }
    : otherwise;
}
