import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { buildConnector } from "undici";
import { ExchangeFailed } from "./failure.ts";
import { ProxyRefused } from "./proxy-answer.ts";
import type { ProxyServer } from "./proxy-choice.ts";

const maxRefusalBytes = 16_384;
/** How long a refused tunnel may take to say why. */
const refusalTimeoutMs = 1_000;

/** Reaches https sites through CONNECT. TLS runs end to end inside the tunnel and is verified as ever. */
export function createTunnelConnector(
  proxy: ProxyServer,
  connectTimeoutMs: number,
): buildConnector.connector {
  const secure = buildConnector({ timeout: connectTimeoutMs });
  return (options, callback) => {
    const host = options.hostname.includes(":") ? `[${options.hostname}]` : options.hostname;
    openTunnel(proxy, `${host}:${options.port || 443}`, connectTimeoutMs).then(
      (socket) => secure({ ...options, httpSocket: socket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

/** Reaches the proxy itself, for plain http requests that it relays. */
export function createRelayConnector(
  proxy: ProxyServer,
  connectTimeoutMs: number,
): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeoutMs });
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error) callback(asProxyTrouble(error, proxy), null);
      else callback(null, socket);
    });
  };
}

/** Asks a proxy for a way to `target`. A refusal comes back whole, as `ProxyRefused`. */
export async function openTunnel(
  proxy: ProxyServer,
  target: string,
  timeoutMs: number,
): Promise<Socket> {
  const { protocol, hostname, port } = proxy.url;
  const request = (protocol === "https:" ? https : http).request({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port || (protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: target,
    agent: false,
    headers: {
      host: target,
      ...(proxy.authorization !== undefined && { "proxy-authorization": proxy.authorization }),
    },
  });
  const timer = setTimeout(() => {
    request.destroy(new ExchangeFailed("timeout", `no tunnel to ${target} within ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await new Promise<Socket>((resolve, reject) => {
      request.once("error", (error) => reject(asProxyTrouble(error, proxy)));
      request.once("response", () =>
        reject(new ExchangeFailed("proxy_failed", "no answer to CONNECT")),
      );
      request.once("connect", (response, socket, head) => {
        // http.request hands over the plain socket type; a proxy's is always a net.Socket.
        const tunnel = socket;
        const { statusCode: status = 0, statusMessage: statusText = "", headers } = response;
        if (status >= 200 && status < 300) {
          if (head.length > 0) tunnel.unshift(head);
          resolve(tunnel);
          return;
        }
        const length = Number(headers["content-length"] ?? Number.NaN);
        readRefusal(tunnel, head, length).then(
          (body) => reject(new ProxyRefused({ target, status, statusText, headers, body })),
          reject,
        );
      });
      request.end();
    });
  } finally {
    clearTimeout(timer);
  }
}

function asProxyTrouble(error: Error, { url }: ProxyServer): Error {
  if (error instanceof ExchangeFailed) return error;
  return new ExchangeFailed("proxy_failed", `proxy ${url.host}: ${error.message}`);
}

async function readRefusal(socket: Socket, head: Buffer, length: number): Promise<Buffer> {
  const wanted = Math.min(Number.isNaN(length) ? maxRefusalBytes : length, maxRefusalBytes);
  let body = head;
  const timer = setTimeout(() => socket.destroy(), refusalTimeoutMs);
  await new Promise<void>((resolve) => {
    if (body.length >= wanted) resolve();
    socket.on("data", (chunk: Buffer) => {
      body = Buffer.concat([body, chunk]);
      if (body.length >= wanted) resolve();
    });
    // However it ends, what was said until then is the answer.
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
  clearTimeout(timer);
  socket.destroy();
  return body.subarray(0, wanted);
}
