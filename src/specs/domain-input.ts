import { parse } from "tldts";

/** Mailboxes that anybody can have: their domain says nothing of who writes from it. */
const freeMail = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com
  icloud.com me.com mac.com gmx.com gmx.de gmx.net web.de t-online.de proton.me protonmail.com
  mail.ru yandex.ru yandex.com qq.com 163.com 126.com zoho.com fastmail.com orange.fr free.fr
  laposte.net libero.it btinternet.com comcast.net`.split(/\s+/),
);

/** Sites where a path is somebody's profile and the domain is not theirs. */
const profileSites = new Set(
  `facebook.com linkedin.com instagram.com x.com twitter.com youtube.com tiktok.com crunchbase.com
  google.com linktr.ee yelp.com indeed.com glassdoor.com`.split(/\s+/),
);

/** What a person wrote where a domain was asked for can't be read as one company's domain. */
export class NotADomain extends Error {
  override readonly name = "NotADomain";
}

/**
 * The host that a cell means: a bare domain, an address, or the domain part of an e-mail. Lower
 * case, without `www.`, names of other scripts in their ASCII form.
 */
export function domainFrom(cell: string): string {
  const [first = ""] = cell
    .trim()
    .replace(/^[<("'\s]+|[>)"'\s]+$/g, "")
    .split(/[\s,;|]+/);
  const written = first.replace(/^mailto:/i, "").replace(/^\/\//, "");
  const email = /^[^/@\s]+@(?<domain>[^/@?\s]+)(?:\?.*)?$/.exec(written)?.groups?.["domain"];
  const url = urlFrom(email ?? written);
  const host = url.hostname.replace(/\.$/, "").replace(/^www\.(?=[^.]+\.)/, "");
  const { domain, isIp } = parse(host, { allowPrivateDomains: true });
  if (domain === null || isIp === true)
    throw new NotADomain(`"${first}" has no registrable domain; give it as acme.com`);
  if (email !== undefined && freeMail.has(domain)) {
    throw new NotADomain(`${domain} gives mailboxes to anybody; give the company's own domain`);
  }
  if (profileSites.has(domain) && url.pathname.length > 1) {
    throw new NotADomain(`a profile on ${domain} is not the company's domain; give its own`);
  }
  return host;
}

function urlFrom(written: string): URL {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Said below, the same for all that can't be read.
  }
  throw new NotADomain(`"${written}" is no domain; give it as acme.com`);
}
