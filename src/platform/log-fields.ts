/** Longer texts are cut: a line is for reading, and a page or a prompt is no log line. */
const longestText = 2_000;
/** Cleaned before it is cut, or a cut could leave the half of a key that no longer looks like one. */
const longestCleaned = 10_000;
const deepest = 6;
const mostItems = 50;
/** Values of all kinds in one line. */
const mostValues = 300;

/** Names of fields that hold credentials, without their hyphens and underscores. */
const secretName =
  /^(?:(?:proxy)?authorization|(?:set)?cookie2?|token|pass|pwd|.*(?:password|passwd|apikey|secret|secretkey|privatekey|accesstoken|refreshtoken|authtoken|bearertoken))$/;

/**
 * The fields of a log line as plain JSON values: what is named like a credential is gone at any
 * depth, in errors, too; texts, lists and depth are bounded. `clean` takes credentials out of a text.
 */
export function plainFields(
  fields: Record<string, unknown>,
  clean: (text: string) => string,
): Record<string, unknown> {
  let left = mostValues;

  function plain(value: unknown, depth: number): unknown {
    left -= 1;
    if (left < 0) return "[more]";
    if (typeof value === "string") return cutText(value, clean);
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Date || value instanceof URL) return cutText(String(value), clean);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (depth >= deepest) return "[deeper]";
    if (Array.isArray(value))
      return value.slice(0, mostItems).map((item) => plain(item, depth + 1));
    return plainObject(value, depth);
  }

  function plainObject(value: object, depth: number): Record<string, unknown> {
    const entries = [...errorEntries(value), ...entriesOf(value)].slice(0, mostItems);
    return Object.fromEntries(
      entries.map(([name, inner]) => [
        name,
        isSecretName(name) ? "[redacted]" : plain(inner, depth + 1),
      ]),
    );
  }

  return plainObject(fields, 0);
}

/** A text as it may stand in a line. */
export function cutText(text: string, clean: (text: string) => string): string {
  if (text.length <= longestText) return text;
  const cleaned = clean(text.slice(0, longestCleaned));
  return cleaned.length <= longestText && text.length <= longestCleaned
    ? cleaned
    : `${cleaned.slice(0, longestText)}… (${text.length} characters)`;
}

function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replaceAll(/[-_]/g, ""));
}

/** What an error says, which is not enumerable. */
function errorEntries(value: object): [string, unknown][] {
  if (!(value instanceof Error)) return [];
  const { name, message, stack, cause } = value;
  const inner = value instanceof AggregateError ? value.errors : undefined;
  return [
    ["type", name],
    ["message", message],
    ["stack", stack],
    ...(cause === undefined ? [] : [["cause", cause] as [string, unknown]]),
    ...(inner === undefined ? [] : [["errors", inner] as [string, unknown]]),
  ];
}

/** Not everything that stands in an object may be looked at: a getter can throw. */
function entriesOf(value: object): [string, unknown][] {
  if (value instanceof Map) return [...value].map(([name, inner]) => [String(name), inner]);
  if (value instanceof Headers) return [...value];
  if (value instanceof Set) return [...value].map((inner, i) => [String(i), inner]);
  return Object.keys(value)
    .slice(0, mostItems)
    .map((name) => {
      try {
        return [name, (value as Record<string, unknown>)[name]];
      } catch (error) {
        return [name, `[unreadable: ${String(error).slice(0, 100)}]`];
      }
    });
}
