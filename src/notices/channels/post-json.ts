import { retryAfterOf } from "../../models/retry-after.ts";
import type { Config } from "../../platform/config.ts";
import { type Exchange, exchange } from "../../web/exchange.ts";
import { headerOf } from "../../web/headers.ts";
import { codeOf } from "../../web/resolver.ts";
import { createTransport } from "../../web/transport.ts";
import type { SendResult } from "./channel.ts";

/** Whole time of one delivery, whatever the channel. */
export const sendTimeoutMs = 15_000;
const mostAnswerBytes = 10_000;

export interface JsonPost {
  readonly url: URL;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Posts JSON to an address that the operator chose, and says what came of it. */
export type PostJson = (post: JsonPost) => Promise<SendResult>;

export type ProxyConfig = Pick<
  Config,
  "HTTP_PROXY" | "HTTPS_PROXY" | "NO_PROXY" | "ASSAY_CONNECT_TIMEOUT_MS"
>;

/**
 * Posts through the operator's proxies; the address may be a private one, because the operator
 * chose it. A redirect is a failure: nobody chose where it leads.
 */
export function openPostJson(config: ProxyConfig): { post: PostJson; close(): Promise<void> } {
  const transport = createTransport({
    proxies: config,
    resolve: () => Promise.reject(new Error("notices go to the operator's addresses only")),
    allowed: [],
    connectTimeoutMs: Math.min(config.ASSAY_CONNECT_TIMEOUT_MS, sendTimeoutMs),
    answerTimeoutMs: sendTimeoutMs,
  });
  const post: PostJson = async ({ url, body, headers = {}, signal }) => {
    const limits = { timeoutMs: sendTimeoutMs, maxBodyBytes: mostAnswerBytes, cut: true, signal };
    const request = { url, json: body, headers: { ...ownHeaders(url), ...headers } };
    try {
      return resultOf(await exchange(transport.operatorRouteFor, request, limits));
    } catch (error) {
      return { outcome: "failed", detail: whyNot(error), retryAfterMs: null };
    }
  };
  return { post, close: () => transport.close() };
}

function ownHeaders({ username, password }: URL): Record<string, string> {
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const login = `Basic ${Buffer.from(user).toString("base64")}`;
  return { "user-agent": "assay", ...(username !== "" && { authorization: login }) };
}

function resultOf({ status, headers }: Exchange): SendResult {
  const detail = `answered ${status}`;
  if (status >= 200 && status < 300) return { outcome: "sent", detail };
  if (status === 410) return { outcome: "gone", detail };
  const retryAfter = new Headers({ "retry-after": headerOf(headers, "retry-after") });
  return { outcome: "failed", detail, retryAfterMs: retryAfterOf(retryAfter, Date.now()) };
}

/** In a few words; an address may hold a secret in its path, so none is repeated. */
function whyNot(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return (code.startsWith("ASSAY_") || code === "" ? message : code).slice(0, 200);
}
