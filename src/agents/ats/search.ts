import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { saysCareers, saysOpenings } from "../page/careers-words.ts";
import type { Explorer, Visit } from "../page/explorer.ts";
import { isCareersKind, kindOfUrl, type PageKind } from "../page/link-rank.ts";
import type { Page } from "../page/page.ts";
import type { PageState } from "../page/site-state.ts";
import { adviseOnward } from "./advised.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { isCareersLabel, isOwnBrand } from "./brand.ts";
import { hopOf } from "./home.ts";
import { createFrontier, type Frontier, type Lead, leadsOn, onwardOf, samePage } from "./leads.ts";
import type { TenantCheck } from "./judge-answer.ts";
import type { Proof } from "./proof.ts";
import type { Sighting } from "./sighting.ts";
import { redirectSightings, sightingsOn } from "./sightings.ts";
import { addSite, isOwn, labelOf, learnNames, type Subject } from "./subject.ts";

/** An own page that was read. */
export interface SeenPage {
  readonly url: string;
  readonly kind: PageKind;
  readonly visit: Visit;
  readonly via: Proof | undefined;
}

/** All that one attempt knows about its record. */
export interface Search {
  readonly subject: Subject;
  readonly catalogue: Catalogue;
  readonly explorer: Explorer;
  readonly frontier: Frontier;
  readonly pages: SeenPage[];
  readonly sightings: Sighting[];
  /** By site: the chain of proofs that it is the record's own. */
  readonly siteProofs: Map<string, readonly Proof[]>;
  /** What vendors answered, by candidate. */
  readonly checks: Map<string, TenantCheck>;
  /** Own addresses behind a wall, and those that need a browser. */
  readonly walled: Set<string>;
  readonly shells: Set<string>;
  /** Addresses that failed to answer, with how. */
  readonly failures: Map<string, string>;
  /** Leads whose host asked for patience. */
  readonly postponed: Lead[];
  /** Addresses that only a model's word led to; see `advise`. */
  readonly advised: Set<string>;
}

export function createSearch(subject: Subject, catalogue: Catalogue, explorer: Explorer): Search {
  return {
    subject,
    catalogue,
    explorer,
    frontier: createFrontier(),
    pages: [],
    sightings: [],
    siteProofs: new Map(),
    checks: new Map(),
    walled: new Set(),
    shells: new Set(),
    failures: new Map(),
    postponed: [],
    advised: new Set(),
  };
}

/** Follows a lead and takes in what is there. `spent`: the attempt may fetch no more. */
export async function follow(search: Search, lead: Lead): Promise<"taken" | "useless" | "spent"> {
  const visited = await search.explorer.visit(lead.url);
  if (visited === undefined) return "spent";
  if (!visited.ok) {
    if (!lead.isGuess) search.failures.set(lead.url, visited.kind);
    if (visited.kind === "rate_limited") search.postponed.push(lead);
    if (visited.kind === "robots_denied" && !lead.isGuess) search.walled.add(lead.url);
    return "useless";
  }
  return absorb(search, visited, lead) ? "taken" : "useless";
}

/** Takes in a page that a lead led to: whose it is, what it shows, where it leads. */
export function absorb(search: Search, visit: Visit, lead: Lead): boolean {
  const { snapshot, page, state } = visit;
  const byAddress = kindOf(lead, snapshot.url);
  const kind =
    isCareersKind(byAddress) || byAddress === "noise" || !isHeadedCareers(page)
      ? byAddress
      : "careers";
  const isMarked = search.advised.has(samePage(lead.url));
  const hops = redirectSightings(
    snapshot,
    isCareersKind(kind) ? kind : lead.kind,
    search,
    lead.via,
  );
  search.sightings.push(...hops.map((hop) => (isMarked ? { ...hop, isAdvised: true } : hop)));
  adviseOnward(search, lead.url, [snapshot.url]);
  if (!isOwn(search.subject, snapshot.url) && !adopt(search, page, lead)) return false;
  search.frontier.done(snapshot.url);
  if (state === "blocked") search.walled.add(snapshot.url);
  if (unreadable.has(state) || (lead.isGuess && !isReally(page, snapshot))) return false;
  if (state === "shell") search.shells.add(snapshot.url);
  takeIn(search, { url: snapshot.url, kind, visit, via: lead.via });
  return true;
}

const unreadable: ReadonlySet<PageState> = new Set(["blocked", "not_found", "failing", "empty"]);

/** Takes a careers site on a domain of its own for the record's, if link, name and page agree. */
function adopt(search: Search, page: Page, lead: Lead): boolean {
  const proof = lead.via ?? hopOf(page.snapshot);
  if (proof === undefined) return false;
  const isAdoptable = isCareersKind(lead.kind)
    ? isBranded(page, search)
    : isSameBrand(page, search);
  if (!isAdoptable) return false;
  claimSite(search, page.snapshot.url, proof);
  return true;
}

/** Reads an own page. */
export function takeIn(search: Search, seen: SeenPage): void {
  const { page } = seen.visit;
  search.pages.push(seen);
  const onward = onwardOf(page, search.subject);
  const leads = leadsOn(page, search.subject, search.catalogue);
  adviseOnward(search, seen.url, [...onward, ...leads.map(({ url }) => url)]);
  learnNames(search.subject, page);
  if (seen.kind !== "noise") search.sightings.push(...sightingsOn(page, seen.kind, search));
  for (const url of onward)
    search.frontier.add({ url, kind: seen.kind, score: 97, via: undefined, isGuess: false });
  const bonus = isCareersKind(seen.kind) ? 3 : 0;
  for (const lead of leads) {
    search.frontier.add({ ...lead, score: lead.score + bonus });
  }
}

/** Makes a site the record's own, with the proof and what that proof itself stands on. */
export function claimSite(search: Search, url: string, proof: Proof): void {
  const site = siteOf(url);
  if (site === undefined || search.subject.sites.has(site)) return;
  const standsOn =
    siteOf(proof.part === "redirects" ? proof.snapshot.requestedUrl : proof.snapshot.url) ?? "";
  search.siteProofs.set(site, [...(search.siteProofs.get(standsOn) ?? []), proof].slice(-3));
  addSite(search.subject, site);
}

/** The brand's site in another country: the same label, and the page calls itself by the name. */
function isSameBrand(page: Page, { subject, catalogue }: Search): boolean {
  const site = siteOf(page.snapshot.url);
  if (site === undefined || catalogue.isVendor(site)) return false;
  return subject.labels.has(labelOf(site)) && isOwnBrand(page, subject);
}

function kindOf(lead: Lead, url: string): PageKind {
  const byUrl = kindOfUrl(url);
  if (!isCareersKind(lead.kind)) return byUrl;
  // The link promised openings and led there, whatever the address is called.
  if (byUrl === "job" || byUrl === "openings") return byUrl;
  const hasArrived = byUrl !== "home" || url.replace(/\/$/, "") === lead.url.replace(/\/$/, "");
  return hasArrived ? lead.kind : byUrl;
}

/** Whether a page off the known sites is the record's own careers site. */
function isBranded(page: Page, { subject, catalogue }: Search): boolean {
  const { url } = page.snapshot;
  const site = siteOf(url);
  if (site === undefined || catalogue.isVendor(site) || catalogue.recognise(url) !== undefined)
    return false;
  if (isCareersLabel(site, subject)) return true;
  // `careers.unknown.example/acme` is a stranger's board; a company's own site is about one company.
  const { hostname, pathname } = new URL(url);
  const isOneCompanys = hostname === site || /^(?:www|careers?|jobs?)\./.test(hostname);
  return (
    isOneCompanys && pathname.split("/").filter(Boolean).length <= 1 && isOwnBrand(page, subject)
  );
}

/** Whether a page calls itself the careers page, whatever its address: by its title's first part or its main heading. */
function isHeadedCareers({ title, headings }: Page): boolean {
  const [head = ""] = title.split(/\s+[|–—·:»-]\s+/);
  return [head, headings[0] ?? ""].some(
    (text) => text.length < 60 && (saysCareers(text) || saysOpenings(text)),
  );
}

const missing =
  /\b404\b|not found|nicht gefunden|introuvable|no encontrad|non trovat|niet gevonden|hittades inte/i;
const likeCareers = /career|karriere|job|vacanc|recruit|emplo|carri|採用|招聘|채용|ваканс/i;

/** Whether a guessed address is a careers page and not the site's way of saying that there is none. */
function isReally(page: Page, { url }: Snapshot): boolean {
  if (new URL(url).pathname.length <= 1 && !isCareersKind(kindOfUrl(url))) return false;
  const said = [...page.title.split(/\s*[|–—·:-]\s*/), ...page.headings.slice(0, 5)];
  if (said.some((text) => missing.test(text))) return false;
  return (
    page.textLength < 500 ||
    said.some((text) => likeCareers.test(text) || saysCareers(text) || saysOpenings(text))
  );
}
