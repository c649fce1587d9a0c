import { Agent, type Dispatcher, Pool } from "undici";
import type { AllowedRanges } from "./address-policy.ts";
import { createDirectConnector } from "./direct.ts";
import { createProxyChoice, type ProxyServer, type ProxySettings } from "./proxy-choice.ts";
import type { ResolveHost } from "./resolver.ts";
import { paceOf } from "./shared-hosts.ts";
import { createRelayConnector, createTunnelConnector } from "./tunnel.ts";

/** How one URL is to be asked: through which pool, in which form. */
export interface Route {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  /** Headers for the proxy. */
  readonly headers: Readonly<Record<string, string>>;
  readonly via: "direct" | "tunnel" | "relay";
}

/** Every connection of this process: the only place that opens sockets to strangers. */
export interface Transport {
  /** Whether a URL goes through a proxy, which then resolves its name. */
  isProxied(url: URL): boolean;
  /** The route of a stranger's URL, under the address policy. */
  routeFor(url: URL): Route;
  /** The route of a service that the operator chose: through the same proxies, on any address. */
  operatorRouteFor(url: URL): Route;
  close(): Promise<void>;
}

export interface TransportDeps {
  readonly proxies: ProxySettings;
  readonly resolve: ResolveHost;
  readonly allowed: AllowedRanges;
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
}

const mostPerOrigin = 4;
const sizes = { strangers: { factory: openPool }, operator: { connections: 16 } };
type Clientele = keyof typeof sizes;

/** Pools of short-lived connections: one per site, gone soon after the record that needed it. */
export function createTransport(deps: TransportDeps): Transport {
  const chooseProxy = createProxyChoice(deps.proxies);
  const pooling = {
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 65_536,
    headersTimeout: deps.answerTimeoutMs,
    bodyTimeout: deps.answerTimeoutMs,
  };
  const direct = new Agent({
    ...pooling,
    ...sizes.strangers,
    connect: createDirectConnector(deps),
  });
  const others = new Map<string, Dispatcher>();

  const pool = (key: string, create: () => Dispatcher): Dispatcher => {
    const known = others.get(key) ?? create();
    others.set(key, known);
    return known;
  };
  const tunnels = (proxy: ProxyServer, whose: Clientele) =>
    pool(`tunnel ${proxy.url.origin} ${whose}`, () => {
      const connect = createTunnelConnector(proxy, deps.connectTimeoutMs);
      return new Agent({ ...pooling, ...sizes[whose], connect });
    });
  const relay = (proxy: ProxyServer) =>
    pool(`relay ${proxy.url.origin}`, () => {
      const connect = createRelayConnector(proxy, deps.connectTimeoutMs);
      return new Pool(proxy.url.origin, { ...pooling, connections: 256, connect });
    });

  const route = (url: URL, withoutProxy: () => Dispatcher, whose: Clientele): Route => {
    const { origin } = url;
    const path = url.pathname + url.search;
    const proxy = chooseProxy(url);
    if (!proxy) return { dispatcher: withoutProxy(), origin, path, headers: {}, via: "direct" };
    if (url.protocol === "https:") {
      return { dispatcher: tunnels(proxy, whose), origin, path, headers: {}, via: "tunnel" };
    }
    const auth = proxy.authorization;
    const headers = { host: url.host, ...(auth !== undefined && { "proxy-authorization": auth }) };
    return {
      dispatcher: relay(proxy),
      origin: proxy.url.origin,
      path: origin + path,
      headers,
      via: "relay",
    };
  };

  return {
    isProxied: (url) => chooseProxy(url) !== undefined,
    routeFor: (url) => route(url, () => direct, "strangers"),
    operatorRouteFor: (url) => {
      const connect = { timeout: deps.connectTimeoutMs };
      const agent = () => new Agent({ ...pooling, ...sizes.operator, connect });
      return route(url, () => pool("operator", agent), "operator");
    },
    async close() {
      // Whatever is still open belongs to work that was cut short.
      await Promise.all([direct.destroy(), ...[...others.values()].map((each) => each.destroy())]);
    },
  };
}

/**
 * A second connection to a host that is asked one request at a time would only be a second TLS
 * handshake, the dearest part of most fetches; shared hosts have as many as their pace can use.
 */
function openPool(origin: string | URL, options: object): Dispatcher {
  const { pace } = paceOf(new URL(origin).hostname, 0);
  return new Pool(origin, { ...options, connections: Math.min(pace.concurrent, mostPerOrigin) });
}
