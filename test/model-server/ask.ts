import type { Effort, ProviderName } from "../../src/domain/model.ts";

/** One thing said in a conversation, whichever wire it came over. */
export type AskedMessage =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly AskedCall[] }
  | { readonly role: "tools"; readonly results: readonly AskedResult[] };

/** A tool call that the model made in an earlier turn. */
export interface AskedCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** What the client says came of a tool call. */
export interface AskedResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

/** A tool that the client offers. */
export interface AskedTool {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What a model is asked, in one form for both providers. */
export interface Ask {
  /** Counts the requests of this server from 1. */
  readonly n: number;
  readonly provider: ProviderName;
  readonly model: string;
  /** The key as sent. */
  readonly key: string;
  readonly effort: Effort | null;
  readonly maxOutputTokens: number;
  readonly system: string;
  readonly messages: readonly AskedMessage[];
  /** The strict schema of the one answer wanted; `null` in a conversation with tools. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly tools: readonly AskedTool[];
  /** All that the user and the tools said, joined. */
  readonly text: string;
}

/** What a model does. `delayMs` comes before anything is sent. */
export type Reply = { readonly delayMs?: number } & (
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly toolCall: ToolCallReply; readonly text?: string }
  | { readonly toolCalls: readonly ToolCallReply[]; readonly text?: string }
  | { readonly refuse: string }
  /** What got out before the limit of output tokens. */
  | { readonly truncate: string }
  | StatusReply
  /** Nothing at all, or headers and the start of a body, and then silence. */
  | { readonly stall: "headers" | "body" }
  /** The connection is cut: before anything, or in the middle of the body. */
  | { readonly reset: "headers" | "body" }
  | RawReply
);

/** These bytes as the body: a proxy's page, half a JSON. */
export interface RawReply {
  readonly raw: string;
  readonly status?: number;
  readonly contentType?: string;
}

/** An error as the provider words it; see `errorBody`. */
export interface StatusReply {
  readonly status: number;
  /** Written as it stands into `retry-after`: seconds or an HTTP date. */
  readonly retryAfter?: string | number;
  readonly retryAfterMs?: number;
  /** The provider's word for it: `insufficient_quota`, `enforced_spend_limit_reached`. */
  readonly code?: string;
  readonly message?: string;
  /** Instead of the provider's own wording. */
  readonly body?: unknown;
}

export interface ToolCallReply {
  readonly name: string;
  readonly input: unknown;
}

/** What answers: a pure function makes a run that can be repeated. */
export type Mind = (ask: Ask) => Reply | Promise<Reply>;
