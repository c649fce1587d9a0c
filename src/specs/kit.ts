import type { z } from "zod";
import type { ModelChoice } from "../domain/model.ts";
import type { Reason } from "../domain/reason.ts";
import type { Tier } from "../domain/tier.ts";

/** Checks that code enforces; a redline names the one that guards it. */
export const redlineChecks = {
  verifier: "the verifier rejects the claim",
  egress: "the egress policy refuses the connection",
  robots: "robots.txt is asked before every fetch",
  politeness: "the host's slot is taken in Redis before every fetch",
  schema: "the output schema rejects the claim",
  settle: "the settle script refuses an answer without a confirmed verdict",
  browser: "one fresh context per record, closed before the answer is thought about",
  quote: "what a model quotes must stand, verbatim, in the document and channel that it names",
  catalogue: "only ids of the catalogue are taken from a model",
  refetch: "the verifier fetches what a model's claim cites anew",
  tools: "every tool call passes its schema and the risk rules before it runs",
  budget: "money is reserved before a call, against every ceiling at once",
} as const;
export type RedlineCheck = keyof typeof redlineChecks;

export interface Redline {
  /** In negative form: "never answers from third-party text alone". */
  readonly never: string;
  readonly check: RedlineCheck;
}

/** Limits of one agent. Durations in ms. */
export interface AgentConstraints {
  readonly timeoutMs: number;
  /** Attempts on this tier before the row goes up. */
  readonly attempts: number;
  /** Wait before a second attempt on the same tier. */
  readonly cooldownMs: number;
  /** Pages one attempt may fetch. */
  readonly maxPages: number;
  /** The models that it may ask, and how much; absent: it never asks one. */
  readonly model?: ModelLimits;
}

/** What an agent may spend on models. Without a key of any provider of the chain it works without. */
export interface ModelLimits {
  /** Fallback chain, best first. */
  readonly chain: readonly [ModelChoice, ...ModelChoice[]];
  /** Of one call, thinking included. */
  readonly maxOutputTokens: number;
  /** Of one call, connection to last byte. */
  readonly callTimeoutMs: number;
  /** Time that one attempt may spend with models, beyond `timeoutMs`. */
  readonly timeoutMs: number;
  /** Calls of one attempt; for a browsing agent, its steps. */
  readonly maxCalls: number;
  /** Tokens of all kinds that this agent may use on one record. */
  readonly maxTokensPerRecord: number;
  /** Page text shown in one call, in tokens. */
  readonly maxPromptTokens: number;
  /** Dollars that this agent may spend on all records of one batch; `null`: the batch's ceiling alone. */
  readonly maxUsdPerRun: number | null;
}

/** The contract of one agent, in six sections. */
export interface AgentSpec {
  readonly name: string;
  readonly tier: Tier;
  readonly role: string;
  readonly inputs: z.ZodType;
  readonly outputs: z.ZodType;
  readonly constraints: AgentConstraints;
  readonly redlines: readonly Redline[];
  /** What each response leads to. */
  readonly handoff: { readonly answered: "verify"; readonly unproven: Tier | "close" };
}

/** How an input column is recognised: the field, then the headers that mean it, best first. */
export type ColumnAliases = Readonly<Record<string, readonly string[]>>;

/** The contract of a workflow, in six sections. */
export interface OrchestratorSpec {
  readonly workflow: string;
  readonly title: string;
  readonly role: string;
  /** Strict object; parses what `columns` picked from an input line. */
  readonly inputs: z.ZodType<Record<string, unknown>>;
  readonly columns: ColumnAliases;
  /** Strict object, every field required (`.nullable()` where unknown is legal); its keys are the results' columns. */
  readonly outputs: z.ZodObject;
  readonly constraints: {
    readonly startsAt: Tier;
    /** Attempts over all tiers before the row fails with `retries_exhausted`. */
    readonly attempts: number;
    /** Wall-clock limit of one record, all tiers together, ms of work. */
    readonly deadlineMs: number;
    readonly maxUsdPerRecord: number;
  };
  readonly redlines: readonly Redline[];
  readonly handoff: {
    readonly agents: readonly AgentSpec[];
    /** Reasons that skip rungs. */
    readonly shortcuts: Partial<Record<Reason, Tier>>;
  };
}

export const defineAgent = (spec: AgentSpec): AgentSpec => spec;
export const defineOrchestrator = (spec: OrchestratorSpec): OrchestratorSpec => spec;
