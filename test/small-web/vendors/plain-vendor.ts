import type { Company } from "../companies/company.ts";
import { type Answer, type Asked, html, text } from "../exchange.ts";
import { type Random } from "../random.ts";
import { boardPage, nobodyPage } from "./board-page.ts";
import { type Job, type Tenant, type Tenants, type Vendor, pascalKey, slugKey } from "./vendor.ts";

const keys = {
  slug: slugKey,
  dashed: ({ brand, slug }: Company) => {
    const dashed = brand
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "");
    return dashed.length > 2 ? dashed : slug;
  },
  pascal: pascalKey,
  number: (_: Company, random: Random) => String(random.int(10_000, 99_999)),
  uuid: (_: Company, random: Random) => random.uuid(),
  hex32: (_: Company, random: Random) => random.hex(32),
} as const;

/** A vendor of which only the addresses are known; `{key}`, `{site}`, `{n}`, `{uuid}` and `{slug}` are filled in. */
export interface PlainVendor {
  readonly id: string;
  readonly name: string;
  readonly markets?: readonly string[];
  readonly key?: keyof typeof keys;
  readonly site?: string;
  readonly board: string;
  readonly job: string;
  readonly frame?: string;
  readonly noWildcard?: boolean;
  readonly cname?: string;
}

/** A vendor with a plausible hosted page for every customer, and 404 for everybody else. */
export function plainVendor(facts: PlainVendor): Vendor {
  const where = keyFinder(facts.board);
  const host = facts.board.split("/")[2] ?? "";
  const suffix = host.replace(/^[^.]*/, "*");
  const fill = (template: string, tenant: Tenant, job?: Job) =>
    template
      .replaceAll("{key}", tenant.key)
      .replaceAll("{site}", tenant.site)
      .replaceAll("{name}", encodeURIComponent(tenant.name))
      .replaceAll("{n}", String(job?.number ?? ""))
      .replaceAll("{uuid}", job?.uuid ?? "")
      .replaceAll("{slug}", job?.slug ?? "");
  return {
    id: facts.id,
    name: facts.name,
    ...(facts.markets ? { markets: facts.markets } : {}),
    ...(facts.noWildcard ? { noWildcard: true } : {}),
    hosts: host.includes("{key}") ? [suffix] : [host],
    key: keys[facts.key ?? "slug"],
    site: () => facts.site ?? "",
    board: (tenant) => fill(facts.board, tenant),
    job: (tenant, job) => fill(facts.job, tenant, job),
    ...(facts.frame ? { frame: (tenant: Tenant) => fill(facts.frame ?? "", tenant) } : {}),
    ...(facts.cname ? { cname: (tenant: Tenant) => fill(facts.cname ?? "", tenant) } : {}),
    hosted: (tenant, ownHost) => (asked) =>
      pageFor(
        facts.name,
        asked,
        tenant,
        (job) => `https://${ownHost}/jobs/${job.number}-${job.slug}`,
      ),
    serve(asked: Asked, tenants: Tenants): Answer {
      const { pathname } = asked.url;
      if (pathname === "/robots.txt") return text("User-agent: *\nDisallow: /admin\n");
      const key = where(asked.url);
      const tenant = key === undefined ? undefined : tenants.find(facts.id, key);
      if (!tenant) return html(nobodyPage(facts.name), {}, 404);
      return pageFor(facts.name, asked, tenant, (job) => fill(facts.job, tenant, job));
    },
  };
}

/** The board, or the job that the address names. */
export function pageFor(
  vendor: string,
  asked: Asked,
  tenant: Tenant,
  jobUrl: (job: Job) => string,
): Answer {
  const { href, pathname } = asked.url;
  if (pathname === "/robots.txt") return text("User-agent: *\nAllow: /\n");
  if (/\.(?:css|js|png|jpg|svg|ico|woff2?)$/.test(pathname)) return text("", "text/plain", 404);
  const job = tenant.jobs.find(
    ({ number, uuid }) => href.includes(String(number)) || href.includes(uuid),
  );
  return html(boardPage({ vendor, tenant, url: href, jobUrl, ...(job ? { job } : {}) }));
}

/** Reads the tenant's key out of an address, given where the board's address has it. */
export function keyFinder(board: string): (url: URL) => string | undefined {
  const [, , host = "", ...rest] = board.split("/");
  if (host.includes("{key}")) {
    const [before = "", after = ""] = host.split("{key}");
    return ({ hostname }) =>
      hostname.startsWith(before) &&
      hostname.endsWith(after) &&
      hostname.length > before.length + after.length
        ? hostname.slice(before.length, hostname.length - after.length)
        : undefined;
  }
  const tail = `/${rest.join("/")}`;
  const parameter = /[?&](\w+)=[^&{]*\{key\}/.exec(tail)?.[1];
  if (parameter) return ({ searchParams }) => searchParams.get(parameter) ?? undefined;
  const index =
    tail
      .split(/[?#]/)[0]
      ?.split("/")
      .findIndex((part) => part.includes("{key}")) ?? -1;
  const [before = "", after = ""] = (tail.split(/[?#]/)[0]?.split("/")[index] ?? "").split("{key}");
  return ({ pathname }) => {
    const part = decodeURIComponent(pathname.split("/")[index] ?? "");
    return part.startsWith(before) && part.endsWith(after) && part !== ""
      ? part.slice(before.length, part.length - after.length)
      : undefined;
  };
}
