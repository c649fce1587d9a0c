/** Headers as undici hands them over. */
export type RawHeaders = Record<string, string | string[] | undefined>;

const maxHeaders = 100;
const maxValueChars = 4_096;
const maxCookieValueChars = 16;

/**
 * The headers a snapshot keeps: lower-case names, one entry per line that was sent, bounded in
 * number and length. Of a cookie's value only the start stays: enough to recognise, not to use.
 */
export function keptHeaders(headers: RawHeaders): [string, string][] {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const each of typeof value === "string" ? [value] : (value ?? [])) {
      if (kept.length === maxHeaders) return kept;
      const line = name === "set-cookie" ? shortCookie(each) : each;
      kept.push([name.toLowerCase(), line.slice(0, maxValueChars)]);
    }
  }
  return kept;
}

/** The first value of a header, or an empty string. */
export function headerOf(headers: RawHeaders, name: string): string {
  const value = headers[name];
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}

function shortCookie(line: string): string {
  return line.replace(
    /^([^=;]*=)([^;]*)/,
    (_, name: string, value: string) => name + value.slice(0, maxCookieValueChars),
  );
}
