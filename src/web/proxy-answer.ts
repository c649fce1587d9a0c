import { sealSnapshot, type Snapshot } from "../domain/snapshot.ts";
import { keptHeaders, type RawHeaders } from "./headers.ts";
import type { FetchFailureKind } from "./web.ts";

/** What a proxy itself said instead of the site. */
export interface ProxyAnswer {
  /** Whom it was asked for: `acme.com:443`. */
  readonly target: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** A proxy would not, or could not, open the way to a site. */
export class ProxyRefused extends Error {
  override readonly name = "ProxyRefused";
  readonly code = "ASSAY_PROXY_REFUSED";
  readonly answer: ProxyAnswer;

  constructor(answer: ProxyAnswer) {
    super(`proxy answered ${answer.status} ${answer.statusText} for ${answer.target}`);
    this.answer = answer;
  }
}

/** Words of proxies, most telling first: what only DNS can say before what may be a passing trouble. */
const wordings: readonly (readonly [FetchFailureKind, RegExp])[] = [
  [
    "dns_failed",
    /EAI_AGAIN|SERVFAIL|server failure|temporary failure|misbehaving|try again|dns[^.\n]{0,40}(?:time[d ]?-?\s?out|refused)/i,
  ],
  [
    "no_such_domain",
    /ERR_DNS_FAIL|ENOTFOUND|NXDOMAIN|ERR_NAME_NOT_RESOLVED|(?:could|can)\s?not resolve|couldn't resolve|name or service not known|nodename nor servname|no such (?:host|domain)|unknown host|host not found|server not found|domain (?:name )?does not exist/i,
  ],
  [
    "refused",
    /ECONNREFUSED|connection refused|EHOSTUNREACH|ENETUNREACH|no route to host|unreachable|ERR_CONNECT_FAIL/i,
  ],
  ["timeout", /ETIMEDOUT|timed?[ -]?out|ERR_CONNECTION_TIMED_OUT|gateway time-?out/i],
  ["reset", /ECONNRESET|connection reset|ERR_READ_ERROR/i],
  ["tls_invalid", /ERR_SECURE_CONNECT_FAIL|certificate/i],
];

/** What a proxy's refusal means for the fetch; without telling words it is the proxy's own failure. */
export function meaningOf(answer: ProxyAnswer): FetchFailureKind {
  if (answer.status === 407 || answer.status === 401 || answer.status === 403)
    return "proxy_failed";
  const words = wordsOf(answer);
  // "504 Gateway Timeout" is every proxy's reason phrase; only a body or header makes it a fact.
  return wordings.find(([, pattern]) => pattern.test(words))?.[0] ?? "proxy_failed";
}

/**
 * Whether a response to a plain http request, which a proxy relays or makes up itself, was made
 * up: the proxy signs it, or a bare error names the very host that was asked for.
 */
export function isProxysOwn(answer: ProxyAnswer): boolean {
  if (answer.status === 407) return true;
  if (![502, 503, 504].includes(answer.status)) return false;
  if (answer.headers["x-squid-error"] !== undefined) return true;
  if (/;\s*error=/i.test(String(answer.headers["proxy-status"] ?? ""))) return true;
  const host = answer.target.replace(/:\d+$/, "");
  return (
    answer.body.length <= 4_096 &&
    answer.body.toString("latin1").includes(host) &&
    meaningOf(answer) !== "proxy_failed"
  );
}

/** The proxy's answer as evidence: its body is the status line, then what the proxy wrote. */
export function proxySnapshot(answer: ProxyAnswer, requestedUrl: string, at: Date): Snapshot {
  const statusLine = `HTTP/1.1 ${answer.status} ${answer.statusText}\n\n`;
  return sealSnapshot(
    {
      source: "http",
      requestedUrl,
      url: `connect://${answer.target}`,
      status: answer.status,
      headers: keptHeaders(answer.headers),
      redirects: [],
      charset: "utf-8",
      fetchedAt: at.toISOString(),
    },
    Buffer.concat([Buffer.from(statusLine), answer.body]),
  );
}

function wordsOf({ status, statusText, headers, body }: ProxyAnswer): string {
  const phrase = status === 504 && /^gateway time-?out$/i.test(statusText) ? "" : statusText;
  const signed = ["x-squid-error", "proxy-status", "x-error", "x-proxy-error"].map(
    (name) => headers[name] ?? "",
  );
  return `${phrase}\n${signed.join("\n")}\n${body.toString("latin1")}`;
}
