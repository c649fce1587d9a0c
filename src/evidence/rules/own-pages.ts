import { siteOf } from "../../domain/site.ts";
import type { Found, Subject } from "../workflow-rule.ts";
import { isLabelOf, isRecordsName } from "./company-name.ts";
import { dnsOwner, hopsTo, isOpenRedirect } from "./hops.ts";
import { isAside } from "./page-kind.ts";
import { recordSubject } from "./record-subject.ts";
import { isSharedPlatform } from "./shared-platforms.ts";

/**
 * How a page belongs to the record. `own`: on its domain, or where its domain redirects to.
 * `linked`: an own page links there, which is not yet enough: one links to partners too.
 */
export type Ownership = "own" | "linked";

export interface OwnPages {
  readonly of: (url: string) => Ownership | undefined;
  /** Whose word a piece of evidence is: the ownership of the page, hop or name it stands on. */
  readonly behind: (found: Found) => Ownership | undefined;
}

export interface OwnPagesOptions {
  /** Addresses that belong to a vendor's tenants; nobody else's, whoever leads there. */
  readonly isTenantAddress: (url: string) => boolean;
  /** Registrable domains of vendors. */
  readonly vendorSites: ReadonlySet<string>;
}

/** Works out, from verified evidence only, which pages are the record's own. */
export function ownPages(
  subject: Subject,
  found: readonly Found[],
  options: OwnPagesOptions,
): OwnPages {
  const { company, host, site, label, careers } = recordSubject(subject);
  const isForeign = (url: string) =>
    isSharedPlatform(url) || options.vendorSites.has(siteOf(url) ?? "");
  const ownSites = new Set<string>();
  const linkedHosts = new Set<string>();
  const linkedAddresses = new Set<string>();
  // A record whose "domain" is a platform or a vendor is only that company's own when it is that company.
  if (host !== undefined && site !== undefined && (!isForeign(host) || isOwnName(company, label)))
    ownSites.add(site);
  // Whoever submitted the record may say where its jobs are: worth as much as a link of its own.
  if (careers !== undefined && !isForeign(careers)) linkedHosts.add(new URL(careers).hostname);

  const of = (url: string): Ownership | undefined => {
    if (!URL.canParse(url) || options.isTenantAddress(url)) return undefined;
    const itsSite = siteOf(url);
    if (itsSite === undefined) return undefined;
    if (ownSites.has(itsSite)) return "own";
    return linkedHosts.has(new URL(url).hostname) ? "linked" : undefined;
  };

  const behindHop = (item: Found): Ownership | undefined => {
    const hops = hopsTo(item);
    if (hops.length === 0 || hops.some(isOpenRedirect)) return undefined;
    const weight = hops.map(
      ({ from }) => of(from) ?? (linkedAddresses.has(plain(from)) ? "linked" : undefined),
    );
    return weight.includes("own") ? "own" : weight.find((each) => each !== undefined);
  };

  const behind = (item: Found): Ownership | undefined => {
    const { evidence, snapshot } = item;
    if (evidence.locator.part === "redirects") return behindHop(item);
    if (evidence.kind === "dns") {
      const owner = dnsOwner(item);
      return owner === undefined ? undefined : of(`https://${owner}/`);
    }
    if (evidence.kind === "network") {
      // What another frame of an own page asked for is at most something that page leads to.
      const initiator = item.spot.value.split(" ")[4];
      const asker = initiator === undefined ? undefined : of(initiator);
      return asker ?? (of(snapshot.url) === undefined ? undefined : "linked");
    }
    return of(snapshot.url);
  };

  const learn = (item: Found): void => {
    const { address } = item.spot;
    const weight = behind(item);
    if (address === undefined || weight === undefined) return;
    if (isAside(item.snapshot.url) && item.evidence.locator.part === "body") return;
    if (item.evidence.kind === "link" || item.evidence.kind === "iframe")
      linkedAddresses.add(plain(address));
    if (isForeign(address) || options.isTenantAddress(address)) return;
    const { hostname } = new URL(address);
    const target = siteOf(address);
    if (target === undefined) return;
    if (item.evidence.kind === "redirect" && weight === "own") ownSites.add(target);
    else if (isCareersSiteOf(target, label, company)) ownSites.add(target);
    else linkedHosts.add(hostname);
  };

  // Chains may be cited in any order: go on until nothing new is learnt.
  const size = () => ownSites.size + linkedHosts.size + linkedAddresses.size;
  for (let before = -1; before !== size();) {
    before = size();
    for (const item of found)
      if (item.evidence.fact === "site" || item.evidence.fact === "leads") learn(item);
  }
  return { of, behind };
}

function isOwnName(company: string, label: string | undefined): boolean {
  return label !== undefined && isRecordsName(company, { company: "", label, own: [] }) === "same";
}

const careersAffixes =
  /^(?:careersat|careers|career|jobsat|jobs|job|workat|workfor|workwith|work|join|joinus|lifeat|life|team|hiring|talent|recruiting|karriere|werkenbij|jobbaat)-?|-?(?:careers|career|jobs|job|karriere|recruiting|recruitment|talent|hiring|team|work|life)$/g;

/** A linked site that is called after the record and its jobs: acmecareers.com, werkenbijacme.nl, acme.jobs. */
function isCareersSiteOf(site: string, label: string | undefined, company: string): boolean {
  const [linked = ""] = site.split(".");
  const bare = linked.replace(careersAffixes, "").replaceAll("-", "");
  if (bare.length < 3) return false;
  return bare === label?.replaceAll("-", "") || isLabelOf(bare, company);
}

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}
