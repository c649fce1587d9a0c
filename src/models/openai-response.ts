import { z } from "zod";
import type { TokenUsage } from "../domain/model.ts";
import { type Answered, requestIdOf } from "./answered.ts";
import { type Failure, unreadable } from "./failures.ts";

const Tokens = z.int().min(0);

/** What is read of a response; the rest of it is passed over. */
const Response = z.object({
  status: z.string().nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string() }).nullish(),
  output: z.array(z.unknown()),
  usage: z
    .object({
      input_tokens: Tokens,
      input_tokens_details: z
        .object({ cached_tokens: Tokens.nullish(), cache_write_tokens: Tokens.nullish() })
        .nullish(),
      output_tokens: Tokens,
      output_tokens_details: z.object({ reasoning_tokens: Tokens.nullish() }).nullish(),
    })
    .nullish(),
});
type Response = z.infer<typeof Response>;

const MessageItem = z.object({
  type: z.literal("message"),
  content: z.array(
    z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }),
  ),
});
const CallItem = z.object({
  type: z.literal("function_call"),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});

/** Reads a response's body: what was said, what it cost, and how it ended. */
export function readResponse(body: unknown): Answered | Failure {
  const requestId = requestIdOf(body);
  const read = Response.safeParse(body);
  if (!read.success) return unreadable("the answer is no response of OpenAI's", requestId);
  const response = read.data;
  const { status, error, output, usage } = response;
  if (status === "failed") {
    const outcome = error?.code === "rate_limit_exceeded" ? "rate_limited" : "unreachable";
    const detail = error?.message.slice(0, 300) ?? "the response failed";
    return { outcome, detail, isBilled: "maybe", retryAfterMs: null, requestId };
  }
  if (!usage) return unreadable("the response says nothing of its tokens", requestId);
  const parts = output.flatMap((item) => MessageItem.safeParse(item).data?.content ?? []);
  return {
    ending: endingOf(response, parts.find(({ refusal }) => refusal !== undefined)?.refusal),
    text: parts.map(({ text }) => text ?? "").join(""),
    calls: output.flatMap((item) => {
      const call = CallItem.safeParse(item).data;
      return call ? [{ id: call.call_id, name: call.name, input: readJson(call.arguments) }] : [];
    }),
    raw: output,
    usage: tokensOf(usage),
    requestId,
  };
}

function endingOf(
  { status, incomplete_details }: Response,
  refusal: string | undefined,
): Answered["ending"] {
  const reason = incomplete_details?.reason;
  if (refusal !== undefined) return { outcome: "refusal", detail: refusal.slice(0, 300) };
  if (reason === "content_filter")
    return { outcome: "refusal", detail: "stopped by OpenAI's content filter" };
  return status === "completed"
    ? { outcome: "ok" }
    : {
        outcome: "truncated",
        detail: `the response is ${status ?? "of no status"}: ${reason ?? "no reason given"}`,
      };
}

/** OpenAI counts what was read from and written to its cache as part of the input. */
function tokensOf(usage: NonNullable<Response["usage"]>): TokenUsage {
  const cacheRead = usage.input_tokens_details?.cached_tokens ?? 0;
  const cacheWrite = usage.input_tokens_details?.cache_write_tokens ?? 0;
  return {
    input: Math.max(0, usage.input_tokens - cacheRead - cacheWrite),
    cacheRead,
    cacheWrite,
    cacheWriteLong: 0,
    output: usage.output_tokens,
    reasoning: usage.output_tokens_details?.reasoning_tokens ?? 0,
  };
}

/** The call's input; what is no JSON stays text, and the tool's own check refuses it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
