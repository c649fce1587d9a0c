import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCall, type World } from "./answer-call.ts";
import type { Mind } from "./ask.ts";
import { answerControl } from "./control.ts";
import { openExchange } from "./exchange.ts";
import { createFaults, type Fault } from "./faults.ts";
import { createPromptCache } from "./prompt-cache.ts";
import { type ServedRequest, type Totals, totalsOf } from "./request-log.ts";
import { leastMind } from "./scripted-mind.ts";
import { sendJson } from "./send.ts";
import { countTokens } from "./tokens.ts";

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
  /** Names what a question is about, for the log of requests. */
  readonly about?: (text: string) => string | null;
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

/** Whole requests are kept for the last ones only; a long run would fill the memory. */
const keptBodies = 2_000;

/** Starts both providers' model APIs on one loopback port, as strict as the real ones. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const faults = createFaults(options.seed ?? 1);
  faults.set(options.faults ?? []);
  const world: World = {
    options,
    mind: options.mind ?? leastMind,
    faults,
    cache: createPromptCache(),
    tokens: (text) => countTokens(text, options.charsPerToken),
  };
  let requests: ServedRequest[] = [];
  let count = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const called = `${request.method} ${new URL(request.url ?? "/", "http://server").pathname}`;
    if (called.includes(" /control/")) return answerControl(called, text, server, response);
    const exchange = openExchange(request, response, { n: ++count, called, text });
    requests.push(exchange.served);
    const old = requests.at(-keptBodies);
    if (old) old.body = null;
    await answerCall(exchange, world);
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
    setMind(mind) {
      world.mind = mind;
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

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
