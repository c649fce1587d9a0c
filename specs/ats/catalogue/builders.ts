import type { Probe, RecruitingSystem, TenantUrl, Trace } from "../recruiting-system.ts";
import { companyOnPage, plainName, websiteOnPage } from "./common-patterns.ts";

/** The end of a path segment: what follows belongs to another segment, the query or nothing. */
export const end = "(?=[/?#]|$)";

/** A locale such as `en`, `en-US` or `pt_BR`, without slashes. */
export const locale = "[a-zA-Z]{2}(?:[-_][a-zA-Z]{2,4})?";

/** Eight-four-four-four-twelve hexadecimal digits. */
export const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

/** A tenant as one label of a host name. */
export const label = "[a-z0-9][a-z0-9-]*";

/** A tenant as one path segment or query value: letters, digits, `-` and `_`. */
export const slug = "[A-Za-z0-9][A-Za-z0-9_-]*";

/** As `slug`, dots allowed too. */
export const dotted = "[A-Za-z0-9][A-Za-z0-9._-]*";

/** Host labels that are the vendor's own on systems that give each customer a sub-domain. */
export const vendorLabels: readonly string[] = [
  ..."www app apps api api2 cdn assets static images img media files share web m mobile".split(" "),
  ..."login signin signup auth sso id identity oauth account accounts secure admin dashboard my portal".split(
    " ",
  ),
  ..."help support docs doc developer developers status blog learn academy community forum".split(
    " ",
  ),
  ..."info go get try pages page lp click email mail links link track tracking analytics events".split(
    " ",
  ),
  ..."marketing partners partner marketplace integrations trust security legal privacy press".split(
    " ",
  ),
  ..."demo test testing dev staging stage sandbox qa uat preview beta internal".split(" "),
  ..."jobs job careers career embed widget widgets feed feeds xml rss resources shop store".split(
    " ",
  ),
  // What is left of a host name when an address was cut out of an escaped string.
  ..."2fwww 2fjobs 2fcareers 22www 22app 3dwww 252fwww u002f u002fwww x2fwww 2f 22 3d".split(" "),
];

/** Path segments that no customer is called by on systems that give each customer a path. */
export const pathWords: readonly string[] = [
  ..."embed embeds widget widgets api v0 v1 v2 v3 rest graphql rss feed feeds xml json".split(" "),
  ..."jobs job careers career company companies apply search j o p posting postings job_board".split(
    " ",
  ),
  ..."www en en-us de fr es it nl pt undefined null none index home error 404 not-found notfound".split(
    " ",
  ),
  ..."static assets cdn css js img images fonts media public dist build _next __assets__ cdn-cgi".split(
    " ",
  ),
  ..."login signin sign-in signup sign-up logout register auth oauth sso user users account admin app".split(
    " ",
  ),
  ..."privacy privacy-policy terms legal cookies cookie-policy about contact help support faq blog pricing".split(
    " ",
  ),
  ..."favicon.ico robots.txt sitemap.xml sitemap_index.xml manifest.json index.html index.php index.js".split(
    " ",
  ),
];

/** Quotes a host name or domain for use in a pattern. */
export function quoted(text: string): string {
  return text.replaceAll(".", "\\.");
}

type Place = Partial<Omit<TenantUrl, "host">> & { readonly tenant?: string };

/** `https://{tenant}.<domain>/…`; the board defaults to the root of that host. */
export function onSubdomain(
  domain: string,
  { tenant = label, use = "board", ...rest }: Place = {},
): TenantUrl {
  return {
    host: `^(?<tenant>${tenant})\\.${quoted(domain)}$`,
    use,
    board: `https://{tenant}.${domain}/`,
    ...rest,
  };
}

/** `https://<host>/<prefix>{tenant}`; `prefix` is a pattern that starts and ends with `/`, the board `https://<host>/{tenant}`. */
export function onPath(host: string, place: Place & { readonly prefix?: string } = {}): TenantUrl {
  const { tenant = slug, prefix = "/", use = "board", path, ...rest } = place;
  return {
    host: `^${quoted(host)}$`,
    path: path ?? `^${prefix}(?<tenant>${tenant})${end}`,
    use,
    board: `https://${host}/{tenant}`,
    ...rest,
  };
}

/** `https://<host><path>?…<param>={tenant}`; `path` is a pattern without anchor. */
export function onQuery(
  host: string,
  query: { readonly path: string; readonly param: string; readonly tenant?: string },
  place: Place = {},
): TenantUrl {
  const { use = "board", ...rest } = place;
  return {
    host: `^${quoted(host)}$`,
    path: inQuery(query.path, query.param, query.tenant),
    use,
    ...rest,
  };
}

/** A path pattern for `<path>?…<param>={tenant}`. */
export function inQuery(path: string, param: string, tenant: string = slug): string {
  return `^${path}\\?(?:[^#]*&)?${param}=(?<tenant>${tenant})(?=[&#]|$)`;
}

/** An address that proves the vendor and leaves the tenant open. */
export function vendorOnly(
  host: string,
  path?: string,
  use: TenantUrl["use"] = "board",
): TenantUrl {
  const address = { host: `^${quoted(host)}$`, use };
  return path === undefined ? address : { ...address, path };
}

/** A trace in an inline script that is enough for the vendor. */
export function script(pattern: string, board?: string): Trace {
  return trace("script", "strong", pattern, board);
}

const nameOfTenant =
  "(?<![A-Za-z_$])[A-Za-z_$]{0,16}?(?:[Tt]oken|[Bb]oard|[Cc]ompany|[Aa]ccount|[Ss]ite|[Ss]lug|[Oo]rg|[Cc]lient|[Tt]enant)[A-Za-z_]{0,12}";

/**
 * An API's address that a site's own code puts together: its beginning, a pattern, in one string,
 * the customer's name in another close by, before or after.
 */
export function splitApi(
  beginning: string,
  board: string,
  { tenant = slug, groups = "" }: { readonly tenant?: string; readonly groups?: string } = {},
): readonly Trace[] {
  const named = `${nameOfTenant}["']?\\s{0,4}[:=]\\s{0,4}["'\`](?<tenant>${tenant})["'\`]`;
  const cut = `https?://${beginning}["'\`$]`;
  return [
    script(`${cut}[\\s\\S]{0,160}?${named}${groups}`, board),
    script(
      `${named}(?![\\s\\S]{0,160}?${cut}[\\s\\S]{0,160}?${nameOfTenant}["']?\\s{0,4}[:=]\\s{0,4}["'\`])[\\s\\S]{0,160}?${cut}${groups}`,
      board,
    ),
  ];
}

/** A trace in the markup that is enough for the vendor. */
export function markup(pattern: string, board?: string): Trace {
  return trace("dom", "strong", pattern, board);
}

/** A trace that needs a second signal. */
export function hint(kind: Trace["kind"], pattern: string): Trace {
  return trace(kind, "weak", pattern);
}

function trace(
  kind: Trace["kind"],
  strength: Trace["strength"],
  pattern: string,
  board?: string,
): Trace {
  return board === undefined ? { pattern, strength, kind } : { pattern, strength, kind, board };
}

/** The board page itself, read for its owner by the shapes that most vendors share. */
export function boardPage(url: string, vendor: string, more: Partial<Probe> = {}): Probe {
  return {
    url,
    aliveStatus: [200],
    companyPatterns: companyOnPage(vendor),
    websitePatterns: websiteOnPage,
    ...more,
  };
}

/** A public JSON, XML or RSS address. */
export function endpoint(url: string, more: Partial<Probe> = {}): Probe {
  return { url, aliveStatus: [200], companyPatterns: [], websitePatterns: [], ...more };
}

type Essentials = Pick<RecruitingSystem, "id" | "name" | "vendorDomains" | "tenantUrls">;
type Optional = Partial<Omit<RecruitingSystem, keyof Essentials>>;

/** A catalogue entry with what most vendors have in common filled in; `reserved` adds to the usual words. */
export function system({ reserved = [], ...entry }: Essentials & Optional): RecruitingSystem {
  return {
    role: "system",
    traces: [],
    cnames: [],
    probes: [],
    notBoards: [],
    caseSensitive: false,
    source: "public boards and embeds, seen 2026-06 to 2026-10",
    ...entry,
    reserved: [...usualWords(entry.tenantUrls), ...reserved],
  };
}

interface Hosted extends Optional {
  readonly id: string;
  readonly name: string;
  /** Customers are `{tenant}.<domain>`. */
  readonly domain: string;
  /** Where the jobs are on that host, without the leading slash. */
  readonly page?: string;
  /** Which paths of that host are job pages; omitted: all. */
  readonly path?: string;
}

/** An entry for the commonest shape: every customer has `{tenant}.<domain>` and nothing else. */
export function hosted({
  domain,
  page = "",
  path,
  vendorDomains = [],
  tenantUrls = [],
  ...entry
}: HostedEntry): RecruitingSystem {
  const board = `https://{tenant}.${domain}/${page}`;
  const own = onSubdomain(domain, path === undefined ? { board } : { board, path });
  return system({
    cnames: [domain],
    probes: [boardPage(board, plainName(entry.name))],
    ...entry,
    vendorDomains: [registrable(domain), ...vendorDomains],
    tenantUrls: [own, ...tenantUrls],
  });
}

type HostedEntry = Hosted & Partial<Pick<RecruitingSystem, "vendorDomains" | "tenantUrls">>;

function registrable(domain: string): string {
  const labels = domain.split(".");
  const isTwoPartSuffix =
    /^(?:com?|net|org)$/.test(labels.at(-2) ?? "") && labels.at(-1)?.length === 2;
  return labels.slice(isTwoPartSuffix ? -3 : -2).join(".");
}

function usualWords(tenantUrls: readonly TenantUrl[]): readonly string[] {
  const inHost = tenantUrls.some(({ host }) => host.includes("(?<tenant>"));
  const inPath = tenantUrls.some(({ path }) => path?.includes("(?<tenant>"));
  return [...(inHost ? vendorLabels : []), ...(inPath ? pathWords : [])];
}
