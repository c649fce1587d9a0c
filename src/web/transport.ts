import { Agent, type Dispatcher, Pool } from "undici";
import type { AllowedRanges } from "./address-policy.ts";
import { createDirectConnector } from "./direct.ts";
import { createProxyChoice, type ProxyServer, type ProxySettings } from "./proxy-choice.ts";
import type { ResolveHost } from "./resolver.ts";
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

/** Pools of short-lived connections: two per site, gone soon after the record that needed them. */
export function createTransport(deps: TransportDeps): Transport {
  const chooseProxy = createProxyChoice(deps.proxies);
  const pooling = {
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 65_536,
    headersTimeout: deps.answerTimeoutMs,
    bodyTimeout: deps.answerTimeoutMs,
  };
  const direct = new Agent({ ...pooling, connect: createDirectConnector(deps) });
  const others = new Map<string, Dispatcher>();

  const pool = (key: string, create: () => Dispatcher): Dispatcher => {
    const known = others.get(key) ?? create();
    others.set(key, known);
    return known;
  };
  const tunnels = (proxy: ProxyServer) =>
    pool(`tunnel ${proxy.url.origin}`, () => {
      return new Agent({
        ...pooling,
        connect: createTunnelConnector(proxy, deps.connectTimeoutMs),
      });
    });
  const relay = (proxy: ProxyServer) =>
    pool(`relay ${proxy.url.origin}`, () => {
      const connect = createRelayConnector(proxy, deps.connectTimeoutMs);
      return new Pool(proxy.url.origin, { ...pooling, connections: 256, connect });
    });

  const route = (url: URL, withoutProxy: () => Dispatcher): Route => {
    const { origin } = url;
    const path = url.pathname + url.search;
    const proxy = chooseProxy(url);
    if (!proxy) return { dispatcher: withoutProxy(), origin, path, headers: {}, via: "direct" };
    if (url.protocol === "https:") {
      return { dispatcher: tunnels(proxy), origin, path, headers: {}, via: "tunnel" };
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
    routeFor: (url) => route(url, () => direct),
    operatorRouteFor: (url) => {
      const connect = { timeout: deps.connectTimeoutMs };
      return route(url, () =>
        pool("operator", () => new Agent({ ...pooling, connections: 16, connect })),
      );
    },
    async close() {
      // Whatever is still open belongs to work that was cut short.
      await Promise.all([direct.destroy(), ...[...others.values()].map((each) => each.destroy())]);
    },
  };
}
