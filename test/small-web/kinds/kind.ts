import type { Reason } from "../../../src/domain/reason.ts";
import type { Tier } from "../../../src/domain/tier.ts";
import type { Company } from "../companies/company.ts";
import type { Host } from "../exchange.ts";
import type { Words } from "../languages/words.ts";
import type { Style } from "../pages/page.ts";
import type { Random } from "../random.ts";
import type { Tenant, Vendor } from "../vendors/vendor.ts";

/** What a kind is given to build one company's site from. */
export interface Scene {
  readonly kind: string;
  readonly company: Company;
  readonly words: Words;
  readonly style: Style;
  readonly random: Random;
  /** The system of record, for kinds that have one. */
  readonly vendor: Vendor;
  readonly tenant: Tenant;
  /** Answers at its bare domain, over HTTP and HTTPS alike: cheap to ask in great numbers. */
  readonly isPlain: boolean;
}

/** One step of the way from a company's site to its vendor: this address shows that text. */
export interface Step {
  readonly url: string;
  readonly has: string;
}

/** How a person finds the vendor on a site that tells no pattern: what they would follow, press and type. */
export interface Way {
  /** Texts of links and menu entries, in the order in which they are met. */
  readonly follows: readonly string[];
  /** Paths of the own site that stand in its code only, as they stand there. */
  readonly paths?: readonly string[];
  /** Names of buttons and options, in the order in which they are pressed. */
  readonly presses?: readonly string[];
  /** A search field by its name, and what to type there. */
  readonly types?: { readonly field: string; readonly text: string };
}

export interface DnsRecord {
  readonly name: string;
  readonly type: "A" | "CNAME" | "MX" | "NS" | "TXT";
  readonly data: string;
}

/** Everything of one company that can be asked in the small web. */
export interface Site {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly dns: readonly DnsRecord[];
  /** From the front door to the vendor; empty where there is no such way. */
  readonly trail: readonly Step[];
  /** Accounts at vendors, the company's own and others that the site needs. */
  readonly tenants: readonly Tenant[];
  /** Where no pattern leads there; see `Way`. */
  readonly way?: Way;
  /** Where the truth about one company differs from its kind's. */
  readonly frontEnd?: string;
}

/** What is true of every company of a kind. */
export type KindTruth =
  | {
      readonly tier: Tier;
      readonly frontEnd?: string;
      /** Endings without an answer that nobody could be blamed for. */
      readonly orElse?: readonly Reason[];
    }
  | {
      readonly reasons: readonly Reason[];
      /** Answers that would be right too. */
      readonly orAnswers?: readonly string[];
    };

/** One kind of site, and how many companies have it. */
export interface Kind {
  readonly name: string;
  readonly rows: number;
  readonly truth: KindTruth;
  /** Which vendors such sites have; none when left out. */
  readonly vendors?: (vendor: Vendor) => boolean;
  readonly languages?: readonly string[];
  build(scene: Scene): Site;
}

/** Nothing on the site proves a vendor. */
export const nothingThere: readonly Reason[] = [
  "no_candidate_found",
  "not_disclosed",
  "evidence_rejected",
  "out_of_scope",
];
/** Something is named, and it isn't this company's. */
export const nothingOwn: readonly Reason[] = [...nothingThere, "conflict"];
/** The site can't be read. */
export const nothingReadable: readonly Reason[] = [
  "unreachable",
  "blocked",
  "retries_exhausted",
  "deadline",
  "no_candidate_found",
  "not_disclosed",
];

export const anyVendor = (): boolean => true;
export const oneOf =
  (...ids: readonly string[]) =>
  ({ id }: Vendor): boolean =>
    ids.includes(id);
