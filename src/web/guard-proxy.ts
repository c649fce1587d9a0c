import { once } from "node:events";
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { type DialDeps, dialPlain, dialTunnel, GuardRefusal } from "./guard-proxy-dial.ts";
import { type GuardTrust, reencrypt } from "./guard-proxy-tls.ts";
import type { ProxyServer } from "./proxy-choice.ts";
import { portOf } from "./url.ts";
import type { FetchFailureKind } from "./web.ts";

export interface GuardDeps extends DialDeps {
  /** Set when the machine trusts extra CAs that Chromium does not know. */
  readonly trust: GuardTrust | undefined;
  readonly idleTimeoutMs: number;
  readonly maxBytesPerConnection: number;
  readonly maxConnections: number;
}

/** What the guard said of a host when it let nothing through. */
export interface Refusal {
  readonly host: string;
  readonly port: number;
  readonly kind: FetchFailureKind;
  readonly detail: string;
}

/** A proxy for one render: whatever a page tries to reach passes here, under the egress policy. */
export interface GuardProxy {
  readonly url: string;
  /** The last word on a host, if it was a refusal. */
  refusalOf(url: URL): Refusal | undefined;
  close(): Promise<void>;
}

/**
 * Opens a guarding proxy on a free port of 127.0.0.1. Names are resolved here and the checked
 * address is the one dialled; everything is refused that is not public, not on a port of the web,
 * too slow or too large. Our own code rather than a proxy package: the one moment that matters is
 * the dial, and it needs a time limit, a cause that can be told, and re-encryption.
 */
export async function openGuardProxy(deps: GuardDeps): Promise<GuardProxy> {
  const refusals = new Map<string, Refusal>();
  const open = new Set<Duplex>();
  const guard: Guard = {
    deps,
    hold: (socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    },
    note: (host, port, error) => note(refusals, host, port, error),
  };

  const server = createServer();
  server.maxConnections = deps.maxConnections;
  server.on("connection", (socket) => {
    guard.hold(socket);
    socket.on("error", ignore);
  });
  server.on("connect", (request, socket, head) => void tunnel(guard, request, socket as Socket, head));
  server.on("request", (request, response) => void forward(guard, request, response));
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the guard proxy has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    refusalOf: (url) => refusals.get(`${bareHost(url.hostname)}:${portOf(url)}`),
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

interface Guard {
  readonly deps: GuardDeps;
  readonly hold: (socket: Duplex) => void;
  readonly note: (host: string, port: number, error: unknown) => void;
}

/** CONNECT: https and every WebSocket. */
async function tunnel(guard: Guard, request: IncomingMessage, client: Socket, head: Buffer): Promise<void> {
  const { deps } = guard;
  const [host, port] = splitTarget(request.url ?? "");
  let target: Socket | undefined;
  try {
    target = await dialTunnel(deps, host, port);
    guard.hold(target);
    limit(guard, target, host, port);
    if (head.length > 0) client.unshift(head);
    client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    const ends = { client, target, host };
    const joined = deps.trust ? await reencrypt(ends, deps.trust, deps.connectTimeoutMs) : ends;
    joined.client.on("error", ignore);
    joined.target.on("error", ignore);
    pipeline(joined.client, joined.target, ignore);
    pipeline(joined.target, joined.client, ignore);
  } catch (error) {
    guard.note(host, port, error);
    target?.destroy();
    if (target === undefined && client.writable) {
      client.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    } else {
      client.destroy();
    }
  }
}

/** A plain http request in absolute form. A refusal closes the connection: no page is forged. */
async function forward(guard: Guard, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.canParse(request.url ?? "") ? new URL(request.url ?? "") : undefined;
  if (url?.protocol !== "http:") {
    request.socket.destroy();
    return;
  }
  const host = bareHost(url.hostname);
  const port = portOf(url);
  try {
    const { socket, via } = await dialPlain(guard.deps, host, port);
    guard.hold(socket);
    limit(guard, socket, host, port);
    const outgoing = httpRequest({
      method: request.method ?? "GET",
      path: via ? url.href : `${url.pathname}${url.search}`,
      headers: [...endToEnd(request.rawHeaders), ...introduction(via)],
      createConnection: () => socket,
    });
    outgoing.on("error", ignore);
    const answered = once(outgoing, "response");
    pipeline(request, outgoing, ignore);
    const [answer] = await answered;
    response.writeHead(answer.statusCode, answer.statusMessage, endToEnd(answer.rawHeaders));
    pipeline(answer, response, ignore);
  } catch (error) {
    guard.note(host, port, error);
    request.socket.destroy();
  }
}

/** Cuts a connection that sends nothing for too long, or too much. */
function limit({ deps, note: remember }: Guard, socket: Socket, host: string, port: number): void {
  socket.on("error", ignore);
  socket.setTimeout(deps.idleTimeoutMs, () => {
    remember(host, port, new GuardRefusal("timeout", "sent nothing for too long"));
    socket.destroy();
  });
  const whole = deps.maxBytesPerConnection;
  const timer = setInterval(() => {
    if (socket.bytesRead <= whole) return;
    remember(host, port, new GuardRefusal("too_large", `sent more than ${whole} bytes`));
    socket.destroy();
  }, 100);
  socket.once("close", () => clearInterval(timer));
}

function note(refusals: Map<string, Refusal>, host: string, port: number, error: unknown): void {
  // Anything else is the browser hanging up, which says nothing about the host.
  if (!(error instanceof GuardRefusal) || refusals.size >= maxRefusals) return;
  refusals.set(`${host}:${port}`, { host, port, kind: error.kind, detail: error.message });
}

const maxRefusals = 500;

/** Every stream gets an error listener: its end is told by `close`, its cause by the dial. */
function ignore(): void {}

const hopByHop = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !hopByHop.test(rawHeaders[index - (index % 2)] ?? ""));
}

function introduction(via: ProxyServer | undefined): string[] {
  return via?.authorization === undefined ? [] : ["proxy-authorization", via.authorization];
}

/** `host:port` or `[v6]:port`, as CONNECT names its target. */
function splitTarget(target: string): [host: string, port: number] {
  const colon = target.lastIndexOf(":");
  return [bareHost(target.slice(0, colon)), Number(target.slice(colon + 1))];
}

function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, "").toLowerCase();
}
