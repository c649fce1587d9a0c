import { createHash } from "node:crypto";
import { efforts } from "../../src/domain/model.ts";
import type { AskedMessage } from "./ask.ts";
import { checkStrictSchemas } from "./strict-rules.ts";
import {
  type Answer,
  BadRequest,
  type Body,
  bodiesOf,
  callsOf,
  checkWellFormed,
  isBody,
  saidBy,
  textOf,
  words,
  type Wire,
} from "./wire.ts";

/** OpenAI's Responses API, without streaming and without state. */
export const openaiWire: Wire = {
  path: "/v1/responses",
  read(body, { n, key }) {
    checkWellFormed(body);
    if (body["stream"]) throw new BadRequest("this server does not stream");
    const effort = isBody(body["reasoning"]) ? body["reasoning"]["effort"] : null;
    const items = itemsOf(body["input"]);
    const model = textOf(body["model"], "model");
    checkTurns(items, model);
    const format =
      isBody(body["text"]) && isBody(body["text"]["format"]) ? body["text"]["format"] : null;
    const tools = bodiesOf(body["tools"] ?? [], "tools");
    const schema =
      format?.["type"] === "json_schema" && isBody(format["schema"]) ? format["schema"] : null;
    const strict = [
      ...tools.filter((tool) => tool["strict"] === true).map((tool) => tool["parameters"]),
      ...(format?.["strict"] === true ? [schema] : []),
    ];
    checkStrictSchemas("openai", strict.filter(isBody), tools.length);
    const messages = items.flatMap(messageOf);
    const system = typeof body["instructions"] === "string" ? body["instructions"] : "";
    return {
      ask: {
        n,
        provider: "openai",
        model,
        key,
        effort: efforts.find((each) => each === effort) ?? null,
        maxOutputTokens: Number(body["max_output_tokens"] ?? 128_000),
        system,
        messages,
        schema,
        tools: tools.map((tool) => ({
          name: textOf(tool["name"], "tools.name"),
          description: words(tool["description"]),
          schema: isBody(tool["parameters"]) ? tool["parameters"] : {},
        })),
        text: saidToModel(messages),
      },
      segments: [
        ...tools.map((tool) => JSON.stringify(tool)),
        system,
        ...(schema ? [JSON.stringify(schema)] : []),
        ...items.map(weightOf),
      ],
      caching: { leastTokens: 1_024, write: /^gpt-(5\.6|6)/.test(model) ? "cacheWrite" : null },
      thought: wantsThoughts(body) ? thoughtOf(model) : "",
    };
  },

  answer({ ask, thought }, answer, { usage, isCut }, id) {
    const refused = "refuse" in answer;
    const calls = isCut ? [] : callsOf(answer);
    const text = callsOf(answer).length > 0 && "text" in answer ? answer.text : undefined;
    const said = callsOf(answer).length > 0 ? (text ?? "") : saidBy(answer);
    return {
      id: `resp_${id}`,
      object: "response",
      created_at: 1_790_000_000,
      status: isCut ? "incomplete" : "completed",
      background: false,
      error: null,
      incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
      instructions: ask.system || null,
      max_output_tokens: ask.maxOutputTokens,
      metadata: {},
      model: ask.model,
      output: [
        {
          id: `rs_${id}`,
          type: "reasoning",
          summary: [],
          ...(thought && { encrypted_content: thought }),
        },
        ...(said || refused ? [messageItem(id, answer, said, isCut)] : []),
        ...calls.map((call, index) => ({
          id: `fc_${id}_${index}`,
          type: "function_call",
          status: "completed",
          call_id: `call_${id}_${index}`,
          name: call.name,
          arguments: JSON.stringify(call.input),
        })),
      ],
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: ask.effort, summary: null },
      service_tier: "default",
      store: false,
      temperature: 1,
      tool_choice: "auto",
      tools: [],
      top_p: 1,
      truncation: "disabled",
      usage: {
        input_tokens: usage.input + usage.cacheRead + usage.cacheWrite,
        input_tokens_details: {
          cached_tokens: usage.cacheRead,
          cache_write_tokens: usage.cacheWrite,
        },
        output_tokens: usage.output,
        output_tokens_details: { reasoning_tokens: usage.reasoning },
        total_tokens: usage.input + usage.cacheRead + usage.cacheWrite + usage.output,
      },
    };
  },
};

/** What users and tools said, joined. */
export function saidToModel(messages: readonly AskedMessage[]): string {
  return messages
    .flatMap((message) => {
      if (message.role === "user") return [message.text];
      return message.role === "tools" ? message.results.map(({ text }) => text) : [];
    })
    .join("\n");
}

function messageItem(id: string, answer: Answer, said: string, isCut: boolean) {
  const content =
    "refuse" in answer
      ? { type: "refusal", refusal: said }
      : { type: "output_text", text: said, annotations: [], logprobs: [] };
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    status: isCut ? "incomplete" : "completed",
    content: [content],
  };
}

function itemsOf(input: unknown): readonly Body[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  const items = bodiesOf(input, "input");
  if (items.length === 0) throw new BadRequest("input: must not be empty");
  return items;
}

function messageOf(item: Body): AskedMessage[] {
  switch (item["type"] ?? "message") {
    case "message": {
      const text = contentOf(item["content"]);
      return item["role"] === "assistant"
        ? [{ role: "assistant", text, calls: [] }]
        : [{ role: "user", text }];
    }
    case "function_call": {
      const call = {
        id: words(item["call_id"]),
        name: words(item["name"]),
        input: parsed(words(item["arguments"])),
      };
      return [{ role: "assistant", text: "", calls: [call] }];
    }
    case "function_call_output":
      return [
        {
          role: "tools",
          results: [
            { id: words(item["call_id"]), text: contentOf(item["output"]), isError: false },
          ],
        },
      ];
    default:
      return [];
  }
}

function contentOf(content: unknown): string {
  if (typeof content === "string") return content;
  return bodiesOf(content, "content")
    .map((part) => words(part["text"] ?? part["refusal"]))
    .join("");
}

function weightOf(item: Body): string {
  if (item["type"] === "reasoning") return words(item["encrypted_content"]);
  if (item["type"] === "function_call") return `${words(item["name"])}${words(item["arguments"])}`;
  return item["type"] === "function_call_output"
    ? contentOf(item["output"])
    : contentOf(item["content"]);
}

/** Calls need their answers, and the thoughts that led to them. */
function checkTurns(items: readonly Body[], model: string): void {
  const outputs = new Set(
    items.filter(({ type }) => type === "function_call_output").map((item) => item["call_id"]),
  );
  let isTurnOpen = false;
  for (const item of items) {
    if (item["type"] === "reasoning") {
      isTurnOpen = true;
      if (item["encrypted_content"] !== thoughtOf(model)) {
        throw new BadRequest(
          `The encrypted content for item ${words(item["id"])} could not be verified.`,
        );
      }
    } else if (item["type"] === "function_call") {
      if (!isTurnOpen)
        throw new BadRequest(
          `Item '${words(item["id"])}' of type 'function_call' was provided without its required 'reasoning' item.`,
        );
      if (!outputs.has(item["call_id"]))
        throw new BadRequest(`No tool output found for function call ${words(item["call_id"])}.`);
    } else if (item["type"] === "function_call_output" || item["role"] === "user") {
      isTurnOpen = false;
    }
  }
}

function wantsThoughts(body: Body): boolean {
  const wanted: unknown = body["include"];
  return (
    body["store"] === false &&
    Array.isArray(wanted) &&
    wanted.includes("reasoning.encrypted_content")
  );
}

function thoughtOf(model: string): string {
  return `enc_${createHash("sha256").update(`openai ${model}`).digest("base64url")}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
