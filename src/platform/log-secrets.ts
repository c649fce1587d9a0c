import { type Config, secretSettings } from "./config.ts";

/** A path this long holds a credential, as those of incoming webhooks do; `/0` and `/v1` don't. */
const longestPlainPath = 12;

/** Every value of the settings that no line may hold: keys, passwords, the secret parts of addresses. */
export function secretsOf(config: Config): string[] {
  const values: Readonly<Record<string, unknown>> = config;
  return secretSettings
    .flatMap((name) => values[name])
    .filter((value) => typeof value === "string")
    .flatMap(secretParts);
}

/** An address is no secret as a whole: a log may say which Redis can't be reached. */
function secretParts(value: string): string[] {
  const [, header] = /^[\w-]+=(.+)$/.exec(value) ?? [];
  if (header !== undefined) return [value, header, decoded(header)];
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return [value];
  const { username, password, pathname, search } = new URL(value);
  const path = `${pathname}${search}`;
  return [
    ...(password ? [password, decoded(password), `${username}:${password}`] : []),
    ...(path.length >= longestPlainPath ? [path] : []),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
