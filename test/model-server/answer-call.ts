import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ProviderName } from "../../src/domain/model.ts";
import { anthropicWire } from "./anthropic-wire.ts";
import type { Ask, Mind, Reply } from "./ask.ts";
import type { Exchange } from "./exchange.ts";
import type { createFaults } from "./faults.ts";
import { modelList } from "./model-list.ts";
import { openaiWire } from "./openai-wire.ts";
import type { PromptCache } from "./prompt-cache.ts";
import { breakOff, sendJson, sendRaw } from "./send.ts";
import { thinkingTokens } from "./tokens.ts";
import { type Answer, type Asked, BadRequest, isBody, saidBy, type Wire } from "./wire.ts";

/** What stands behind every answer of one server. */
export interface World {
  readonly options: {
    readonly keys?: readonly string[];
    readonly models?: readonly string[];
    readonly about?: (text: string) => string | null;
  };
  mind: Mind;
  readonly faults: ReturnType<typeof createFaults>;
  readonly cache: PromptCache;
  readonly tokens: (text: string) => number;
}

const wires: Readonly<Record<ProviderName, Wire>> = {
  openai: openaiWire,
  anthropic: anthropicWire,
};

/** Answers as the provider would: who asks, what is asked, what goes wrong, and then the mind. */
export async function answerCall(exchange: Exchange, world: World): Promise<void> {
  const { called, provider, served, response, headers, fail } = exchange;
  const { keys, models, about } = world.options;
  if (!served.key || (keys && !keys.includes(served.key))) return fail({ status: 401 });
  if (called === "GET /v1/models") {
    const reply = world.faults.hit(listing(served))?.reply;
    if (reply && isFailure(reply)) return fail(reply);
    return sendJson(response, 200, modelList(provider, models), headers);
  }
  const asked = read(exchange);
  if (!asked) return;
  served.said = asked.ask.messages.map((message) => shortHash(JSON.stringify(message)));
  served.about = about?.(asked.ask.text) ?? null;
  if (models && !models.includes(asked.ask.model)) return fail({ status: 404 });
  const reply = await replyOf(asked.ask, exchange, world);
  if (isFailure(reply)) return fail(reply);
  if ("raw" in reply && (reply.status ?? 200) >= 400) return sendRaw(response, reply);
  answerOrBreak(reply, asked, exchange, world);
}

/** What is asked; nothing when it was refused. */
function read({ called, provider, served, fail }: Exchange): Asked | undefined {
  const wire = wires[provider];
  if (called !== `POST ${wire.path}`) {
    fail({ status: 404, message: `Invalid URL (${called})`, code: "not_found" });
  } else if (!isBody(served.body)) {
    fail({ status: 400, message: "The request body is not valid JSON" });
  } else {
    try {
      return wire.read(served.body, { n: served.n, key: served.key });
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      fail({ status: 400, message: error.message });
    }
  }
  return undefined;
}

/** A fault, else what the mind says, after the time that either takes. */
async function replyOf(ask: Ask, { gone }: Exchange, { faults, mind }: World): Promise<Reply> {
  const hit = faults.hit(ask);
  const reply = hit?.reply ?? (await mind(ask));
  const delayMs = (hit?.delayMs ?? 0) + (reply.delayMs ?? 0);
  // A provider would go on and bill; nobody is left to wait for it here.
  if (delayMs > 0) await wait(delayMs, undefined, { signal: gone }).catch(() => undefined);
  return reply;
}

function answerOrBreak(
  reply: Exclude<Reply, { readonly status: number; readonly raw?: never }>,
  asked: Asked,
  { provider, served, response, headers, end }: Exchange,
  { cache, tokens }: World,
): void {
  const { key, model } = served;
  const segments = asked.segments.map((text) => ({ text, tokens: tokens(text) }));
  const input = cache.count(`${key} ${model}`, segments, asked.caching);
  if ("stall" in reply || "reset" in reply || "raw" in reply) {
    // Nobody will see how much it was, so it was as much as it can be.
    served.usage = { ...input, output: asked.ask.maxOutputTokens, reasoning: 0 };
  }
  if ("stall" in reply) {
    void breakOff(response, { at: reply.stall, cut: false }, headers);
  } else if ("reset" in reply) {
    void breakOff(response, { at: reply.reset, cut: true }, headers);
  } else if ("raw" in reply) {
    // What a client can't read was not answered, though every byte of it was sent.
    end("cut");
    sendRaw(response, reply);
  } else if (!("status" in reply)) {
    const { answer, isCut, output, reasoning } = withinLimit(reply, asked.ask, tokens);
    served.usage = { ...input, output, reasoning };
    const id = `${provider}${String(served.n).padStart(6, "0")}`;
    const body = wires[provider].answer(asked, answer, { usage: served.usage, isCut }, id);
    sendJson(response, 200, body, headers);
  }
}

/** An answer never passes the limit of output tokens; what would is cut there. */
function withinLimit(reply: Answer, ask: Ask, tokens: (text: string) => number) {
  const limit = ask.maxOutputTokens;
  const reasoning = Math.min(limit, ask.effort ? (thinkingTokens[ask.effort] ?? 0) : 0);
  const output = reasoning + tokens(saidBy(reply));
  if (!("truncate" in reply) && output <= limit) {
    return { answer: reply, isCut: false, output, reasoning };
  }
  const cut: Answer = { truncate: saidBy(reply).slice(0, limit - reasoning) };
  return { answer: cut, isCut: true, output: limit, reasoning };
}

function isFailure(reply: Reply): reply is Extract<Reply, { readonly status: number }> {
  return "status" in reply && !("raw" in reply);
}

/** A list of models is asked by nobody in particular: faults of a key or provider still apply. */
function listing({ n, provider, key }: Exchange["served"]): Ask {
  const nothing = {
    model: "",
    effort: null,
    maxOutputTokens: 0,
    system: "",
    schema: null,
    text: "",
  };
  return { n, provider, key, messages: [], tools: [], ...nothing };
}

const shortHash = (text: string) =>
  createHash("sha256").update(text).digest("base64url").slice(0, 12);
