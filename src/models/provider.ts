import type { CallOutcome, Effort, ProviderName, TokenUsage } from "../domain/model.ts";

/** A JSON Schema in the strict form of one provider, made once at start-up. */
export type StrictSchema = Readonly<Record<string, unknown>>;

/** What every call carries. */
interface Request {
  readonly model: string;
  readonly effort: Effort;
  /** Standing instructions; never holds anything from a page. */
  readonly system: string;
  readonly maxOutputTokens: number;
}

/** One question with one answer in strict JSON. */
export interface CompletionRequest extends Request {
  readonly user: string;
  readonly schemaName: string;
  readonly schema: StrictSchema;
}

/** A tool that a model may ask us to run; its input is strict JSON. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly schema: StrictSchema;
}

/** One thing that the model wants done. `input` is the provider's JSON, not yet checked. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** A model's turn. `raw` is what must be sent back unaltered in later requests to the same model. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly raw: unknown;
}

/** A conversation so far; append only, because providers bind a model's thoughts to what came before. */
export type Message =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly turn: Turn }
  | {
      readonly role: "tools";
      readonly results: readonly {
        readonly id: string;
        readonly text: string;
        readonly isError: boolean;
      }[];
    };

/** The next turn of a conversation with tools. */
export interface ConversationRequest extends Request {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
}

/** How a call ended. Only `ok`, `refusal` and `truncated` carry what the provider counted. */
export type ProviderReply<T> =
  | {
      readonly outcome: "ok";
      readonly value: T;
      readonly usage: TokenUsage;
      readonly requestId: string | null;
    }
  | {
      readonly outcome: "refusal" | "truncated";
      readonly detail: string;
      readonly usage: TokenUsage;
      readonly requestId: string | null;
    }
  | {
      readonly outcome: Exclude<CallOutcome, "ok" | "refusal" | "truncated" | "lost">;
      readonly detail: string;
      /** `maybe`: the request was sent and no count came back (timeout, reset); book the reservation. */
      readonly isBilled: "no" | "maybe";
      /** From `Retry-After` and its kin. */
      readonly retryAfterMs: number | null;
      readonly requestId: string | null;
    };

/** One provider's wire protocol. Never throws for what the provider does; a reply says it. */
export interface Provider {
  readonly name: ProviderName;
  /** The answer's text, which should be JSON of the schema; the caller parses it, after booking. */
  complete(request: CompletionRequest, call: Call): Promise<ProviderReply<string>>;
  converse(request: ConversationRequest, call: Call): Promise<ProviderReply<Turn>>;
  /** The cheapest call that shows whether a key works (a list of models). */
  check(call: Call): Promise<ProviderReply<null>>;
}

export interface Call {
  readonly key: string;
  /** Covers the whole call, body included. Aborted with reason "timeout" or anything else (cancelled). */
  readonly signal: AbortSignal;
}
