import type { Company } from "./companies/company.ts";
import { type Entry, createEntry } from "./companies/roster.ts";
import type { Host } from "./exchange.ts";
import { kinds } from "./kinds/kinds.ts";
import { wordsIn } from "./languages/languages.ts";
import { entryAt, hash32 } from "./random.ts";
import { type Truth, truthOf } from "./truth.ts";
import type { Tenant } from "./vendors/vendor.ts";
import { vendorOf } from "./vendors/vendors.ts";

/** Kinds of the long list, in the share they have of every 100 rows. */
const shares: readonly (readonly [string, number])[] = [
  ["careers-link-out", 24],
  ["script-embed", 12],
  ["own-list-with-job-links", 10],
  ["nav-link", 6],
  ["footer-link", 5],
  ["second-hop", 6],
  ["careers-path-redirect", 4],
  ["iframe-embed", 3],
  ["no-careers", 12],
  ["diy-mailto", 8],
  ["job-board-only", 4],
  ["dead-board-link", 3],
  ["parked", 1],
  ["no-such-domain", 2],
];
const vendorIds = [
  "greenhouse",
  "lever",
  "ashby",
  "workable",
  "bamboohr",
  "breezy",
  "recruitee",
  "personio",
  "teamtailor",
  "smartrecruiters",
  "jazzhr",
  "jobvite",
  "freshteam",
  "polymer",
  "hibob",
];
const languageCodes = ["en", "en", "en", "de", "fr", "es", "nl"];
const namesPerCertificate = 40;
const keptSites = 4_000;
const pattern = /^(?:.*\.)?bigweb-(\d{6})\.com$/;

/** A line of the long list and the truth about it. */
export interface BigRow {
  readonly company: string;
  readonly domain: string;
  readonly country: string;
  readonly employees: number;
}

/** The first `count` companies of an endless list; their sites are made when somebody asks. */
export function* bigList(count: number): Generator<BigRow> {
  for (let index = 0; index < count; index++) {
    const { name, domain, country, employees } = bigCompany(index);
    yield { company: name, domain, country, employees };
  }
}

/** The truth about the company at `index` of the long list. */
export const bigTruth = (index: number): Truth => truthOf(bigEntry(index));

/** How the long list's names answer. */
export interface BigWeb {
  find(hostname: string): Host | undefined;
  tenant(vendor: string, key: string): Tenant | undefined;
  /** Neighbours share certificates, as customers of one hosting company do. */
  certificateNames(hostname: string): readonly string[] | undefined;
}

/** Serves the long list, keeping the sites it made last. */
export function createBigWeb(): BigWeb {
  const kept = new Map<number, Entry>();
  const entry = (index: number) => {
    const known = kept.get(index);
    if (known) return known;
    if (kept.size >= keptSites) kept.delete(kept.keys().next().value ?? 0);
    const made = bigEntry(index);
    kept.set(index, made);
    return made;
  };
  return {
    find(hostname) {
      const number = pattern.exec(hostname)?.[1];
      return number === undefined ? undefined : entry(Number(number)).site.hosts.get(hostname);
    },
    tenant(vendor, key) {
      const number = /^bigweb(\d{6})$/i.exec(key)?.[1];
      if (number === undefined) return undefined;
      const { scene, isCustomer } = entry(Number(number));
      return isCustomer && scene.vendor.id === vendor && scene.tenant.key === key
        ? scene.tenant
        : undefined;
    },
    certificateNames(hostname) {
      const number = pattern.exec(hostname)?.[1];
      if (number === undefined) return undefined;
      const first = Math.floor(Number(number) / namesPerCertificate) * namesPerCertificate;
      return Array.from(
        { length: namesPerCertificate },
        (_, at) => `bigweb-${String(first + at).padStart(6, "0")}.com`,
      ).flatMap((name) => [name, `*.${name}`]);
    },
  };
}

function bigCompany(index: number): Company {
  const digits = String(index).padStart(6, "0");
  const words = wordsIn(entryAt(languageCodes, hash32(`language ${digits}`)));
  return {
    index,
    name: `Bigweb ${digits} ${words.legalForms[0] ?? ""}`,
    brand: `Bigweb ${digits}`,
    domain: `bigweb-${digits}.com`,
    country: words.country,
    employees: 10 + (hash32(digits) % 4_000),
    words,
    slug: `bigweb${digits}`,
    handle: `bigweb${digits}`,
  };
}

function bigEntry(index: number): Entry {
  const company = bigCompany(index);
  let share = hash32(`kind ${company.slug}`) % 100;
  const [name] = shares.find(([, size]) => (share -= size) < 0) ?? ["no-careers"];
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw new RangeError(`the small web has no kind called ${name}`);
  const fitting = vendorIds.map(vendorOf).filter((vendor) => kind.vendors?.(vendor));
  const vendor =
    kind.vendors && fitting.length > 0
      ? entryAt(fitting, hash32(`vendor ${company.slug}`))
      : undefined;
  return createEntry(kind, company, vendor, true);
}
