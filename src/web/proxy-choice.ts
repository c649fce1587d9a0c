import ipaddr from "ipaddr.js";
import { portOf } from "./url.ts";

/** Where the operator's proxies are, as the environment says it. */
export interface ProxySettings {
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

/** A proxy, and how to introduce ourselves to it. */
export interface ProxyServer {
  readonly url: URL;
  /** The Proxy-Authorization header, when its URL carries a user. */
  readonly authorization: string | undefined;
}

/** Which proxy a URL goes through; `undefined` means none. */
export type ChooseProxy = (url: URL) => ProxyServer | undefined;

/** Reads the proxy settings; a proxy that can't be used stops the start. */
export function createProxyChoice(settings: ProxySettings): ChooseProxy {
  const forHttp = parseProxy("HTTP_PROXY", settings.HTTP_PROXY);
  const forHttps = parseProxy("HTTPS_PROXY", settings.HTTPS_PROXY);
  const bypassed = (settings.NO_PROXY ?? "").split(/[\s,]+/).filter(Boolean);
  return (url) => {
    const proxy = url.protocol === "https:" ? forHttps : forHttp;
    return proxy && !bypassed.some((pattern) => isBypassed(url, pattern.toLowerCase()))
      ? proxy
      : undefined;
  };
}

function parseProxy(name: string, given: string | undefined): ProxyServer | undefined {
  if (!given) return undefined;
  const text = given.includes("://") ? given : `http://${given}`;
  if (!URL.canParse(text))
    throw new Error(`${name} is no URL; write http://user:password@host:port`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error(
      `${name}: only http:// and https:// proxies are supported, not ${url.protocol}//`,
    );
  }
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const authorization = user
    ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`
    : undefined;
  return { url: new URL(url.origin), authorization };
}

/** `*`, `host`, `.suffix`, `suffix`, `host:port`, `10.0.0.0/8`. */
function isBypassed(url: URL, pattern: string): boolean {
  if (pattern === "*") return true;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (pattern.includes("/")) return isInRange(host, pattern);
  const withPort = /^(.+):(\d+)$/.exec(pattern);
  const [name, port] =
    withPort && !ipaddr.isValid(pattern) ? [withPort[1], withPort[2]] : [pattern];
  if (port !== undefined && Number(port) !== portOf(url)) return false;
  const suffix = (name ?? "").replace(/^\*?\./, "").replace(/^\[|\]$/g, "");
  return host === suffix || host.endsWith(`.${suffix}`);
}

function isInRange(host: string, cidr: string): boolean {
  if (!ipaddr.isValid(host) || !ipaddr.isValidCIDR(cidr)) return false;
  const [base, bits] = ipaddr.parseCIDR(cidr);
  const address = ipaddr.process(host);
  return address.kind() === base.kind() && address.match(base, bits);
}
