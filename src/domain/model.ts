import { z } from "zod";

/** Who sells models. */
export const providerNames = ["openai", "anthropic"] as const;
export type ProviderName = (typeof providerNames)[number];

/** How long a model may think; the only knob that both providers have. */
export const efforts = ["low", "medium", "high"] as const;
export type Effort = (typeof efforts)[number];

/** One model of a spec's fallback chain; `model` is an exact id of the price file. */
export const ModelChoice = z.strictObject({
  provider: z.enum(providerNames),
  model: z.string().min(1),
  effort: z.enum(efforts),
});
export type ModelChoice = z.infer<typeof ModelChoice>;

/**
 * Tokens of one call, as the provider counted them. The four kinds of input never overlap
 * (their sum is all that was read); `reasoning` is a part of `output`, for information.
 */
export const TokenUsage = z.strictObject({
  input: z.int().min(0),
  cacheRead: z.int().min(0),
  /** Written to a cache for five minutes (Anthropic) or the provider's only term (OpenAI). */
  cacheWrite: z.int().min(0),
  /** Written to a cache for an hour (Anthropic). */
  cacheWriteLong: z.int().min(0),
  output: z.int().min(0),
  reasoning: z.int().min(0),
});
export type TokenUsage = z.infer<typeof TokenUsage>;

export const noTokens: TokenUsage = {
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWriteLong: 0,
  output: 0,
  reasoning: 0,
};

/** All that a call read and wrote: what token limits count. */
export function totalTokens(usage: TokenUsage): number {
  const { input, cacheRead, cacheWrite, cacheWriteLong, output } = usage;
  return input + cacheRead + cacheWrite + cacheWriteLong + output;
}

/** Every way a model call can end. The first four brought an answer of some kind, which is billed. */
export const callOutcomes = [
  "ok",
  "refusal",
  "truncated",
  "invalid",
  "rate_limited",
  "overloaded",
  "billing",
  "auth",
  "timeout",
  /** No connection, a reset, a 5xx. */
  "unreachable",
  /** 400, 413, 422: the request itself is at fault; another key would not help. */
  "rejected",
  "unknown_model",
  /** Ended by us: the row was lost, cancelled or drained. */
  "cancelled",
  /** The worker died while the call was out. */
  "lost",
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** The money and token limits that can stop model work. */
export const budgetLimits = [
  "batch_ceiling",
  "record_budget",
  "agent_budget",
  "agent_tokens",
  "agent_calls",
] as const;
export type BudgetLimit = (typeof budgetLimits)[number];

/** Why a loop of an agent with a model ended. */
export const stopReasons = [
  "submitted",
  /** The pages that the model went to prove the answer before it submitted one. */
  "proven",
  "gave_up",
  "steps",
  "tokens",
  "record_budget",
  "batch_budget",
  "time",
  "cancelled",
  "no_progress",
  "repeated_call",
  "tool_errors",
  "rejected_twice",
  "refused",
  "models_unavailable",
] as const;
export type StopReason = (typeof stopReasons)[number];
