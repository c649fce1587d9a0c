import type { Company } from "../companies/company.ts";
import type { Answer, Asked, Serve } from "../exchange.ts";
import type { Words } from "../languages/words.ts";
import { type Random, createRandom } from "../random.ts";

/** One advertised job. */
export interface Job {
  readonly number: number;
  readonly uuid: string;
  readonly title: string;
  readonly city: string;
  readonly slug: string;
}

/** A customer of a vendor, as the vendor knows it. */
export interface Tenant {
  readonly vendor: string;
  readonly key: string;
  /** The company name that the vendor shows. */
  readonly name: string;
  readonly website: string;
  readonly words: Words;
  readonly jobs: readonly Job[];
  /** Names inside the tenant: a Workday site, an Oracle site number, a Taleo section. */
  readonly site: string;
  /** Whole number for vendors that count their customers. */
  readonly number: number;
  /** The account exists no longer: the vendor answers as for an unknown one. */
  readonly closed: boolean;
  /** Where the vendor's own board sends visitors, when the customer set one. */
  readonly forwardsTo?: string;
}

/** How a vendor finds its customers. */
export interface Tenants {
  find(vendor: string, key: string): Tenant | undefined;
}

/** A recruiting system as the outside sees it. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
  /** Language codes of the markets it sells to; everywhere when left out. */
  readonly markets?: readonly string[];
  /** Exact hosts, and `*.` suffixes whose every label answers. */
  readonly hosts: readonly string[];
  /** Labels under a `*.` suffix resolve for customers only. */
  readonly noWildcard?: boolean;
  key(company: Company, random: Random): string;
  site?(company: Company, random: Random): string;
  board(tenant: Tenant): string;
  job(tenant: Tenant, job: Job): string;
  /** The snippet that customers paste into their careers page. */
  embed?(tenant: Tenant): string;
  /** The address that customers put into an iframe. */
  frame?(tenant: Tenant): string;
  serve(asked: Asked, tenants: Tenants): Answer;
  /** The career site that the vendor hosts on the customer's own host. */
  hosted?(tenant: Tenant, host: string): Serve;
  /** Where such a host's CNAME points. */
  cname?(tenant: Tenant): string;
}

/** Makes `company` a customer of `vendor`. The same company always gets the same tenant. */
export function createTenant(
  vendor: Vendor,
  company: Company,
  given: Partial<Tenant> = {},
): Tenant {
  const random = createRandom(`${company.domain} ${vendor.id}`);
  return {
    vendor: vendor.id,
    key: vendor.key(company, random),
    name: shownName(company, random),
    website: `https://www.${company.domain}`,
    words: company.words,
    jobs: createJobs(company.words, random),
    site: vendor.site?.(company, random) ?? "",
    number: 100_000 + random.int(1, 899_999),
    closed: false,
    ...given,
  };
}

function createJobs(words: Words, random: Random): Job[] {
  const titles = random.some(words.jobs, random.int(2, 5));
  return titles.map((title) => {
    const number = random.int(1_000_000, 9_999_999);
    const latin = title
      .normalize("NFD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "");
    return {
      number,
      uuid: random.uuid(),
      title,
      city: random.pick(words.cities),
      slug: latin || `job-${number}`,
    };
  });
}

/** Vendors show what somebody typed at sign-up: rarely the registered name to the letter. */
function shownName({ brand, name, handle }: Company, random: Random): string {
  if (/^(?:big|mix)web\d/.test(handle)) return brand;
  return random.pick([brand, brand, brand, name, name, brand.toUpperCase(), `${brand} Careers`]);
}

/** A slug as most vendors make it. */
export const slugKey = (company: Company): string => company.handle;

/** `brightwater tools` → `BrightwaterTools`. */
export function pascalKey({ brand, slug }: Company): string {
  const pascal = brand
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return pascal.length >= 3 ? pascal : slug.charAt(0).toUpperCase() + slug.slice(1);
}
