import type { TokenUsage } from "../domain/model.ts";
import type { ProviderReply, ToolCall } from "./provider.ts";

/** What a model gave, whole or not, in the form that both providers' answers come to. */
export interface Answered {
  readonly ending:
    | { readonly outcome: "ok" }
    | { readonly outcome: "refusal" | "truncated"; readonly detail: string };
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** The answer's parts as they came: what must be sent back unaltered. */
  readonly raw: readonly unknown[];
  readonly usage: TokenUsage;
  readonly requestId: string | null;
}

/** The reply that an answer comes to, with its value when it ended well. */
export function replyTo<T>({ ending, usage, requestId }: Answered, value: T): ProviderReply<T> {
  return ending.outcome === "ok"
    ? { outcome: "ok", value, usage, requestId }
    : { ...ending, usage, requestId };
}

/** The request id that an SDK puts beside the body it read. */
export function requestIdOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const id: unknown = Object.getOwnPropertyDescriptor(body, "_request_id")?.value;
  return typeof id === "string" ? id : null;
}
