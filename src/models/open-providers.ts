import { Agent, type Dispatcher, fetch as undiciFetch, ProxyAgent } from "undici";
import type { ProviderName } from "../domain/model.ts";
import type { Config } from "../platform/config.ts";
import { type ChooseProxy, createProxyChoice } from "../web/proxy-choice.ts";
import { createTunnelConnector } from "../web/tunnel.ts";
import { createAnthropic } from "./anthropic.ts";
import { causesOf, NotSent } from "./failures.ts";
import { createOpenai } from "./openai.ts";
import type { Provider } from "./provider.ts";

type Settings = Pick<
  Config,
  | "OPENAI_BASE_URL"
  | "ANTHROPIC_BASE_URL"
  | "HTTP_PROXY"
  | "HTTPS_PROXY"
  | "NO_PROXY"
  | "ASSAY_CONNECT_TIMEOUT_MS"
>;

/**
 * Both providers at their configured addresses, through the operator's proxies. An address is the
 * operator's own choice, so it may be a private one.
 */
export function openProviders(config: Settings): Record<ProviderName, Provider> {
  const chooseProxy = createProxyChoice(config);
  const at = (baseUrl: string) => ({
    baseUrl,
    fetch: createFetch(new URL(baseUrl), chooseProxy, config.ASSAY_CONNECT_TIMEOUT_MS),
  });
  return {
    openai: createOpenai(at(config.OPENAI_BASE_URL)),
    anthropic: createAnthropic(at(config.ANTHROPIC_BASE_URL)),
  };
}

function createFetch(base: URL, chooseProxy: ChooseProxy, connectTimeoutMs: number): typeof fetch {
  const dispatcher = dispatcherFor(base, chooseProxy, connectTimeoutMs);
  const ask = async (url: string, init: object) => {
    try {
      // A redirect would carry the prompt to an address that nobody chose.
      return await undiciFetch(url, { ...init, redirect: "manual", dispatcher });
    } catch (error) {
      const why = whyNotSent(error);
      if (why === undefined) throw error;
      throw new NotSent(`${base.origin} can't be reached: ${why}`);
    }
  };
  // undici's own types and the runtime's describe the same fetch.
  return ask as unknown as typeof fetch;
}

function dispatcherFor(base: URL, chooseProxy: ChooseProxy, connectTimeoutMs: number): Dispatcher {
  // A model may think for long before its first byte; the call's signal is its only limit.
  const pooling = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 4_000 };
  const proxy = chooseProxy(base);
  if (!proxy) return new Agent({ ...pooling, connect: { timeout: connectTimeoutMs } });
  if (base.protocol === "https:") {
    return new Agent({ ...pooling, connect: createTunnelConnector(proxy, connectTimeoutMs) });
  }
  return new ProxyAgent({
    ...pooling,
    uri: proxy.url.href,
    proxyTunnel: false,
    connect: { timeout: connectTimeoutMs },
    ...(proxy.authorization !== undefined && { token: proxy.authorization }),
  });
}

const unreachableCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  EADDRNOTAVAIL: "no local address",
  ENOTFOUND: "no such name",
  EAI_AGAIN: "its name can't be resolved now",
  // Not in the words of the error: SDKs look for them and say that an answer was late.
  UND_ERR_CONNECT_TIMEOUT: "no connection within the limit",
  EPROTO: "no TLS",
};
const certificateCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;
/** What a proxy on the way says before anything went through it. */
const proxyErrors = new Set(["ExchangeFailed", "ProxyRefused"]);

/** Why a request never left; `undefined` when it may have. */
function whyNotSent(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const known = unreachableCodes[code];
    if (known !== undefined) return known;
    if (certificateCode.test(code)) return `its certificate is not trusted (${code})`;
    if (proxyErrors.has(cause.name))
      return `the proxy answered: ${cause.message.replace(/time(d?) ?out/gi, "too late")}`;
  }
  return undefined;
}
