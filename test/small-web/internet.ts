import type { Entry } from "./companies/roster.ts";
import type { EndlessWeb } from "./endless-list.ts";
import { type Host, redirect } from "./exchange.ts";
import type { DnsRecord } from "./kinds/kind.ts";
import { thirdPartyAt } from "./third-parties.ts";
import type { Tenant, Tenants } from "./vendors/vendor.ts";
import { vendorAt } from "./vendors/vendors.ts";

/** Everything that has a name in the small web. */
export interface Internet {
  find(hostname: string): Host | undefined;
  certificateNames(hostname: string): readonly string[];
  readonly tenants: Tenants;
  /** Records that companies made for themselves, by name. */
  records(name: string): readonly DnsRecord[];
}

/** Joins companies, vendors and third parties; endless lists answer for names made on the fly. */
export function createInternet(
  roster: readonly Entry[],
  ...endless: readonly EndlessWeb[]
): Internet {
  const hosts = new Map<string, Host>();
  const accounts = new Map<string, Tenant>();
  const records = new Map<string, DnsRecord[]>();
  const open = (tenant: Tenant) => {
    if (tenant.closed) return;
    accounts.set(`${tenant.vendor} ${tenant.key}`, tenant);
    accounts.set(`${tenant.vendor} ${tenant.number}`, tenant);
  };
  for (const { scene, site, isCustomer } of roster) {
    for (const [name, host] of site.hosts) hosts.set(name, host);
    if (isCustomer) open(scene.tenant);
    for (const tenant of site.tenants) open(tenant);
    for (const record of site.dns)
      records.set(record.name, [...(records.get(record.name) ?? []), record]);
  }
  const tenants: Tenants = {
    find: (vendor, key) =>
      accounts.get(`${vendor} ${key}`) ?? firstOf(endless, (web) => web.tenant(vendor, key)),
  };
  return {
    tenants,
    records: (name) => records.get(name) ?? [],
    certificateNames: (hostname) =>
      firstOf(endless, (web) => web.certificateNames(hostname)) ?? [hostname],
    find: (hostname) =>
      hosts.get(hostname) ??
      thirdPartyAt(hostname) ??
      firstOf(endless, (web) => web.find(hostname)) ??
      vendorHost(hostname, tenants),
  };
}

function firstOf<T>(
  webs: readonly EndlessWeb[],
  ask: (web: EndlessWeb) => T | undefined,
): T | undefined {
  for (const web of webs) {
    const answer = ask(web);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function vendorHost(hostname: string, tenants: Tenants): Host | undefined {
  const vendor = vendorAt(hostname);
  if (!vendor) return undefined;
  if (vendor.noWildcard && !tenants.find(vendor.id, hostname.split(".")[0] ?? "")) return undefined;
  return {
    serve: (asked) =>
      asked.url.protocol === "http:"
        ? redirect(asked.url.href.replace("http:", "https:"))
        : vendor.serve(asked, tenants),
  };
}
