/**
 * One recruiting system of the catalogue, as data. Patterns are regular expression sources
 * with named groups; `(?<tenant>…)` is how the system names its customer.
 *
 * How they are read: host names in lower case; paths as they stand, not decoded; no flags.
 * Of `tenantUrls` the first that fits and names a tenant counts, else the first that fits: that
 * proves the vendor only. One whose tenant is reserved does not fit. `notBoards` comes before them
 * all, on `host + path`. A group may be empty (`boards{silo}.greenhouse.io`): that is a known group.
 */
export interface RecruitingSystem {
  /** The slug that results use: `greenhouse`. */
  readonly id: string;
  readonly name: string;
  /** `system`: keeps the applications (system of record). `front_end`: a career site over one.
   *  `job_board`: publishes other people's jobs. `plugin`: job pages inside a CMS, no vendor tenant. */
  readonly role: "system" | "front_end" | "job_board" | "plugin";
  /** Registrable domains of the vendor itself: links to its marketing pages prove nothing. */
  readonly vendorDomains: readonly string[];
  /** Addresses that belong to one tenant: boards, embeds, iframes, APIs, apply links. */
  readonly tenantUrls: readonly TenantUrl[];
  /** Traces in a page's source that name the vendor and may name the tenant (inline scripts, attributes). */
  readonly traces: readonly Trace[];
  /** CNAME targets (suffix match) of a customer's careers host. */
  readonly cnames: readonly string[];
  /** Where the tenant can be asked whether it is alive and whose it is. Best first. */
  readonly probes: readonly Probe[];
  /** Never tenants: reserved words, lower case. */
  readonly reserved: readonly string[];
  /** Addresses that look like a board and are not: employee portals, log-ins, sandboxes, legal pages. */
  readonly notBoards: readonly string[];
  /** Whether tenant ids differ by case (`GoToGroup` at Lever). */
  readonly caseSensitive: boolean;
  /** Where the facts come from and when they were seen. */
  readonly source: string;
}

export interface TenantUrl {
  /** Anchored host pattern, lower case: `^(?<tenant>[a-z0-9-]+)\\.bamboohr\\.com$`. */
  readonly host: string;
  /** Pattern on path + query, from the first `/`: `^/(?<tenant>[^/?#]+)`. Omitted: any path. */
  readonly path?: string;
  readonly use: "board" | "embed" | "api" | "job" | "apply" | "asset";
  /** The board's address as results show it, `{tenant}` filled in, other named groups too. */
  readonly board?: string;
}

export interface Trace {
  /** On the page's raw source (after un-escaping `\/` and outside comments); a `header` on lines
   *  `name: value` with the name in lower case, a `cookie` on `name=value`. */
  readonly pattern: string;
  /** `strong`: enough for the vendor. `weak`: a hint that needs a second signal. */
  readonly strength: "strong" | "weak";
  /** The evidence kind it is: `script`, `dom`, `iframe`, `text`. */
  readonly kind: "script" | "dom" | "iframe" | "text" | "header" | "cookie";
  readonly board?: string;
}

export interface Probe {
  /** `{tenant}` and other named groups of the tenant URL filled in; a probe with a group that is not
   *  known is skipped. An answer that ends on the vendor's own site (apex or `www`) is not alive. */
  readonly url: string;
  /** The tenant exists when the status is one of these … */
  readonly aliveStatus: readonly number[];
  /** … and this pattern stands in the body (when given) … */
  readonly alivePattern?: string;
  /** … and this one does not: the placeholder for unknown or closed tenants. */
  readonly deadPattern?: string;
  /** Where the answer names the company: patterns with `(?<company>…)` on the body, tried in order;
   *  the text as it stands, HTML entities and JSON escapes included. */
  readonly companyPatterns: readonly string[];
  /** Where the answer names the company's own site: patterns with `(?<website>…)`. */
  readonly websitePatterns: readonly string[];
}
