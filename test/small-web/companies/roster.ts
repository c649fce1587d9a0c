import { type Kind, type Scene, type Site } from "../kinds/kind.ts";
import { kinds } from "../kinds/kinds.ts";
import { languages } from "../languages/languages.ts";
import type { Words } from "../languages/words.ts";
import { styles } from "../pages/styles.ts";
import { createRandom, entryAt } from "../random.ts";
import { type Vendor, createTenant } from "../vendors/vendor.ts";
import { vendorOf, vendors } from "../vendors/vendors.ts";
import type { Company } from "./company.ts";
import { createCompany } from "./create-company.ts";

/** One company of the small web with all that stands behind it. */
export interface Entry {
  readonly kind: Kind;
  readonly scene: Scene;
  readonly site: Site;
  /** Whether the company is a customer of `scene.vendor`. */
  readonly isCustomer: boolean;
}

/** How often vendors and languages are met, against 1 for all others. */
const vendorWeights: Readonly<Record<string, number>> = {
  greenhouse: 7,
  workday: 7,
  lever: 4,
  ashby: 5,
  icims: 4,
  successfactors: 2,
  smartrecruiters: 3,
  bamboohr: 3,
  workable: 3,
  teamtailor: 2,
  personio: 3,
  recruitee: 2,
};
const languageWeights: Readonly<Record<string, number>> = { en: 9, de: 4, fr: 2, es: 2, nl: 2 };

/** The companies of the small web: always the same, in the same order. */
export function createRoster(): readonly Entry[] {
  const random = createRandom("small web");
  const taken = new Set<string>();
  const nextVendor = leastMet(vendors, ({ id }) => vendorWeights[id] ?? 1);
  const nextLanguage = leastMet(languages, ({ code }) => languageWeights[code] ?? 1);
  const entries: Entry[] = [];
  for (const kind of kinds) {
    for (let row = 0; row < kind.rows; row++) {
      const vendor = kind.vendors ? nextVendor(kind.vendors) : undefined;
      const words = nextLanguage(
        ({ code }) =>
          (!kind.languages || kind.languages.includes(code)) &&
          (!vendor?.markets || vendor.markets.includes(code)),
      );
      const company = createCompany(entries.length, words, random, taken);
      entries.push(createEntry(kind, company, vendor));
    }
  }
  return createRandom("small web order").some(entries, entries.length);
}

/** Builds the site of a company as one of a kind. */
export function createEntry(
  kind: Kind,
  company: Company,
  vendor: Vendor | undefined,
  isPlain = false,
): Entry {
  const random = createRandom(`${kind.name} ${company.domain}`);
  // Kinds without a vendor never look at it, and nobody becomes its customer.
  const named = vendor ?? vendorOf("greenhouse");
  const scene: Scene = {
    kind: kind.name,
    company,
    words: company.words,
    style: entryAt(styles, company.index),
    random,
    vendor: named,
    tenant: createTenant(named, company),
    isPlain,
  };
  return { kind, scene, site: kind.build(scene), isCustomer: vendor !== undefined };
}

function leastMet<T extends Vendor | Words>(all: readonly T[], weightOf: (one: T) => number) {
  const met = new Map<T, number>();
  return (fits: (one: T) => boolean): T => {
    const fitting = all.filter(fits);
    const first = fitting[0] ?? all[0];
    if (!first) throw new RangeError("nothing to choose from");
    const load = (one: T) => ((met.get(one) ?? 0) + 1) / weightOf(one);
    const chosen = fitting.reduce((best, one) => (load(one) < load(best) ? one : best), first);
    met.set(chosen, (met.get(chosen) ?? 0) + 1);
    return chosen;
  };
}
