import { z } from "zod";
import type { TokenUsage } from "../domain/model.ts";
import { type Answered, requestIdOf } from "./answered.ts";
import { type Failure, unreadable } from "./failures.ts";

const Tokens = z.int().min(0);

/** What is read of a message; the rest of it is passed over. */
const Message = z.object({
  content: z.array(z.unknown()),
  stop_reason: z.string().nullish(),
  stop_details: z
    .object({ category: z.string().nullish(), explanation: z.string().nullish() })
    .nullish(),
  usage: z.object({
    input_tokens: Tokens,
    cache_creation_input_tokens: Tokens.nullish(),
    cache_read_input_tokens: Tokens.nullish(),
    cache_creation: z.object({ ephemeral_1h_input_tokens: Tokens.nullish() }).nullish(),
    output_tokens: Tokens,
    output_tokens_details: z.object({ thinking_tokens: Tokens.nullish() }).nullish(),
  }),
});
type Message = z.infer<typeof Message>;

// By type, never by place: thoughts come first, and between the others.
const TextBlock = z.object({ type: z.literal("text"), text: z.string() });
const CallBlock = z.object({
  type: z.literal("tool_use"),
  id: z.string(),
  name: z.string(),
  input: z.unknown(),
});

/** Reads a message's body: what was said, what it cost, and how it ended. */
export function readMessage(body: unknown): Answered | Failure {
  const requestId = requestIdOf(body);
  const read = Message.safeParse(body);
  if (!read.success) return unreadable("the answer is no message of Anthropic's", requestId);
  const { content, usage } = read.data;
  return {
    ending: endingOf(read.data),
    text: content.map((block) => TextBlock.safeParse(block).data?.text ?? "").join(""),
    calls: content.flatMap((block) => {
      const call = CallBlock.safeParse(block).data;
      return call ? [{ id: call.id, name: call.name, input: call.input }] : [];
    }),
    raw: content,
    usage: tokensOf(usage),
    requestId,
  };
}

function endingOf({ stop_reason, stop_details }: Message): Answered["ending"] {
  switch (stop_reason ?? "nothing said") {
    case "end_turn":
    case "stop_sequence":
    case "tool_use":
      return { outcome: "ok" };
    case "refusal": {
      const { category, explanation } = stop_details ?? {};
      const words = [category, explanation].filter(Boolean).join(": ");
      return { outcome: "refusal", detail: words.slice(0, 300) || "the model refused" };
    }
    default:
      return {
        outcome: "truncated",
        detail: `the message ended with ${stop_reason ?? "no reason given"}`,
      };
  }
}

/** Anthropic counts input, reads and writes apart; writes for an hour are a part of all writes. */
function tokensOf(usage: Message["usage"]): TokenUsage {
  const written = usage.cache_creation_input_tokens ?? 0;
  const forAnHour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    input: usage.input_tokens,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: Math.max(0, written - forAnHour),
    cacheWriteLong: forAnHour,
    output: usage.output_tokens,
    reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
  };
}
