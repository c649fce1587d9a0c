import { errors } from "undici";
import { EgressDenied } from "./address-policy.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { meaningOf, ProxyRefused } from "./proxy-answer.ts";
import { codeOf, NameNotResolved } from "./resolver.ts";
import type { FetchFailureKind } from "./web.ts";

/** What went wrong with one exchange, before it is tied to the URL that was asked for. */
export interface Trouble {
  readonly kind: FetchFailureKind;
  readonly detail: string;
  readonly retryAt?: number;
  /** For `no_such_domain`: who said so. */
  readonly error?: NameNotResolved | ProxyRefused;
  readonly proof?: Snapshot;
}

/** An exchange that ended for a reason we know by name. */
export class ExchangeFailed extends Error {
  override readonly name = "ExchangeFailed";
  readonly code = "ASSAY_EXCHANGE_FAILED";
  readonly kind: FetchFailureKind;

  constructor(kind: FetchFailureKind, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

const kindsByCode: Record<string, FetchFailureKind> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  EADDRNOTAVAIL: "refused",
  EACCES: "refused",
  EPERM: "refused",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  UND_ERR_HEADERS_OVERFLOW: "bad_response",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "bad_response",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "too_large",
  UND_ERR_INVALID_ARG: "bad_url",
  ERR_BUFFER_TOO_LARGE: "too_large",
  EPROTO: "tls_invalid",
};

const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;
const badResponseCode = /^(?:HPE_|Z_|ERR__?ZLIB|ERR_BROTLI|ERR_PADDING|ERR__ERROR_)/;

/** Names what the outside world did. An error of ours passes through as it is: it is a bug. */
export function troubleFrom(error: unknown): Trouble {
  const cause = innermost(error);
  if (cause instanceof ExchangeFailed) return { kind: cause.kind, detail: cause.message };
  if (cause instanceof EgressDenied) return { kind: "egress_denied", detail: cause.message };
  if (cause instanceof NameNotResolved) {
    const kind = cause.trouble === "no_such_name" ? "no_such_domain" : "dns_failed";
    return { kind, detail: cause.message, error: cause };
  }
  if (cause instanceof ProxyRefused) {
    return { kind: meaningOf(cause.answer), detail: cause.message, error: cause };
  }
  const code = codeOf(cause);
  const kind = kindsByCode[code] ?? patternKind(code, cause);
  if (kind === undefined) throw error;
  return { kind, detail: detailOf(cause, code) };
}

function patternKind(code: string, cause: unknown): FetchFailureKind | undefined {
  // undici knows no code for some of the ways in which bytes are not HTTP.
  if (cause instanceof Error && cause.name === "HTTPParserError") return "bad_response";
  if (tlsCode.test(code)) return "tls_invalid";
  if (badResponseCode.test(code)) return "bad_response";
  return undefined;
}

/** Whether asking again at once is worth it: a connection lost to a race, not a verdict. */
export function isLostRace(error: unknown): boolean {
  const cause = innermost(error);
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(codeOf(cause));
}

/** Several addresses fail with one error each; the first one speaks for all. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError) return innermost(error.errors[0]);
  if (error instanceof errors.SecureProxyConnectionError && error.cause)
    return innermost(error.cause);
  return error;
}

function detailOf(cause: unknown, code: string): string {
  const message = cause instanceof Error ? cause.message : "";
  return `${code}${message && !message.includes(code) ? `: ${message}` : ""}`.slice(0, 300);
}
