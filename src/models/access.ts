import type { z } from "zod";
import type { BudgetLimit, ModelChoice } from "../domain/model.ts";
import type { Message, Turn } from "./provider.ts";

/** A tool as an agent offers it; the gateway puts its input's schema into the provider's strict form. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
}

/** One question of an agent. The same `step` within one attempt is the same question. */
export interface CompletionAsk<T> {
  /** Names the question within the attempt: `links`, `read`. Part of the journal's key. */
  readonly step: string;
  readonly system: string;
  /** Page text stands in marked blocks only; see `markedBlock`. */
  readonly user: string;
  readonly schemaName: string;
  /** Checked at start-up for both providers; evidence fields come before the answer. */
  readonly schema: z.ZodType<T>;
  /** Content hashes of the pages that the question shows: with them the answer may be reused by later batches. */
  readonly shown: readonly string[];
}

/** The next turn of a conversation. */
export interface ConversationAsk {
  readonly step: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly OfferedTool[];
  /** The model that the conversation began with; `null` at its start. Another one can't continue it. */
  readonly stick: ModelChoice | null;
}

/** What came of an ask. Rejects only with the attempt's own abort reason. */
export type ModelReply<T> =
  | {
      readonly kind: "ok";
      readonly value: T;
      readonly by: ModelChoice;
      readonly isReplayed: boolean;
    }
  | { readonly kind: "refusal" | "truncated" | "invalid"; readonly detail: string }
  /** No model can answer now: all keys cool down, or money is held by calls in flight. Come back at `retryAt`. */
  | {
      readonly kind: "unavailable";
      readonly retryAt: number;
      readonly detail: string;
      /** Another model of the chain could answer a conversation begun anew. */
      readonly elsewhere: boolean;
    }
  | { readonly kind: "limit"; readonly limit: BudgetLimit; readonly detail: string }
  /** The request itself was refused by every model of the chain. */
  | { readonly kind: "failed"; readonly detail: string };

/** The models of one attempt, under its agent's spec, the record's and the batch's money. */
export interface ModelAccess {
  complete<T>(ask: CompletionAsk<T>): Promise<ModelReply<T>>;
  converse(ask: ConversationAsk): Promise<ModelReply<Turn>>;
}
