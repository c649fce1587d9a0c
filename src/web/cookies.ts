import { siteOf } from "../domain/site.ts";

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The host it is for. */
  readonly domain: string;
  readonly subdomains: boolean;
  readonly secure: boolean;
}

/** Cookies of one record's attempt; never shared with another. */
export interface CookieJar {
  /** The Cookie header for a request, or `undefined`. */
  header(url: URL): string | undefined;
  store(url: URL, setCookie: readonly string[]): void;
}

const maxCookies = 50;
const maxCookieChars = 4_096;

/** An empty jar. Expiry by date is not kept: an attempt is over before it matters. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    header({ hostname, protocol }) {
      const fitting = [...cookies.values()].filter(
        ({ domain, subdomains, secure }) =>
          (hostname === domain || (subdomains && hostname.endsWith(`.${domain}`))) &&
          (!secure || protocol === "https:"),
      );
      if (fitting.length === 0) return undefined;
      return fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
    store({ hostname }, setCookie) {
      for (const line of setCookie) {
        const cookie = parseCookie(line, hostname);
        if (!cookie) continue;
        const key = `${cookie.domain} ${cookie.name}`;
        if (/;\s*max-age\s*=\s*(?:-|0\b)/i.test(line)) cookies.delete(key);
        else if (cookies.size < maxCookies || cookies.has(key)) cookies.set(key, cookie);
      }
    },
  };
}

function parseCookie(line: string, host: string): Cookie | undefined {
  if (line.length > maxCookieChars) return undefined;
  const [pair = "", ...attributes] = line.split(";");
  const cut = pair.indexOf("=");
  const name = pair.slice(0, cut).trim();
  const value = pair.slice(cut + 1).trim();
  // Only what may be sent back verbatim: a control character would break the request.
  if (cut < 1 || !/^[!-~]+$/.test(name) || !/^[ -~]*$/.test(value)) return undefined;
  const secure = attributes.some((each) => each.trim().toLowerCase() === "secure");
  const given = attributes.find((each) => /^\s*domain\s*=/i.test(each));
  const domain = given
    ?.slice(given.indexOf("=") + 1)
    .trim()
    .toLowerCase()
    .replace(/^\./, "");
  if (!domain || domain === host)
    return { name, value, domain: host, subdomains: Boolean(domain), secure };
  // A cookie for a whole public suffix, or for a stranger, is no cookie.
  if (!host.endsWith(`.${domain}`) || siteOf(domain) === undefined) return undefined;
  return { name, value, domain, subdomains: true, secure };
}
