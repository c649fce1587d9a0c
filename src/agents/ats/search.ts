import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { saysCareers, saysOpenings } from "../page/careers-words.ts";
import type { Explorer, Visit } from "../page/explorer.ts";
import { isCareersKind, kindOfUrl, type PageKind } from "../page/link-rank.ts";
import type { Page } from "../page/page.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { hopOf, isLikeLabel, relationOf } from "./home.ts";
import { createFrontier, type Frontier, type Lead, leadsOn } from "./leads.ts";
import { isLabelOf, nameOf } from "./names.ts";
import type { TenantCheck } from "./probe.ts";
import type { Proof } from "./proof.ts";
import { redirectSightings, type Sighting, sightingsOn } from "./sightings.ts";
import { namesAnother } from "./identity.ts";
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
  const { subject, catalogue } = search;
  const { snapshot, page, state } = visit;
  const kind = kindOf(lead, snapshot.url);
  const isFromOwn = (url: string) => isOwn(subject, url);
  search.sightings.push(...redirectSightings(snapshot, isCareersKind(kind) ? kind : lead.kind, isFromOwn, catalogue));
  if (!isOwn(subject, snapshot.url)) {
    if (!isBranded(page, lead, search)) return false;
    const proof = lead.via ?? hopOf(snapshot);
    if (proof === undefined) return false;
    claimSite(search, snapshot.url, proof);
  }
  search.frontier.done(snapshot.url);
  if (state === "blocked") search.walled.add(snapshot.url);
  if (state === "blocked" || state === "not_found" || state === "failing") return false;
  if (lead.isGuess && !isReally(page, snapshot)) return false;
  if (state === "shell") search.shells.add(snapshot.url);
  takeIn(search, { url: snapshot.url, kind, visit, via: lead.via });
  return true;
}

/** Reads an own page. */
export function takeIn(search: Search, seen: SeenPage): void {
  const { page } = seen.visit;
  search.pages.push(seen);
  learnNames(search.subject, page);
  if (seen.kind !== "noise") search.sightings.push(...sightingsOn(page, seen.kind, search.catalogue, (text) => namesAnother(text, search.subject)));
  const bonus = isCareersKind(seen.kind) ? 3 : 0;
  for (const lead of leadsOn(page, search.subject, search.catalogue)) {
    search.frontier.add({ ...lead, score: lead.score + bonus });
  }
}

/** Makes a site the record's own, with the proof and what that proof itself stands on. */
export function claimSite(search: Search, url: string, proof: Proof): void {
  const site = siteOf(url);
  if (site === undefined || search.subject.sites.has(site)) return;
  const standsOn = siteOf(proof.part === "redirects" ? proof.snapshot.requestedUrl : proof.snapshot.url) ?? "";
  search.siteProofs.set(site, [...(search.siteProofs.get(standsOn) ?? []), proof].slice(-3));
  addSite(search.subject, site);
}

function kindOf(lead: Lead, url: string): PageKind {
  const byUrl = kindOfUrl(url);
  // The link promised openings and led there, whatever the address is called.
  if (isCareersKind(lead.kind) && byUrl !== "home") return byUrl === "job" || byUrl === "openings" ? byUrl : lead.kind;
  if (isCareersKind(lead.kind) && url.replace(/\/$/, "") === lead.url.replace(/\/$/, "")) return lead.kind;
  return byUrl;
}

const careersPrefix = /^(?:careersat|careers|career|jobsat|jobs|job|workat|workfor|workwith|work|join|lifeat|life|hiring|talent|recruiting|karriere|werkenbij|werkenvoor|jobba|jobbahos|rejoindre|teamjobs)-?/;

/** Whether a page off the known sites is the record's own careers site. */
function isBranded(page: Page, lead: Lead, { subject, catalogue }: Search): boolean {
  const { url } = page.snapshot;
  const site = siteOf(url);
  if (site === undefined || catalogue.isVendor(site) || catalogue.recognise(url) !== undefined) return false;
  if (!isCareersKind(lead.kind)) return false;
  const label = labelOf(site).replace(careersPrefix, "");
  const isCalled = subject.names.some((name) => isLabelOf(label, name)) || [...subject.labels].some((own) => isLabelOf(label, nameOf(own) ?? nothing));
  if (isLikeLabel(url, subject) || isCalled) return true;
  // `careers.unknown.example/acme` is a stranger's board; a company's own site is about one company.
  const { hostname, pathname } = new URL(url);
  const isOneCompanys = (hostname === site || /^(?:www|careers?|jobs?)\./.test(hostname)) && pathname.split("/").filter(Boolean).length <= 1;
  return isOneCompanys && relationOf(page, subject) === "own";
}

const nothing = { core: [], soft: [], whole: "" };

/** Whether a guessed address is a careers page and not the site's way of saying that there is none. */
function isReally(page: Page, snapshot: Snapshot): boolean {
  if (new URL(snapshot.url).pathname.length <= 1 && !isCareersKind(kindOfUrl(snapshot.url))) return false;
  const said = [...page.title.split(/\s*[|–—·:-]\s*/), ...page.headings.slice(0, 5)];
  if (said.some((text) => /\b404\b|not found|nicht gefunden|introuvable|no encontrad|non trovat|niet gevonden|hittades inte/i.test(text))) return false;
  return said.some((text) => saysCareers(text) || saysOpenings(text) || /career|karriere|job|vacanc|recruit|emplo|carri|採用|招聘|채용|ваканс/i.test(text)) || page.textLength < 500;
}
