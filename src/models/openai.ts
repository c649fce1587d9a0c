import { createHash } from "node:crypto";
import OpenAI, { APIError } from "openai";
import type {
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from "openai/resources/responses/responses";
import { noTokens } from "../domain/model.ts";
import { type Answered, replyTo } from "./answered.ts";
import { readResponse } from "./openai-response.ts";
import { callLimitMs, clientPerKey, type ProviderDeps } from "./clients.ts";
import { type ErrorAnswer, ended, type Failure, failureFrom, unreadable } from "./failures.ts";
import type { Call, ConversationRequest, Message, Provider, Turn } from "./provider.ts";
import { wellFormed } from "./well-formed.ts";

/** OpenAI's models over the Responses API. Nothing is kept at OpenAI: every request carries its whole conversation. */
export function createOpenai({ baseUrl, fetch }: ProviderDeps): Provider {
  const clientOf = clientPerKey(
    (apiKey) =>
      new OpenAI({
        apiKey,
        baseURL: baseUrl,
        fetch,
        maxRetries: 0,
        timeout: callLimitMs,
        logLevel: "off",
        // Else the environment's, which may belong to another key.
        organization: null,
        project: null,
      }),
  );

  async function create(
    params: ResponseCreateParamsNonStreaming,
    call: Call,
  ): Promise<Answered | Failure> {
    const { key, signal } = call;
    if (signal.aborted) return ended(signal, "no");
    try {
      return readResponse(await clientOf(key).responses.create(wellFormed(params), { signal }));
    } catch (error) {
      return failureFrom(error, call, errorAnswerOf);
    }
  }

  return {
    name: "openai",

    async complete({ user, schema, schemaName, ...request }, call) {
      const answer = await create(
        {
          ...common(request),
          input: [{ role: "user", content: user }],
          text: { format: { type: "json_schema", name: schemaName, strict: true, schema } },
        },
        call,
      );
      return "isBilled" in answer ? answer : replyTo(answer, answer.text);
    },

    async converse({ messages, tools, ...request }, call) {
      const answer = await create(
        {
          ...common(request),
          input: messages.flatMap(itemsOf),
          tools: tools.map(({ name, description, schema }) => ({
            type: "function",
            name,
            description,
            parameters: schema,
            strict: true,
          })),
          // Without its thoughts a model can't go on; this way they travel with the conversation.
          include: ["reasoning.encrypted_content"],
          prompt_cache_key: cacheKeyOf(request.system, messages),
        },
        call,
      );
      if ("isBilled" in answer) return answer;
      const { text, calls, raw } = answer;
      return replyTo<Turn>(answer, { text, calls, raw });
    },

    async check(call) {
      try {
        const models = clientOf(call.key).models.list({ signal: call.signal });
        const { response, request_id: requestId } = await models.withResponse();
        return response.headers.get("content-type")?.includes("json")
          ? { outcome: "ok", value: null, usage: noTokens, requestId }
          : unreadable("the list of models is no JSON", requestId);
      } catch (error) {
        return failureFrom(error, call, errorAnswerOf);
      }
    },
  };
}

function common({
  model,
  effort,
  system,
  maxOutputTokens,
}: Omit<ConversationRequest, "messages" | "tools">) {
  return {
    model,
    instructions: system,
    reasoning: { effort },
    max_output_tokens: maxOutputTokens,
    store: false,
    // A project's setting could choose a dearer tier than the price file knows.
    service_tier: "default",
  } as const;
}

function itemsOf(message: Message): ResponseInputItem[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant":
      return message.turn.raw as ResponseInputItem[];
    case "tools":
      return message.results.map(({ id, text }) => ({
        type: "function_call_output",
        call_id: id,
        output: text,
      }));
  }
}

/** The same through a conversation, so that its requests meet the same cache. */
function cacheKeyOf(system: string, [first]: readonly Message[]): string {
  const start = first?.role === "user" ? first.text : "";
  return createHash("sha256").update(`${system}\0${start}`).digest("hex").slice(0, 32);
}

function errorAnswerOf(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof APIError) || error.status === undefined) return undefined;
  const { status, code, type, message, headers, requestID } = error as APIError<
    number,
    Headers,
    object
  >;
  return { status, codes: [code, type], message, headers, requestId: requestID ?? null };
}
