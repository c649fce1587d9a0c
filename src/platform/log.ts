import { type DestinationStream, destination, type Level, type Logger, pino } from "pino";

export interface LogOptions {
  readonly level: Level | "silent";
  /** On every line: which process speaks (`http-worker`, `api`). */
  readonly name: string;
  /** Values that must never be written, wherever they turn up (keys, proxy passwords). */
  readonly secrets?: readonly (string | undefined)[];
  /** Where lines go; standard error unless told otherwise, because standard output is data. */
  readonly to?: DestinationStream;
}

/** A logger that writes one JSON object a line, without credentials. */
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
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields, censor: "[redacted]" },
      hooks: { streamWrite: scrub },
    },
    to,
  );
}

/** Fields that hold credentials by their name, as they are and one level down. */
const secretFields = [
  "authorization",
  "cookie",
  "password",
  "apiKey",
  "headers.authorization",
  'headers["proxy-authorization"]',
  'headers["set-cookie"]',
  "headers.cookie",
  "*.authorization",
  "*.password",
  "*.apiKey",
  "*.headers.authorization",
  '*.headers["proxy-authorization"]',
  '*.headers["set-cookie"]',
  "*.headers.cookie",
];

/** Shorter ones would blank ordinary text. */
const shortestSecret = 6;

/** Removes user names and passwords from URLs, and the given values, from any text. */
export function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const values = secrets
    .filter((secret) => secret !== undefined && secret.length >= shortestSecret)
    .flatMap((secret = "") => [secret, JSON.stringify(secret).slice(1, -1)]);
  return (text) => {
    let clean = text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'@]+@/gi, "$1***@");
    for (const value of values) clean = clean.replaceAll(value, "***");
    return clean;
  };
}

/** Not buffered: the last lines before a crash are the ones worth reading. */
function standardError(): DestinationStream {
  return destination({ dest: 2, sync: true });
}
