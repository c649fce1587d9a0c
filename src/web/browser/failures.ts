import type { Trouble } from "../failure.ts";
import { failureOf as fetchFailureOf } from "../fetch-failure.ts";
import type { FetchFailure, FetchFailureKind } from "../web.ts";
import { OutOfTime } from "./within.ts";

/** What Chromium calls its troubles, most telling first. */
const netErrors: readonly (readonly [RegExp, FetchFailureKind])[] = [
  [/ERR_CERT_|ERR_SSL_|ERR_BAD_SSL|ERR_TLS/, "tls_invalid"],
  [/ERR_TOO_MANY_REDIRECTS/, "too_many_redirects"],
  [
    /ERR_(?:INVALID_URL|UNKNOWN_URL_SCHEME|DISALLOWED_URL_SCHEME|UNSAFE_REDIRECT)|invalid URL/i,
    "bad_url",
  ],
  [/ERR_UNSAFE_PORT|ERR_BLOCKED_BY/, "egress_denied"],
  [/ERR_PROXY|ERR_TUNNEL|ERR_MANDATORY_PROXY/, "proxy_failed"],
  [/ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|Timeout \d+ms exceeded/, "timeout"],
  [/ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE/, "refused"],
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED/, "dns_failed"],
  [/ERR_(?:EMPTY_RESPONSE|CONNECTION|SOCKET|NETWORK_CHANGED|HTTP2|INCOMPLETE)/, "reset"],
];

/** Troubles whose cause Chromium does not know, because the guard stood in between. */
const guardsDoing =
  /ERR_TUNNEL|ERR_PROXY|ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|ERR_TIMED_OUT|ERR_INCOMPLETE|ERR_CONTENT_LENGTH|Timeout/;

/** Puts a failed navigation into the words of a fetch. What the guard said of the host counts first. */
export function navigationFailure(
  error: unknown,
  url: string,
  guards: Trouble | undefined,
): FetchFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (guards && guardsDoing.test(text)) return fetchFailureOf(url, guards);
  const code = /net::(\w+)/.exec(text)?.[1];
  const kind =
    error instanceof OutOfTime ? "timeout" : netErrors.find(([pattern]) => pattern.test(text))?.[1];
  const [firstLine = ""] = text.split("\n");
  return {
    ok: false,
    kind: kind ?? "bad_response",
    url,
    detail: (code ?? firstLine).slice(0, 300),
  };
}

/** Whether the browser itself went away under the page. */
export function isBrowserGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    /has been closed|Target closed|browser.*disconnected|Connection closed/i.test(error.message)
  );
}
