import type { Message } from "../message.ts";
import type { Channel, SendResult } from "./channel.ts";
import type { PostJson } from "./post-json.ts";

export interface AlertmanagerSettings {
  /** Each instance of a cluster: they all want to be told. */
  readonly urls: readonly URL[];
  /** How long an alert lives that nobody says again. */
  readonly aliveMs: number;
  readonly now?: () => number;
}

const testAliveMs = 60_000;

/**
 * Alertmanager by its API v2. An alert is known by its labels; it stands as long as it is said
 * again and ends when it is resolved. Alertmanager itself limits and groups what it sends on.
 */
export function alertmanagerChannel(
  { urls, aliveMs, now = Date.now }: AlertmanagerSettings,
  post: PostJson,
): Channel {
  const postAll = async (alerts: readonly object[], signal: AbortSignal) => {
    const body = JSON.stringify(alerts);
    const each = urls.map((url) => post({ url: alertsUrl(url), body, signal }));
    return firstGood(await Promise.all(each));
  };
  const endOf = ({ kind, at }: Message) => {
    if (kind === "resolved") return at;
    return now() + (kind === "test" ? testAliveMs : aliveMs);
  };
  return {
    name: "alertmanager",
    to: urls.map(({ origin }) => origin).join(", "),
    isCapped: false,
    send: (message, signal) =>
      postAll([...formerAlert(message), alertOf(message, endOf(message))], signal),
    keepAlive: (standing, signal) =>
      postAll(
        standing.map((message) => alertOf(message, now() + aliveMs)),
        signal,
      ),
  };
}

/** Told once one instance knows it: it tells the others, and the next keep-alive does as well. */
function firstGood(results: readonly SendResult[]): SendResult {
  const [first] = results;
  return (
    results.find(({ outcome }) => outcome === "sent") ??
    results.find(({ outcome }) => outcome === "failed") ??
    first ?? { outcome: "failed", detail: "no address", retryAfterMs: null }
  );
}

function alertsUrl(base: URL): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v2/alerts`;
  return url;
}

/** With another severity an alert is another one: the one before ends. */
function formerAlert(message: Message): object[] {
  const before = message.about?.severityBefore ?? message.severity;
  if (before === message.severity) return [];
  return [alertOf({ ...message, severity: before }, message.at)];
}

function alertOf({ at, severity, title, text, decide, link, about }: Message, endsAt: number) {
  const facts = Object.entries(about?.facts ?? {}).map(([name, value]) => `${name}: ${value}`);
  const labels = {
    alertname: about === null ? "AssayTest" : `Assay${pascalCase(about.cause)}`,
    service: "assay",
    severity,
    ...(about !== null && { cause: about.cause, subject: about.subject }),
    ...(about?.batch && { batch: about.batch }),
  };
  const annotations = {
    summary: title,
    description: text,
    ...(facts.length > 0 && { facts: facts.join(", ") }),
    ...(about?.did && { did: about.did }),
    ...(decide !== null && { decide }),
  };
  const since = about?.since ?? at;
  return {
    labels,
    annotations,
    startsAt: new Date(Math.min(since, endsAt)).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    ...(link !== null && { generatorURL: link }),
  };
}

function pascalCase(cause: string): string {
  return cause.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
