import { checkHost, isAllowedAddress, isOpenPort, literalOf } from "./address-policy.ts";
import type { Egress } from "./egress.ts";
import type { Trouble } from "./failure.ts";
import { parseUrl, portOf } from "./url.ts";

const maxUrlChars = 4_096;

/** A stranger's URL without what is not sent: credentials and fragment. */
export function readUrl(text: string, base?: URL): URL | undefined {
  const url = text.length <= maxUrlChars ? parseUrl(text.trim(), base) : undefined;
  if (!url) return undefined;
  url.hash = "";
  if (url.username !== "" || url.password !== "") {
    url.username = "";
    url.password = "";
  }
  return url;
}

/**
 * Why a URL may not be asked, before anything is connected; `undefined` when nothing speaks
 * against it. What a name resolves to is judged at the connection, or by the proxy.
 */
export function refusalOf(
  { allowed, transport }: Pick<Egress, "allowed" | "transport">,
  url: URL,
): Trouble | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { kind: "bad_url", detail: `${url.protocol} is neither http: nor https:` };
  }
  const literal = literalOf(url.hostname);
  const proxied = transport.isProxied(url);
  // An operator who opened private ranges may have names there; the address decides at the dial.
  if (proxied || literal !== undefined || allowed.length === 0) {
    const trouble = checkHost(url.hostname, allowed);
    if (trouble !== undefined) return { kind: "egress_denied", detail: trouble };
  }
  const port = portOf(url);
  if (isOpenPort(port) || (literal !== undefined && isAllowedAddress(literal, allowed)))
    return undefined;
  if (!proxied && literal === undefined && allowed.length > 0) return undefined;
  return { kind: "egress_denied", detail: `port ${port} is not one of 80, 443, 8080, 8443` };
}
