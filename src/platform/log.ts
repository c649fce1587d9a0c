import { trace } from "@opentelemetry/api";
import { type DestinationStream, destination, type Level, type Logger, pino } from "pino";
import { cutText, plainFields } from "./log-fields.ts";
import { maskPersonal } from "./log-personal.ts";

export interface LogOptions {
  readonly level: Level | "silent";
  /** On every line: which process speaks (`http-worker`, `api`). */
  readonly name: string;
  /** Values that must never be written, wherever they turn up (keys, proxy passwords). */
  readonly secrets?: readonly (string | undefined)[];
  /** Where lines go; standard error unless told otherwise, because standard output is data. */
  readonly to?: DestinationStream;
}

/**
 * A logger that writes one JSON object a line: bounded in size, without credentials (by the name of
 * their field at any depth, by value, and by their form), without e-mail addresses and telephone
 * numbers. A line within a traced span names it.
 */
export function createLogger({
  level,
  name,
  secrets = [],
  to = standardError(),
}: LogOptions): Logger {
  const scrub = scrubber(secrets);
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => ({ ...spanIds(), ...plainFields(fields, scrub) }),
      },
      hooks: { streamWrite: (line) => bounded(maskPersonal(scrub(line)), scrub) },
    },
    to,
  );
}

function spanIds(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { trace: span.traceId, span: span.spanId } : {};
}

/** In characters. Containers' log drivers cut at 16 KiB and leave two halves that are no JSON. */
const longestLine = 12_000;

/** A line that is too long keeps who speaks, of what run, and the beginning of what it says. */
function bounded(line: string, scrub: (text: string) => string): string {
  if (line.length <= longestLine) return line;
  const { err, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const short = Object.entries(fields).filter(([, value]) => JSON.stringify(value).length <= 200);
  const kept = {
    ...Object.fromEntries(short.slice(0, 20)),
    ...(err === undefined ? {} : { err: JSON.stringify(err).slice(0, 3_000) }),
    msg: typeof msg === "string" ? cutText(msg, scrub) : "",
    cut: `${line.length} characters`,
  };
  return `${JSON.stringify(kept)}\n`;
}

/** Shorter ones would blank ordinary text. */
const shortestSecret = 6;

/** Credentials that show by their form. */
const forms: readonly [form: RegExp, instead: string][] = [
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'@]{1,500}@/gi, "$1***@"],
  [/\b([Bb]earer|BEARER) +[\w.~+/=-]{6,}/g, "$1 ***"],
  [/\b([Bb]asic|BASIC) +(?=[a-z]*[A-Z0-9+/=])[\w+/=-]{6,}/g, "$1 ***"],
  [/\b(?:sk|rk|pk)-[\w-]{16,}/g, "***"],
  [/\bwhsec_[\w+/=-]{8,}/g, "***"],
  [
    /([?&](?:api_?key|key|token|access_token|auth|secret|signature|sig|password)=)[^&\s"'#]+/gi,
    "$1***",
  ],
];

/** Removes user names and passwords from URLs, keys known by their form, and the given values, from any text. */
export function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const values = secrets
    .filter((secret) => secret !== undefined && secret.length >= shortestSecret)
    .flatMap((secret = "") => [secret, JSON.stringify(secret).slice(1, -1)])
    // The longer ones first: a secret may begin like another.
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const value of values) clean = clean.replaceAll(value, "***");
    for (const [form, instead] of forms) clean = clean.replaceAll(form, instead);
    return clean;
  };
}

/** Not buffered: the last lines before a crash are the ones worth reading. */
function standardError(): DestinationStream {
  return destination({ dest: 2, sync: true });
}
