import type { Company } from "./companies/company.ts";
import { type Entry, createEntry } from "./companies/roster.ts";
import type { Host } from "./exchange.ts";
import type { Kind } from "./kinds/kind.ts";
import { wordsIn } from "./languages/languages.ts";
import { entryAt, hash32 } from "./random.ts";
import { type Truth, truthOf } from "./truth.ts";
import type { Tenant } from "./vendors/vendor.ts";
import { vendorOf } from "./vendors/vendors.ts";

/** What tells one endless list from another. */
export interface ListPlan {
  /** Domains are `<prefix>-000001.com`, accounts `<prefix>000001`. */
  readonly prefix: string;
  readonly kindOf: (index: number) => Kind;
  /** Vendors that its companies use, where their kind can have them. */
  readonly vendorIds: readonly string[];
  /** Languages of kinds that are written in any. */
  readonly languageCodes: readonly string[];
}

/** A line of an endless list. */
export interface EndlessRow {
  readonly company: string;
  readonly domain: string;
  readonly country: string;
  readonly employees: number;
}

/** How an endless list's names answer. */
export interface EndlessWeb {
  find(hostname: string): Host | undefined;
  tenant(vendor: string, key: string): Tenant | undefined;
  /** Neighbours share certificates, as customers of one hosting company do. */
  certificateNames(hostname: string): readonly string[] | undefined;
}

/** Companies without end; their sites are made when somebody asks. */
export interface EndlessList {
  rows(count: number, from?: number): Generator<EndlessRow>;
  truth(index: number): Truth;
  entry(index: number): Entry;
  web(): EndlessWeb;
}

const namesPerCertificate = 40;
const keptSites = 4_000;

/** Opens an endless list by its plan: the same plan always makes the same companies. */
export function createEndlessList(plan: ListPlan): EndlessList {
  const entry = (index: number) => createRowEntry(plan, index);
  return {
    *rows(count, from = 0) {
      for (let index = from; index < from + count; index++) {
        const { name, domain, country, employees } = createRowCompany(plan, index);
        yield { company: name, domain, country, employees };
      }
    },
    truth: (index) => truthOf(entry(index)),
    entry,
    web: () => createWeb(plan, entry),
  };
}

function createWeb({ prefix }: ListPlan, make: (index: number) => Entry): EndlessWeb {
  const host = new RegExp(`^(?:.*\\.)?${prefix}-(\\d{6})\\.com$`);
  const account = new RegExp(`^${prefix}(\\d{6})$`, "i");
  // Keeps the sites it made last.
  const kept = new Map<number, Entry>();
  const entry = (index: number) => {
    const known = kept.get(index);
    if (known) return known;
    if (kept.size >= keptSites) kept.delete(kept.keys().next().value ?? 0);
    const made = make(index);
    kept.set(index, made);
    return made;
  };
  return {
    find(hostname) {
      const number = host.exec(hostname)?.[1];
      return number === undefined ? undefined : entry(Number(number)).site.hosts.get(hostname);
    },
    tenant(vendor, key) {
      const number = account.exec(key)?.[1];
      if (number === undefined) return undefined;
      const { scene, isCustomer } = entry(Number(number));
      return isCustomer && scene.vendor.id === vendor && scene.tenant.key === key
        ? scene.tenant
        : undefined;
    },
    certificateNames(hostname) {
      const number = host.exec(hostname)?.[1];
      if (number === undefined) return undefined;
      const first = Math.floor(Number(number) / namesPerCertificate) * namesPerCertificate;
      return Array.from(
        { length: namesPerCertificate },
        (_, at) => `${prefix}-${String(first + at).padStart(6, "0")}.com`,
      ).flatMap((name) => [name, `*.${name}`]);
    },
  };
}

function createRowCompany({ prefix, kindOf, languageCodes }: ListPlan, index: number): Company {
  const digits = String(index).padStart(6, "0");
  const codes = kindOf(index).languages ?? languageCodes;
  const words = wordsIn(entryAt(codes, hash32(`language ${digits}`)));
  const called = prefix.charAt(0).toUpperCase() + prefix.slice(1);
  return {
    index,
    name: `${called} ${digits} ${words.legalForms[0] ?? ""}`,
    brand: `${called} ${digits}`,
    domain: `${prefix}-${digits}.com`,
    country: words.country,
    employees: 10 + (hash32(digits) % 4_000),
    words,
    slug: `${prefix}${digits}`,
    handle: `${prefix}${digits}`,
  };
}

function createRowEntry(plan: ListPlan, index: number): Entry {
  const company = createRowCompany(plan, index);
  const kind = plan.kindOf(index);
  const fitting = plan.vendorIds.map(vendorOf).filter((vendor) => kind.vendors?.(vendor));
  const vendor =
    kind.vendors && fitting.length > 0
      ? entryAt(fitting, hash32(`vendor ${company.slug}`))
      : undefined;
  return createEntry(kind, company, vendor, true);
}
