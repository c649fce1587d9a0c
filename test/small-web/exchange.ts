import type { IncomingHttpHeaders } from "node:http";

/** One request as it reaches a host of the small web. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What the host remembers between requests while the server runs. */
  readonly memory: Map<string, number>;
}

/** Header values; a list is sent as several lines. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What a host answers. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: string | Uint8Array;
  /** Waited before the first byte. */
  readonly delayMs?: number;
  /** Never a byte. */
  readonly hangs?: boolean;
}

/** Answers every request to one host. */
export type Serve = (asked: Asked) => Answer;

/** A host of the small web, and how connections to it go. */
export interface Host {
  readonly serve: Serve;
  /** The certificate it shows; `good` when left out. */
  readonly certificate?: "good" | "other_name" | "expired" | "self_signed";
  /** How a connection fails before anything is asked. */
  readonly refuses?: "https" | "all";
  readonly resets?: boolean;
}

const noHeaders: AnswerHeaders = {};

/** An HTML page, in UTF-8 unless `headers` says otherwise. */
export function html(body: string | Uint8Array, headers = noHeaders, status = 200): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8", ...headers }, body };
}

/** A value as JSON. */
export function json(value: unknown, headers = noHeaders, status = 200): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Text of any other type: scripts, feeds, robots.txt. */
export function text(body: string, type = "text/plain; charset=utf-8", status = 200): Answer {
  return { status, headers: { "content-type": type }, body };
}

/** A redirect; 301 unless told otherwise. */
export function redirect(location: string, status = 301, headers = noHeaders): Answer {
  return { status, headers: { location, "content-type": "text/html", ...headers }, body: "" };
}

/** Escapes a text for HTML content and attributes. */
export function escapeHtml(raw: string): string {
  return raw
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
