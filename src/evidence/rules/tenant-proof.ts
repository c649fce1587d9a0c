import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { decodeEntities, decodeEscapes } from "../scan/decode.ts";
import type { Found } from "../workflow-rule.ts";
import { isRecordsName, type RecordNames } from "./company-name.ts";
import type { OwnPages } from "./own-pages.ts";
import { filled, type Reading, type SystemReader } from "./read-signature.ts";

/** What the vendor's own answers say about one tenant. */
export interface TenantProof {
  readonly isAlive: boolean;
  /** `named`: the vendor says it is this record's. `unnamed`: it does not say whose. */
  readonly owner: "named" | "unnamed" | "other";
  /** For a person: what was looked at. */
  readonly detail: string;
}

/** Whose record it is, as far as its own names and pages tell. */
export interface Owner {
  readonly names: RecordNames;
  readonly pages: OwnPages;
}

/**
 * Reads every cited answer of the vendor that was fetched from this very tenant's address. The
 * name in it is looked for with the catalogue's patterns, whatever the claim chose to quote.
 */
export function proveTenant(
  reader: SystemReader,
  leading: readonly Reading[],
  found: readonly Found[],
  owner: Owner,
): TenantProof {
  const answers = [...new Map(found.map(({ snapshot }) => [snapshot.hash, snapshot])).values()]
    .filter(({ source }) => source === "http" || source === "browser")
    .flatMap((snapshot) => leading.flatMap((reading) => tenantAnswer(reader, reading, snapshot, owner)));
  const alive = answers.filter(({ isAlive }) => isAlive);
  const said = alive.flatMap(({ told }) => told);
  const names = said.map((name) => isRecordsName(name, owner.names));
  const isOwnSite = alive.some(({ websites }) => websites.some((site) => isOwnWebsite(site, owner)));
  const isNamed = isOwnSite || names.includes("same");
  const isOther = !isNamed && names.includes("different");
  return {
    // A shell that any tenant would get says nothing unless it names the company.
    isAlive: alive.some(({ isProbe }) => isProbe) || (alive.length > 0 && isNamed),
    owner: isNamed ? "named" : isOther ? "other" : "unnamed",
    detail: isOther ? `the vendor says it is of ${said.join(", ")}` : (answers[0]?.detail ?? "no answer of that tenant is cited"),
  };
}

function isOwnWebsite(website: string, { pages }: Owner): boolean {
  const address = /^https?:/i.test(website) ? website : `https://${website}`;
  return URL.canParse(address) && siteOf(address) !== undefined && pages.of(address) === "own";
}

interface TenantAnswer {
  readonly isProbe: boolean;
  readonly isAlive: boolean;
  readonly told: readonly string[];
  readonly websites: readonly string[];
  readonly detail: string;
}

/** Empty when the snapshot is not an answer of this tenant. */
function tenantAnswer(reader: SystemReader, reading: Reading, snapshot: Snapshot, { pages }: Owner): TenantAnswer[] {
  const { system } = reader;
  const asked = reader.readAddress(snapshot.requestedUrl);
  if (asked?.tenant != null && !isSameTenant(reader, reading, asked, snapshot.requestedUrl)) return [];
  const groups = { ...asked?.groups, ...reading.groups };
  const regions = regionGroups(groups, system.probes);
  const probes = system.probes.filter(({ url }) => regions.every((name) => url.includes(`{${name}}`)));
  const probe = probes.find(({ url }) => isSameAddress(filled(url, groups), snapshot.requestedUrl));
  if (!probe && asked?.tenant == null) return [];
  const stayed = staysWithTenant(reader, reading, groups, snapshot) || pages.of(snapshot.url) === "own";
  const asks = probe ? [probe] : system.probes;
  return [
    {
      isProbe: probe !== undefined,
      isAlive: stayed && (probe ? isAlive(probe, snapshot) : snapshot.status === 200 && !asks.some((each) => isDead(each, snapshot))),
      told: firstTold(asks, "company", snapshot),
      websites: firstTold(asks, "website", snapshot),
      detail: `${snapshot.requestedUrl} answered ${snapshot.status}${stayed ? "" : `, at ${snapshot.url}`}`,
    },
  ];
}

/** Where the redirects ended is still this tenant's. */
function staysWithTenant(reader: SystemReader, reading: Reading, groups: Record<string, string>, { url }: Snapshot): boolean {
  const ended = reader.readAddress(url);
  if (ended?.tenant != null) return isSameTenant(reader, reading, ended, url);
  return reader.system.probes.some((probe) => isSameAddress(filled(probe.url, groups), url));
}

/** Groups that name a silo of the vendor: a tenant of the same name in another one is somebody else. */
const siloGroups = ["region", "pod", "domain"];

function regionGroups(groups: Readonly<Record<string, string>>, probes: readonly Probe[]): string[] {
  return siloGroups.filter((name) => name in groups && probes.some(({ url }) => url.includes(`{${name}}`)));
}

function isSameTenant(reader: SystemReader, a: Reading, b: Reading, url: string): boolean {
  if (!isSameId(a.tenant, b.tenant, reader.system.caseSensitive)) return false;
  const isSameSilo =
    a.groups["region"] === b.groups["region"] && ["pod", "domain"].every((name) => agree(a.groups[name], b.groups[name]));
  return isSameSilo && (a.board === undefined || siloOf(a.board) === siloOf(b.board ?? url));
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `eu` of jobs.eu.lever.co: part of the host and of no tenant's name. */
function siloOf(url: string): string {
  if (!URL.canParse(url)) return "";
  return /[.-](eu|anz|au|ca|uk|cn)(?=\.[a-z-]+\.[a-z]+$)/.exec(new URL(url).hostname)?.[1] ?? "";
}

/** Whether two ids are one tenant's; case counts only where the vendor lets it. */
export function isSameId(a: string | null, b: string | null, caseSensitive: boolean): boolean {
  if (a === null || b === null) return false;
  return caseSensitive ? a === b : a.toLowerCase() === b.toLowerCase();
}

function isSameAddress(a: string | undefined, b: string): boolean {
  return a !== undefined && comparable(a) === comparable(b);
}

function comparable(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname, search } = new URL(url);
  return `${hostname}${pathname.replace(/\/$/, "")}${search}`.toLowerCase();
}

function isAlive(probe: Probe, snapshot: Snapshot): boolean {
  const hasLife = probe.alivePattern === undefined || new RegExp(probe.alivePattern).test(snapshot.text);
  return probe.aliveStatus.includes(snapshot.status) && hasLife && !isDead(probe, snapshot);
}

function isDead({ deadPattern }: Probe, { text }: Snapshot): boolean {
  return deadPattern !== undefined && new RegExp(deadPattern, "i").test(text);
}

/** Of each probe the first of its patterns that says something. */
function firstTold(probes: readonly Probe[], group: "company" | "website", { text }: Snapshot): string[] {
  const told = probes.map((probe) => {
    const patterns = group === "company" ? probe.companyPatterns : probe.websitePatterns;
    for (const pattern of patterns) {
      const value = new RegExp(pattern).exec(text)?.groups?.[group];
      if (value !== undefined && value.trim() !== "") return decodeEntities(decodeEscapes(value)).trim();
    }
    return undefined;
  });
  return [...new Set(told)].filter((value) => value !== undefined);
}
