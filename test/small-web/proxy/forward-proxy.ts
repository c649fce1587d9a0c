import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Answer, Asked, Host } from "../exchange.ts";
import type { Authority } from "./authority.ts";
import { compress } from "./compress.ts";
import { squidError } from "./squid-errors.ts";
import { writeAnswer } from "./write-answer.ts";

/** Where the proxy finds hosts, and whom it tells of every request. */
export interface Beyond {
  find(hostname: string): Host | undefined;
  /** All names on the certificate that `hostname` shares; itself only when left out. */
  certificateNames(hostname: string): readonly string[];
  note(asked: Asked, answer: Answer): void;
}

export interface ForwardProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP and HTTPS forward proxy on loopback whose outside world is `beyond`. */
export async function startForwardProxy(
  beyond: Beyond,
  authority: Authority,
  port: number,
): Promise<ForwardProxy> {
  const memory = new Map<string, number>();
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  };

  async function answer(request: IncomingMessage, response: ServerResponse, base: string) {
    const url = urlOf(request, base);
    if (!url) {
      response.writeHead(400).end("this is a proxy: ask for an absolute URL\n");
      return;
    }
    const asked: Asked = {
      method: request.method ?? "GET",
      url,
      headers: request.headers,
      body: request.method === "POST" ? await readBody(request) : "",
      memory,
    };
    const given = ask(beyond.find(url.hostname), asked);
    beyond.note(asked, given);
    const sent = compress(given, url.hostname, request.headers["accept-encoding"] ?? "");
    writeAnswer(response, sent, asked.method === "HEAD");
  }

  // Requests inside tunnels; it never listens, tunnels are handed to it.
  const inner = createServer((request, response) => {
    const scheme = request.socket instanceof TLSSocket ? "https" : "http";
    void answer(request, response, `${scheme}://${request.headers.host}`);
  });
  const outer = createServer((request, response) => {
    void answer(request, response, "");
  });
  for (const server of [inner, outer]) keepGoing(server);
  outer.on("connection", track);
  outer.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const [name = "", portAsked = "443"] = (request.url ?? "").split(":");
    const hostname = name.toLowerCase();
    const host = beyond.find(hostname);
    if (!host) return refuse(socket, squidError("no_such_domain", hostname));
    if (host.refuses === "all" || (host.refuses === "https" && portAsked !== "80"))
      return refuse(socket, squidError("refused", hostname));
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (host.resets) return socket.resetAndDestroy();
    if (head.length > 0) socket.unshift(head);
    if (portAsked === "80") {
      // Some clients tunnel plain HTTP too.
      inner.emit("connection", socket);
      return undefined;
    }
    void authority
      .contextFor(hostname, host.certificate, beyond.certificateNames(hostname))
      .then((secureContext) => {
        const secure = new TLSSocket(socket, {
          isServer: true,
          secureContext,
          ALPNProtocols: ["http/1.1"],
        });
        secure.on("error", () => secure.destroy());
        secure.setNoDelay(true);
        inner.emit("connection", secure);
      });
    return undefined;
  });

  await new Promise<void>((listening) => outer.listen(port, "127.0.0.1", listening));
  const { port: bound } = outer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((closed) => {
        outer.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function ask(host: Host | undefined, asked: Asked): Answer {
  const { hostname, protocol } = asked.url;
  if (!host) return squidError("no_such_domain", hostname);
  if (host.resets) return squidError("reset", hostname);
  if (host.refuses === "all") return squidError("refused", hostname);
  if (host.refuses === "https" && protocol === "https:") return squidError("refused", hostname);
  return host.serve(asked);
}

function keepGoing(server: Server): void {
  server.keepAliveTimeout = 15_000;
  server.requestTimeout = 0;
  server.on("clientError", (_error, socket) => socket.destroy());
}

function urlOf(request: IncomingMessage, base: string): URL | undefined {
  const target = base === "" ? request.url : base + (request.url ?? "/");
  return target && /^https?:\/\//.test(target) && URL.canParse(target)
    ? new URL(target)
    : undefined;
}

function refuse(socket: Socket, answer: Answer): void {
  const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
  const body = Buffer.from(answer.body);
  socket.end(
    `HTTP/1.1 ${answer.status} Proxy Error\r\n${lines.join("\r\n")}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body.toString()}`,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) if (body.length < 100_000) body += chunk;
  return body;
}
