import type { Snapshot } from "../domain/snapshot.ts";

/** Every way a fetch can bring nothing back. A status of 400 or more is not a failure: it is a snapshot. */
export const fetchFailureKinds = [
  "no_such_domain",
  "dns_failed",
  "refused",
  "timeout",
  "reset",
  "tls_invalid",
  "too_large",
  "too_many_redirects",
  "bad_response",
  "bad_url",
  "robots_denied",
  "egress_denied",
  "rate_limited",
  "proxy_failed",
  "page_limit",
] as const;
export type FetchFailureKind = (typeof fetchFailureKinds)[number];

export interface FetchFailure {
  readonly ok: false;
  readonly kind: FetchFailureKind;
  readonly url: string;
  /** For a person: what happened, in a few words. */
  readonly detail: string;
  /** For `rate_limited`: epoch ms from which the host may be asked again. */
  readonly retryAt?: number;
  /** For `no_such_domain`: the DNS (or proxy) answer that says so, as a `dns` or `http` snapshot. */
  readonly proof?: Snapshot;
  /** When a redirect led to the failure: the response that pointed there, with all hops so far. */
  readonly redirectedFrom?: Snapshot;
}

export interface Fetched {
  readonly ok: true;
  readonly snapshot: Snapshot;
}

export interface GetOptions {
  readonly accept?: string;
  /** A JSON body turns the GET into a POST (read-only vendor endpoints that need one). */
  readonly postJson?: unknown;
}

export type DnsType = "CNAME" | "MX" | "TXT" | "NS" | "A";

/** The one door to the outside. Everything goes out under the egress policy, robots.txt and politeness. */
export interface Web {
  /**
   * Fetches a page, following redirects hop by hop. Never throws for what the outside world does.
   * Asking for the same URL twice within one record's attempt costs one fetch. A 429 or 503 is
   * asked once more after a short wait; if the host insists, shared vendor hosts give
   * `rate_limited`, and a record's own site gives the response, which may be a bot wall.
   * Rejects only when the attempt's own signal is aborted, with its reason.
   */
  get(url: string, options?: GetOptions): Promise<Fetched | FetchFailure>;
  /** Resolves names. `undefined` when DNS can't be asked here (behind a proxy without DNS over HTTPS). */
  dns(name: string, type: DnsType): Promise<Snapshot | undefined>;
}

/** What a person would do on a page before looking. */
export interface RenderPlan {
  /** Texts of buttons and links worth one click each, in any language ("view open jobs"). */
  readonly click: RegExp;
  readonly maxClicks: number;
  /** Stop waiting as soon as a request or frame URL matches. */
  readonly until?: (url: string) => boolean;
}

export interface Rendered {
  readonly ok: true;
  /** The DOM of the main frame, of every other frame, and of what each click led to. */
  readonly frames: readonly { readonly snapshot: Snapshot; readonly parent: string | null }[];
  /** One line per request: `METHOD type status url initiating-page-url`. */
  readonly network: Snapshot;
  /** URL of the page after redirects and scripts. */
  readonly url: string;
}

/** A browser that goes out through the same policy; one fresh context per call, closed before it returns. */
export interface Renderer {
  render(url: string, plan: RenderPlan, signal: AbortSignal): Promise<Rendered | FetchFailure>;
}
