import { createHash } from "node:crypto";
import { efforts } from "../../src/domain/model.ts";
import type { AskedMessage } from "./ask.ts";
import { saidToModel } from "./openai-wire.ts";
import { checkStrictSchemas } from "./strict-rules.ts";
import {
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

const gone = ["temperature", "top_p", "top_k", "output_format", "thinking"];

/** Anthropic's Messages API as of 2026-10-21, without streaming. */
export const anthropicWire: Wire = {
  path: "/v1/messages",
  read(body, { n, key }) {
    checkWellFormed(body);
    if (body["stream"]) throw new BadRequest("this server does not stream");
    const bad = gone.find((name) => name in body);
    if (bad !== undefined)
      throw new BadRequest(`${bad}: this parameter is not supported for this model`);
    const choice = isBody(body["tool_choice"]) ? body["tool_choice"]["type"] : undefined;
    if (choice === "any" || choice === "tool")
      throw new BadRequest("tool_choice: forced tool use is not supported for this model");
    const model = textOf(body["model"], "model");
    const config = isBody(body["output_config"]) ? body["output_config"] : {};
    const format = isBody(config["format"]) ? config["format"] : null;
    const schema =
      format?.["type"] === "json_schema" && isBody(format["schema"]) ? format["schema"] : null;
    const tools = bodiesOf(body["tools"] ?? [], "tools");
    const strict = tools.filter((tool) => tool["strict"] === true);
    checkStrictSchemas(
      "anthropic",
      [...strict.map((tool) => tool["input_schema"]), schema].filter(isBody),
      strict.length,
    );
    const wired = bodiesOf(body["messages"], "messages");
    checkTurns(wired);
    wired.forEach((message, index) => checkThoughts(body, message, index));
    const messages = wired.flatMap(messageOf);
    const system = systemOf(body["system"]);
    const caching = isBody(body["cache_control"]) ? body["cache_control"] : null;
    return {
      ask: {
        n,
        provider: "anthropic",
        model,
        key,
        effort: efforts.find((each) => each === config["effort"]) ?? null,
        maxOutputTokens: maxTokensOf(body["max_tokens"]),
        system,
        messages,
        schema,
        tools: tools.map((tool) => ({
          name: textOf(tool["name"], "tools.name"),
          description: words(tool["description"]),
          schema: isBody(tool["input_schema"]) ? tool["input_schema"] : {},
        })),
        text: saidToModel(messages),
      },
      segments: [
        ...tools.map((tool) => JSON.stringify(tool)),
        system,
        ...(schema ? [JSON.stringify(schema)] : []),
        ...wired.map(weightOf),
      ],
      caching: caching && {
        leastTokens: 512,
        write: caching["ttl"] === "1h" ? "cacheWriteLong" : "cacheWrite",
      },
      thought: thoughtOf(body, wired.length),
    };
  },

  answer({ ask, thought }, answer, { usage, isCut }, id) {
    const calls = isCut ? [] : callsOf(answer);
    const text =
      callsOf(answer).length > 0 ? ("text" in answer ? (answer.text ?? "") : "") : saidBy(answer);
    const isRefusal = "refuse" in answer;
    return {
      id: `msg_${id}`,
      type: "message",
      role: "assistant",
      model: ask.model,
      container: null,
      diagnostics: null,
      content: [
        { type: "thinking", thinking: "", signature: thought },
        ...(text && !isRefusal ? [{ type: "text", text, citations: null }] : []),
        ...calls.map((call, index) => ({
          type: "tool_use",
          id: `toolu_${id}_${index}`,
          name: call.name,
          input: call.input,
          caller: { type: "direct" },
        })),
      ],
      stop_reason: isCut
        ? "max_tokens"
        : isRefusal
          ? "refusal"
          : calls.length > 0
            ? "tool_use"
            : "end_turn",
      stop_sequence: null,
      stop_details: isRefusal ? { type: "refusal", category: null, explanation: text } : null,
      usage: {
        input_tokens: usage.input,
        cache_creation_input_tokens: usage.cacheWrite + usage.cacheWriteLong,
        cache_read_input_tokens: usage.cacheRead,
        cache_creation: {
          ephemeral_5m_input_tokens: usage.cacheWrite,
          ephemeral_1h_input_tokens: usage.cacheWriteLong,
        },
        output_tokens: usage.output,
        output_tokens_details: { thinking_tokens: usage.reasoning },
        server_tool_use: null,
        service_tier: "standard",
        speed: "standard",
        inference_geo: null,
      },
    };
  },
};

function maxTokensOf(value: unknown): number {
  if (!Number.isInteger(value) || Number(value) < 1)
    throw new BadRequest("max_tokens: Field required");
  return Number(value);
}

function systemOf(system: unknown): string {
  if (system === undefined || typeof system === "string") return system ?? "";
  return bodiesOf(system, "system")
    .map((block) => words(block["text"]))
    .join("");
}

function blocksOf(content: unknown): readonly Body[] {
  return typeof content === "string"
    ? [{ type: "text", text: content }]
    : bodiesOf(content, "content");
}

function messageOf(message: Body): AskedMessage[] {
  const blocks = blocksOf(message["content"]);
  const text = blocks
    .filter(({ type }) => type === "text")
    .map((block) => words(block["text"]))
    .join("");
  if (message["role"] === "assistant") {
    const calls = blocks
      .filter(({ type }) => type === "tool_use")
      .map((block) => ({
        id: words(block["id"]),
        name: words(block["name"]),
        input: block["input"],
      }));
    return [{ role: "assistant", text, calls }];
  }
  const results = blocks
    .filter(({ type }) => type === "tool_result")
    .map((block) => ({
      id: words(block["tool_use_id"]),
      text: resultText(block["content"]),
      isError: block["is_error"] === true,
    }));
  return [
    ...(results.length > 0 ? [{ role: "tools" as const, results }] : []),
    ...(text ? [{ role: "user" as const, text }] : []),
  ];
}

function resultText(content: unknown): string {
  return blocksOf(content ?? "")
    .map((block) => words(block["text"]))
    .join("");
}

function weightOf(message: Body): string {
  return blocksOf(message["content"])
    .map((block) => {
      if (block["type"] === "tool_use")
        return words(block["name"]) + JSON.stringify(block["input"]);
      if (block["type"] === "tool_result") return resultText(block["content"]);
      return words(block["text"] ?? block["signature"]);
    })
    .join("");
}

/** Users speak first, nothing is empty, and every call is answered in the message after it. */
function checkTurns(messages: readonly Body[]): void {
  if (messages[0]?.["role"] !== "user")
    throw new BadRequest('messages: first message must use the "user" role');
  for (const [index, message] of messages.entries()) {
    const blocks = blocksOf(message["content"]);
    if (blocks.some((block) => block["type"] === "text" && block["text"] === "")) {
      throw new BadRequest(`messages.${index}: text content blocks must be non-empty`);
    }
    if (message["role"] !== "assistant") continue;
    const answered = new Set(
      blocksOf(messages[index + 1]?.["content"] ?? "").map((block) => block["tool_use_id"]),
    );
    const open = blocks.find((block) => block["type"] === "tool_use" && !answered.has(block["id"]));
    if (open)
      throw new BadRequest(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${words(open["id"])}`,
      );
  }
}

/** A thought is bound to its model and to everything before it; another model's is dropped without a word. */
function checkThoughts(body: Body, message: Body, index: number): void {
  for (const block of blocksOf(message["content"])) {
    if (block["type"] !== "thinking") continue;
    const signature = words(block["signature"]);
    const due = thoughtOf(body, index);
    if (signature.split(".")[0] === due.split(".")[0] && signature !== due) {
      throw new BadRequest(
        `messages.${index}: \`thinking\` blocks cannot be used after a change of the conversation before them`,
      );
    }
  }
}

function thoughtOf(body: Body, upTo: number): string {
  const before = [
    body["system"],
    body["tools"],
    (body["messages"] as readonly unknown[]).slice(0, upTo),
  ];
  return `${hash(words(body["model"]))}.${hash(JSON.stringify(before))}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
