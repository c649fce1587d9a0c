import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { canonicalHost, checkHost, isAllowedAddress, isOpenPort, literalOf } from "./address-policy.ts";
import { createDirectConnector, type DirectDeps } from "./direct.ts";
import { ExchangeFailed, troubleFrom } from "./failure.ts";
import { meaningOf, ProxyRefused } from "./proxy-answer.ts";
import type { ChooseProxy, ProxyServer } from "./proxy-choice.ts";
import { openTunnel } from "./tunnel.ts";
import type { FetchFailureKind } from "./web.ts";

export interface DialDeps extends DirectDeps {
  /** The operator's upstream proxy for a URL; `undefined` goes there directly. */
  readonly chooseProxy: ChooseProxy;
}

/** A connection that the guard did not make, and why. */
export class GuardRefusal extends Error {
  override readonly name = "GuardRefusal";
  readonly kind: FetchFailureKind;

  constructor(kind: FetchFailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A socket to the host itself, or to the upstream proxy that forwards plain requests to it. */
export interface Dialled {
  readonly socket: Socket;
  readonly via: ProxyServer | undefined;
}

/** Opens a tunnel to a host, through the upstream proxy where one is set. Throws `GuardRefusal`. */
export async function dialTunnel(deps: DialDeps, host: string, port: number): Promise<Socket> {
  return await told(async () => {
    const name = permittedHost(deps, host, port);
    const proxy = deps.chooseProxy(new URL(`https://${name}:${port}/`));
    if (proxy) return await openTunnel(proxy, `${name}:${port}`, deps.connectTimeoutMs);
    return await dialDirect(deps, name, port);
  });
}

/** Opens a socket for one plain http request. Throws `GuardRefusal`. */
export async function dialPlain(deps: DialDeps, host: string, port: number): Promise<Dialled> {
  return await told(async () => {
    const name = permittedHost(deps, host, port);
    const via = deps.chooseProxy(new URL(`http://${name}:${port}/`));
    if (!via) return { socket: await dialDirect(deps, name, port), via };
    return { socket: await dialProxy(via, deps.connectTimeoutMs), via };
  });
}

/** What can be judged without asking DNS. Behind an upstream proxy it is all that is judged here. */
function permittedHost({ allowed, chooseProxy }: DialDeps, host: string, port: number): string {
  const complaint = checkHost(host, allowed);
  if (complaint !== undefined) throw new GuardRefusal("egress_denied", complaint);
  const name = canonicalHost(host) ?? host;
  const literal = literalOf(name);
  const isAllowed = literal !== undefined && isAllowedAddress(literal, allowed);
  const isJudgedLater = literal === undefined && !chooseProxy(new URL(`https://${name}:${port}/`));
  if (!isOpenPort(port) && !isAllowed && !isJudgedLater) {
    throw new GuardRefusal("egress_denied", `port ${port} is refused`);
  }
  return name;
}

async function dialDirect(deps: DialDeps, name: string, port: number): Promise<Socket> {
  const connect = createDirectConnector(deps);
  const hostname = name.replace(/^\[|\]$/g, "");
  return await new Promise((resolve, reject) => {
    connect({ hostname, protocol: "http:", port: String(port) }, (...[error, socket]) => {
      if (error) reject(error);
      else resolve(socket);
    });
  });
}

async function dialProxy({ url }: ProxyServer, timeoutMs: number): Promise<Socket> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isTls = url.protocol === "https:";
  const port = Number(url.port) || (isTls ? 443 : 80);
  const socket = isTls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
  try {
    await once(socket, isTls ? "secureConnect" : "connect", { signal: AbortSignal.timeout(timeoutMs) });
    return socket;
  } catch (error) {
    socket.on("error", () => undefined); // its end is known already
    socket.destroy();
    throw new ExchangeFailed("proxy_failed", `proxy ${url.host}: ${String(error)}`);
  }
}

/** Whatever keeps a connection from being made comes out under the name that a fetch would give it. */
async function told<T>(dial: () => Promise<T>): Promise<T> {
  try {
    return await dial();
  } catch (error) {
    if (error instanceof GuardRefusal) throw error;
    if (error instanceof ProxyRefused) {
      throw new GuardRefusal(meaningOf(error.answer), error.message, { cause: error });
    }
    const { kind, detail } = troubleFrom(error);
    throw new GuardRefusal(kind, detail, { cause: error });
  }
}
