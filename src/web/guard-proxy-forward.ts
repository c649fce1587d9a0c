import { once } from "node:events";
import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { type Dialled, dialPlain, GuardRefusal } from "./guard-proxy-dial.ts";
import { type GuardDeps, type GuardWatch, ignore } from "./guard-proxy-watch.ts";
import { isProxysOwn, type ProxyAnswer, ProxyRefused } from "./proxy-answer.ts";
import { parseUrl, portOf } from "./url.ts";

/** Forwards one plain http request in absolute form. A refusal hangs up: no page is ever forged. */
export async function forward(
  deps: GuardDeps,
  watch: GuardWatch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = parseUrl(request.url ?? "");
  if (url?.protocol !== "http:") {
    request.socket.destroy();
    return;
  }
  try {
    const dialled = await dialPlain(deps, url);
    watch.limit(dialled.socket, url);
    const answer = await ask(request, url, dialled);
    const mayBeProxys = dialled.via !== undefined && proxyStatuses.has(answer.statusCode ?? 0);
    const start = mayBeProxys ? await unlessProxys(answer, url) : undefined;
    response.on("error", ignore);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    if (start === undefined) pipeline(answer, response, ignore);
    else response.end(start);
  } catch (error) {
    watch.note(url, error);
    request.socket.destroy();
  }
}

async function ask(
  request: IncomingMessage,
  url: URL,
  { socket, via }: Dialled,
): Promise<IncomingMessage> {
  const introduction =
    via?.authorization === undefined ? [] : ["proxy-authorization", via.authorization];
  const outgoing = httpRequest({
    method: request.method ?? "GET",
    path: via ? url.href : `${url.pathname}${url.search}`,
    headers: [...endToEnd(request.rawHeaders), ...introduction],
    createConnection: () => socket,
  });
  outgoing.on("error", ignore);
  const answered = once(outgoing, "response");
  pipeline(request, outgoing, ignore);
  const [answer] = await answered;
  return answer;
}

const proxyStatuses = new Set([407, 502, 503, 504]);
const maxErrorPageBytes = 65_536;

/** The body of an error that a site sent; throws when the upstream proxy made it up. */
async function unlessProxys(answer: IncomingMessage, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxErrorPageBytes) break;
  }
  const body = Buffer.concat(chunks);
  const said: ProxyAnswer = {
    target: `${url.hostname}:${portOf(url)}`,
    status: answer.statusCode ?? 502,
    statusText: answer.statusMessage ?? "",
    headers: answer.headers,
    body,
  };
  if (isProxysOwn(said)) throw GuardRefusal.from(new ProxyRefused(said));
  return body;
}

const hopByHop = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !hopByHop.test(rawHeaders[index - (index % 2)] ?? ""));
}
