import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProviderName } from "../../src/domain/model.ts";
import type { StatusReply } from "./ask.ts";
import { errorBody } from "./error-bodies.ts";
import type { ServedRequest } from "./request-log.ts";
import { sendJson } from "./send.ts";
import { isBody } from "./wire.ts";

/** One request on its way to an answer. */
export interface Exchange {
  /** `POST /v1/messages`. */
  readonly called: string;
  readonly provider: ProviderName;
  readonly served: ServedRequest;
  readonly response: ServerResponse;
  /** Every answer carries the request id. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the connection is gone. */
  readonly gone: AbortSignal;
  end(how: "answered" | "cut"): void;
  /** Answers with an error in the provider's words. */
  fail(reply: StatusReply): void;
}

const idHeaders = { openai: "x-request-id", anthropic: "request-id" } as const;

/** Reads who asks, and watches until the answer is sent or the connection is gone. */
export function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  { n, called, text }: { readonly n: number; readonly called: string; readonly text: string },
): Exchange {
  const provider = "anthropic-version" in request.headers ? "anthropic" : "openai";
  const requestId = `req_${provider}_${String(n).padStart(6, "0")}`;
  const headers = { [idHeaders[provider]]: requestId };
  const body = parseBody(text);
  const hasTools = isBody(body) && Array.isArray(body["tools"]) && body["tools"].length > 0;
  const served: ServedRequest = {
    n,
    provider,
    key: /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "",
    model: isBody(body) && typeof body["model"] === "string" ? body["model"] : "",
    kind: called.endsWith("/v1/models") ? "models" : hasTools ? "converse" : "complete",
    requestId,
    at: Date.now(),
    endedAt: null,
    status: null,
    end: "open",
    usage: null,
    body,
    hash: createHash("sha256").update(text).digest("hex"),
    said: [],
    about: null,
  };
  const gone = new AbortController();
  const end = (how: "answered" | "cut") => {
    if (served.end !== "open") return;
    served.end = how;
    served.endedAt = Date.now();
    served.status = response.headersSent ? response.statusCode : null;
  };
  response.once("finish", () => end("answered"));
  response.once("close", () => {
    end("cut");
    gone.abort();
  });
  return {
    called,
    provider,
    served,
    response,
    headers,
    gone: gone.signal,
    end,
    fail(reply) {
      const { retryAfter, retryAfterMs } = reply;
      sendJson(response, reply.status, errorBody(provider, reply, requestId), {
        ...headers,
        ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
        ...(retryAfterMs !== undefined && { "retry-after-ms": String(retryAfterMs) }),
      });
    },
  };
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
