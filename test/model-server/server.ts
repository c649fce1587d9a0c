import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { ProviderName, TokenUsage } from "../../src/domain/model.ts";
import { anthropicWire } from "./anthropic-wire.ts";
import type { Mind, StatusReply } from "./ask.ts";
import { answerControl } from "./control.ts";
import { errorBody } from "./error-bodies.ts";
import { createFaults, type Fault } from "./faults.ts";
import { openaiWire } from "./openai-wire.ts";
import { createPromptCache } from "./prompt-cache.ts";
import { type ServedRequest, type Totals, totalsOf } from "./request-log.ts";
import { leastMind } from "./scripted-mind.ts";
import { breakOff, sendJson, sendRaw } from "./send.ts";
import { countTokens, thinkingTokens } from "./tokens.ts";
import { type Answer, type Asked, BadRequest, isBody, saidBy, type Wire } from "./wire.ts";

export interface ModelServerOptions {
  /** Left out: says the least that the schema allows. */
  readonly mind?: Mind;
  readonly faults?: readonly Fault[];
  /** For faults that come by chance. */
  readonly seed?: number;
  readonly port?: number;
  /** Other keys get a 401; left out: any key is good. */
  readonly keys?: readonly string[];
  /** Other models get a 404; left out: any model is known. */
  readonly models?: readonly string[];
  /** 4 when left out; 1 makes text as dear as it can be. */
  readonly charsPerToken?: number;
}

export interface ModelServer {
  /** For `OPENAI_BASE_URL`. */
  readonly openaiUrl: string;
  /** For `ANTHROPIC_BASE_URL`. */
  readonly anthropicUrl: string;
  /** All requests so far, oldest first. */
  requests(): readonly ServedRequest[];
  /** What was billed, by key and model, as this server counted it. */
  totals(): Totals[];
  setMind(mind: Mind): void;
  setFaults(faults: readonly Fault[]): void;
  /** Forgets the requests, not the prompt cache. */
  forget(): void;
  close(): Promise<void>;
}

const wires: Readonly<Record<ProviderName, Wire>> = {
  openai: openaiWire,
  anthropic: anthropicWire,
};
const idHeaders = { openai: "x-request-id", anthropic: "request-id" } as const;

/** Starts both providers' model APIs on one loopback port, as strict as the real ones. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  let mind = options.mind ?? leastMind;
  const faults = createFaults(options.seed ?? 1);
  faults.set(options.faults ?? []);
  const cache = createPromptCache();
  let requests: ServedRequest[] = [];
  let count = 0;
  const tokens = (text: string) => countTokens(text, options.charsPerToken);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://server").pathname;
    const text = await readText(request);
    const called = `${request.method} ${path}`;
    if (path.startsWith("/control/")) return answerControl(called, text, server, response);
    const provider = "anthropic-version" in request.headers ? "anthropic" : "openai";
    const wire = wires[provider];
    const n = ++count;
    const requestId = `req_${provider}_${String(n).padStart(6, "0")}`;
    const headers = { [idHeaders[provider]]: requestId };
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const body = parseBody(text);
    const served: ServedRequest = {
      n,
      provider,
      key,
      model: isBody(body) && typeof body["model"] === "string" ? body["model"] : "",
      kind: path === "/v1/models" ? "models" : hasTools(body) ? "converse" : "complete",
      requestId,
      at: Date.now(),
      endedAt: null,
      status: null,
      end: "open",
      usage: null,
      body,
    };
    requests.push(served);
    const end = (how: "answered" | "cut") => {
      if (served.end !== "open") return;
      served.end = how;
      served.endedAt = Date.now();
      served.status = response.headersSent ? response.statusCode : null;
    };
    response.once("finish", () => end("answered"));
    response.once("close", () => end("cut"));

    const fail = (reply: StatusReply) => {
      const { retryAfter, retryAfterMs } = reply;
      sendJson(response, reply.status, errorBody(provider, reply, requestId), {
        ...headers,
        ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
        ...(retryAfterMs !== undefined && { "retry-after-ms": String(retryAfterMs) }),
      });
    };

    if (!key || (options.keys && !options.keys.includes(key))) return fail({ status: 401 });
    if (called === "GET /v1/models") {
      const hit = faults.hit(emptyAsk(n, provider, key));
      if (hit?.reply && "status" in hit.reply && !("raw" in hit.reply)) return fail(hit.reply);
      return sendJson(response, 200, modelList(provider, options.models), headers);
    }
    if (called !== `POST ${wire.path}`) return fail({ status: 404, message: "Not Found" });
    if (!isBody(body)) return fail({ status: 400, message: "The request body is not valid JSON" });

    let asked: Asked;
    try {
      asked = wire.read(body, { n, key });
    } catch (error) {
      if (error instanceof BadRequest) return fail({ status: 400, message: error.message });
      throw error;
    }
    if (options.models && !options.models.includes(asked.ask.model)) return fail({ status: 404 });

    const hit = faults.hit(asked.ask);
    if (hit) await wait(hit.delayMs);
    const reply = hit?.reply ?? (await mind(asked.ask));
    if (reply.delayMs !== undefined) await wait(reply.delayMs);

    if ("status" in reply && !("raw" in reply)) return fail(reply);
    if ("raw" in reply && (reply.status ?? 200) >= 400) return sendRaw(response, reply);
    const segments = asked.segments.map((each) => ({ text: each, tokens: tokens(each) }));
    const input = cache.count(`${key} ${asked.ask.model}`, segments, asked.caching);
    const { maxOutputTokens } = asked.ask;
    // Nobody will see how much it was, so it was as much as it can be.
    const unseen = { ...input, output: maxOutputTokens, reasoning: 0 };
    if ("stall" in reply) {
      served.usage = unseen;
      return breakOff(response, { at: reply.stall, cut: false }, headers);
    }
    if ("reset" in reply) {
      served.usage = unseen;
      return breakOff(response, { at: reply.reset, cut: true }, headers);
    }
    if ("raw" in reply) {
      served.usage = unseen;
      // What a client can't read was not answered, though every byte of it was sent.
      end("cut");
      return sendRaw(response, reply);
    }
    const { answer, isCut, output, reasoning } = withinLimit(reply, asked, tokens);
    const usage: TokenUsage = { ...input, output, reasoning };
    served.usage = usage;
    const id = `${provider}${String(n).padStart(6, "0")}`;
    sendJson(response, 200, wire.answer(asked, answer, { usage, isCut }, id), headers);
  }

  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A mind that throws is a broken test: say so where the client can see it.
      if (response.headersSent) response.destroy();
      else sendJson(response, 418, { error: { message: String(error), type: "test_error" } });
    });
  });
  http.keepAliveTimeout = 60_000;
  await new Promise<void>((done) => http.listen(options.port ?? 0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;

  const server: ModelServer = {
    openaiUrl: `http://127.0.0.1:${port}/v1`,
    anthropicUrl: `http://127.0.0.1:${port}`,
    requests: () => requests,
    totals: () => totalsOf(requests),
    setMind(next) {
      mind = next;
    },
    setFaults: faults.set,
    forget() {
      requests = [];
    },
    async close() {
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
  return server;
}

/** An answer never passes the limit of output tokens; what would is cut there. */
function withinLimit(reply: Answer, { ask }: Asked, tokens: (text: string) => number) {
  const limit = ask.maxOutputTokens;
  const reasoning = Math.min(limit, ask.effort ? (thinkingTokens[ask.effort] ?? 0) : 0);
  const output = reasoning + tokens(saidBy(reply));
  if ("truncate" in reply || output > limit) {
    const left = Math.max(0, limit - reasoning);
    const cut: Answer = { truncate: saidBy(reply).slice(0, left) };
    return { answer: cut, isCut: true, output: limit, reasoning };
  }
  return { answer: reply, isCut: false, output, reasoning };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasTools(body: unknown): boolean {
  return isBody(body) && Array.isArray(body["tools"]) && body["tools"].length > 0;
}

function emptyAsk(n: number, provider: ProviderName, key: string) {
  return {
    n,
    provider,
    key,
    model: "",
    effort: null,
    maxOutputTokens: 0,
    system: "",
    messages: [],
    schema: null,
    tools: [],
    text: "",
  };
}

function modelList(provider: ProviderName, models: readonly string[] = ["a-model"]): unknown {
  if (provider === "openai") {
    return {
      object: "list",
      data: models.map((id) => ({ id, object: "model", created: 1_790_000_000, owned_by: "test" })),
    };
  }
  return {
    data: models.map((id) => ({
      id,
      type: "model",
      display_name: id,
      created_at: "2026-10-21T00:00:00Z",
    })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  };
}
