import Anthropic, { APIError } from "@anthropic-ai/sdk";
import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
  MessageParam,
} from "@anthropic-ai/sdk/resources/messages/messages";
import { noTokens } from "../domain/model.ts";
import { readMessage } from "./anthropic-message.ts";
import { type Answered, replyTo } from "./answered.ts";
import { callLimitMs, clientPerKey, type ProviderDeps } from "./clients.ts";
import { withEnumCase } from "./enum-case.ts";
import { type ErrorAnswer, ended, type Failure, failureFrom, unreadable } from "./failures.ts";
import type { Call, CompletionRequest, Message, Provider, StrictSchema, Turn } from "./provider.ts";
import { wellFormed } from "./well-formed.ts";

/** Anthropic's models over the Messages API. */
export function createAnthropic({ baseUrl, fetch }: ProviderDeps): Provider {
  const clientOf = clientPerKey(
    (apiKey) =>
      new Anthropic({
        apiKey,
        baseURL: baseUrl,
        fetch,
        maxRetries: 0,
        // Explicit, or the SDK refuses long answers that are not streamed.
        timeout: callLimitMs,
        logLevel: "off",
        openTelemetry: false,
      }),
  );

  async function create(
    params: MessageCreateParamsNonStreaming,
    call: Call,
  ): Promise<Answered | Failure> {
    const { key, signal } = call;
    if (signal.aborted) return ended(signal, "no");
    try {
      const options = { signal, timeout: callLimitMs };
      return readMessage(await clientOf(key).messages.create(wellFormed(params), options));
    } catch (error) {
      return failureFrom(error, call, errorAnswerOf);
    }
  }

  return {
    name: "anthropic",

    async complete({ user, schema, ...request }, call) {
      const answer = await create(
        {
          ...common(request, { type: "json_schema", schema }),
          messages: [{ role: "user", content: user }],
        },
        call,
      );
      return "isBilled" in answer ? answer : replyTo(answer, textIn(answer.text, schema));
    },

    async converse({ messages, tools, ...request }, call) {
      const answer = await create(
        {
          ...common(request, null),
          messages: messages.flatMap(messageOf),
          tools: tools.map(({ name, description, schema }) => ({
            name,
            description,
            input_schema: schema as Anthropic.Tool.InputSchema,
            strict: true,
          })),
          // Marks the last block, so that the next request reads all of this one from the cache.
          cache_control: { type: "ephemeral" },
        },
        call,
      );
      if ("isBilled" in answer) return answer;
      const schemaOf = new Map(tools.map(({ name, schema }) => [name, schema]));
      const calls = answer.calls.map((each) => ({
        ...each,
        input: withEnumCase(each.input, schemaOf.get(each.name) ?? {}),
      }));
      return replyTo<Turn>(answer, { text: answer.text, calls, raw: answer.raw });
    },

    async check(call) {
      try {
        const models = clientOf(call.key).models.list({}, { signal: call.signal });
        const { response, request_id: requestId } = await models.withResponse();
        return response.headers.get("content-type")?.includes("json")
          ? { outcome: "ok", value: null, usage: noTokens, requestId: requestId ?? null }
          : unreadable("the list of models is no JSON", requestId);
      } catch (error) {
        return failureFrom(error, call, errorAnswerOf);
      }
    },
  };
}

function common(
  {
    model,
    effort,
    system,
    maxOutputTokens,
  }: Omit<CompletionRequest, "user" | "schema" | "schemaName">,
  format: Anthropic.JSONOutputFormat | null,
) {
  return {
    model,
    ...(system && { system }),
    max_tokens: maxOutputTokens,
    output_config: { effort, ...(format && { format }) },
    // Priority capacity has prices of its own.
    service_tier: "standard_only",
  } as const;
}

function messageOf(message: Message): MessageParam[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant": {
      const content = message.turn.raw as ContentBlockParam[];
      // A turn without a word can't be sent back.
      return content.length > 0 ? [{ role: "assistant", content }] : [];
    }
    case "tools":
      return [
        {
          role: "user",
          content: message.results.map(({ id, text, isError }) => ({
            type: "tool_result",
            tool_use_id: id,
            content: text,
            ...(isError && { is_error: true }),
          })),
        },
      ];
  }
}

/** Anthropic keeps an enum's letters, not their case. */
function textIn(text: string, schema: StrictSchema): string {
  try {
    const json: unknown = JSON.parse(text);
    const fitted = withEnumCase(json, schema);
    return fitted === json ? text : JSON.stringify(fitted);
  } catch (error) {
    // The caller says so, after the answer is booked.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function errorAnswerOf(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof APIError) || error.status === undefined) return undefined;
  const { status, errorCode, type, apiMessage, headers, requestID } = error as APIError<
    number,
    Headers,
    object
  >;
  // Where there is no message of the provider's, the SDK shows the whole body.
  const message = apiMessage ?? error.message;
  return { status, codes: [errorCode, type], message, headers, requestId: requestID ?? null };
}
