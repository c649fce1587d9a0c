import type { Socket } from "node:net";
import { checkHost, isAllowedAddress, isOpenPort, literalOf } from "./address-policy.ts";
import { createDirectConnector, type DirectDeps } from "./direct.ts";
import { type Trouble, troubleFrom } from "./failure.ts";
import type { ChooseProxy, ProxyServer } from "./proxy-choice.ts";
import { createRelayConnector, openTunnel } from "./tunnel.ts";
import { portOf } from "./url.ts";

export interface DialDeps extends DirectDeps {
  /** The operator's upstream proxy for a URL; `undefined` goes there directly. */
  readonly chooseProxy: ChooseProxy;
}

/** A connection that the guard did not make, and why. */
export class GuardRefusal extends Error {
  override readonly name = "GuardRefusal";
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble.detail, options);
    this.trouble = trouble;
  }

  /** Puts what kept a connection from being made under the name that a fetch would give it. */
  static from(error: unknown): GuardRefusal {
    return error instanceof GuardRefusal
      ? error
      : new GuardRefusal(troubleFrom(error), { cause: error });
  }
}

/** A socket to the host itself, or to the upstream proxy that relays plain requests to it. */
export interface Dialled {
  readonly socket: Socket;
  readonly via: ProxyServer | undefined;
}

/** Opens a way to an `https:` or `http:` origin, a tunnel where an upstream proxy is set. Throws `GuardRefusal`. */
export async function dialTunnel(deps: DialDeps, origin: URL): Promise<Socket> {
  try {
    permit(deps, origin);
    const proxy = deps.chooseProxy(origin);
    if (!proxy) return await dialDirect(deps, origin);
    return await openTunnel(proxy, `${origin.hostname}:${portOf(origin)}`, deps.connectTimeoutMs);
  } catch (error) {
    throw GuardRefusal.from(error);
  }
}

/** Opens a socket for one plain http request. Throws `GuardRefusal`. */
export async function dialPlain(deps: DialDeps, origin: URL): Promise<Dialled> {
  try {
    permit(deps, origin);
    const via = deps.chooseProxy(origin);
    if (!via) return { socket: await dialDirect(deps, origin), via };
    return { socket: await opened(createRelayConnector(via, deps.connectTimeoutMs), via.url), via };
  } catch (error) {
    throw GuardRefusal.from(error);
  }
}

/**
 * Why a destination is refused before DNS is asked, or `undefined`. Behind an upstream proxy this
 * is the whole judgement; elsewhere the address has the last word when it is dialled.
 */
export function refusalBeforeDial(
  { allowed, chooseProxy }: DialDeps,
  url: URL,
): Trouble | undefined {
  const literal = literalOf(url.hostname);
  // An operator who opened private ranges may have names and ports there.
  const isJudgedAtDial = literal === undefined && !chooseProxy(url) && allowed.length > 0;
  if (isJudgedAtDial) return undefined;
  const complaint = checkHost(url.hostname, allowed);
  if (complaint !== undefined) return { kind: "egress_denied", detail: complaint };
  const port = portOf(url);
  if (isOpenPort(port) || (literal !== undefined && isAllowedAddress(literal, allowed)))
    return undefined;
  return { kind: "egress_denied", detail: `port ${port} is not one of 80, 443, 8080, 8443` };
}

function permit(deps: DialDeps, url: URL): void {
  const trouble = refusalBeforeDial(deps, url);
  if (trouble) throw new GuardRefusal(trouble);
}

/** TCP only: towards sites, TLS is Chromium's. */
async function dialDirect(deps: DialDeps, origin: URL): Promise<Socket> {
  const { hostname } = origin;
  return await opened(createDirectConnector(deps), new URL(`http://${hostname}:${portOf(origin)}`));
}

type Connector = ReturnType<typeof createDirectConnector>;

async function opened(connect: Connector, { protocol, hostname, port }: URL): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    connect(
      { hostname: hostname.replace(/^\[|\]$/g, ""), protocol, port },
      (...[error, socket]) => {
        if (error) reject(error);
        else resolve(socket);
      },
    );
  });
}
