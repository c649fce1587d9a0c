import type { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { underTimeLimit } from "../platform/time-limit.ts";
import { decompress, isTextType, readBody, readPrefix } from "./body.ts";
import { ExchangeFailed, isLostRace } from "./failure.ts";
import { headerOf, type RawHeaders } from "./headers.ts";
import { isProxysOwn, type ProxyAnswer, ProxyRefused } from "./proxy-answer.ts";
import type { Route } from "./transport.ts";
import { portOf } from "./url.ts";

/** One request, ready to be sent. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON text makes it a POST. */
  readonly json?: string | undefined;
}

/** One response, read to its end; redirects are responses too. */
export interface Exchange {
  readonly url: URL;
  readonly status: number;
  readonly headers: RawHeaders;
  readonly contentType: string;
  readonly body: Buffer;
  readonly at: Date;
}

/** Which way a request takes. */
export type RouteFor = (url: URL) => Route;

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** Whether a longer body is cut there instead of refused. */
  readonly cut?: boolean;
  /** The caller's own end: aborting it rejects with its reason. */
  readonly signal?: AbortSignal;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const droppedBodyBytes = 16_384;

/** Whether a response only points elsewhere. */
export function isRedirect({ status, headers }: Pick<Exchange, "status" | "headers">): boolean {
  return redirectStatuses.has(status) && headerOf(headers, "location") !== "";
}

/**
 * Sends one request and reads the answer within every limit: time in all, bytes on the wire,
 * bytes after decompression. A GET that lost a race for a closing connection is sent once more.
 */
export async function exchange(
  routeFor: RouteFor,
  request: ExchangeRequest,
  limits: ExchangeLimits,
): Promise<Exchange> {
  limits.signal?.throwIfAborted();
  const late = () =>
    new ExchangeFailed("timeout", `no complete answer within ${limits.timeoutMs} ms`);
  const limit = { ms: limits.timeoutMs, reason: late };
  return underTimeLimit(limits.signal, limit, async (signal) => {
    try {
      return await attempt(routeFor, request, limits, signal);
    } catch (error) {
      if (request.json !== undefined || signal.aborted || !isLostRace(error)) throw error;
      return attempt(routeFor, request, limits, signal);
    }
  });
}

async function attempt(
  routeFor: RouteFor,
  { url, headers, json }: ExchangeRequest,
  { maxBodyBytes, cut = false }: ExchangeLimits,
  signal: AbortSignal,
): Promise<Exchange> {
  const route = routeFor(url);
  const at = new Date();
  const response = await route.dispatcher.request({
    origin: route.origin,
    path: route.path,
    method: json === undefined ? "GET" : "POST",
    headers: {
      ...headers,
      ...route.headers,
      ...(json !== undefined && { "content-type": "application/json" }),
    },
    body: json ?? null,
    signal,
  });
  const { statusCode: status, headers: received } = response;
  const contentType = headerOf(received, "content-type");
  const encoding = headerOf(received, "content-encoding");
  let body: Buffer;
  if (isRedirect({ status, headers: received })) {
    await response.body.dump({ limit: droppedBodyBytes, signal });
    body = Buffer.alloc(0);
  } else if (isTextType(contentType)) {
    const declaredBytes = cut ? 0 : Number(headerOf(received, "content-length"));
    refuseAnnounced(response.body, declaredBytes, maxBodyBytes);
    body = await decompress(
      await readBody(response.body, maxBodyBytes, cut),
      encoding,
      maxBodyBytes,
    );
    if (isBinary(body)) body = body.subarray(0, 1_024);
  } else {
    body = await readPrefix(response.body, encoding);
  }
  // The client takes its connection back a turn after the answer's end. A request that came
  // sooner, such as the page after its robots.txt, would open another: a TLS handshake more.
  await nextTurn();
  if (route.via === "relay") {
    const statusText = response.statusText;
    throwIfMadeUp({
      target: `${url.hostname}:${portOf(url)}`,
      status,
      statusText,
      headers: received,
      body,
    });
  }
  return { url, status, headers: received, contentType, body, at };
}

function refuseAnnounced(stream: Readable, declaredBytes: number, maxBytes: number): void {
  if (!(declaredBytes > maxBytes)) return;
  stream.on("error", () => undefined).destroy();
  throw new ExchangeFailed("too_large", `${declaredBytes} bytes announced, ${maxBytes} accepted`);
}

function throwIfMadeUp(answer: ProxyAnswer): void {
  if (isProxysOwn(answer)) throw new ProxyRefused(answer);
}

/** Bytes that no text has, under whatever name they were sent. */
function isBinary(body: Buffer): boolean {
  const head = body.subarray(0, 1_024);
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return !utf16 && head.includes(0);
}
