import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Found } from "../workflow-rule.ts";
import { isRecordsName, type RecordNames } from "./company-name.ts";
import type { OwnPages } from "./own-pages.ts";
import { filled, type Reading, type SystemReader } from "./read-signature.ts";
import { isSameTenant, siloGroups } from "./same-tenant.ts";
import { closedDoor, isClosedDoor } from "./closed-door.ts";
import { namesTold, saysGone, titlesTold, websitesTold } from "./told.ts";

/** What the vendor's own answers say about one tenant. */
export interface TenantProof {
  /** `silent`: it was not asked, or would not say. */
  readonly life: "alive" | "dead" | "walled" | "silent";
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

/** A place that leads to the vendor: what it says, and the address that it shows. */
export interface Leading {
  readonly reading: Reading;
  readonly address: string | undefined;
}

/**
 * Reads every cited answer of the vendor that was fetched from this very tenant's address. The
 * name in it is looked for with the catalogue's patterns, whatever the claim chose to quote.
 */
export function proveTenant(
  reader: SystemReader,
  leading: readonly Leading[],
  found: readonly Found[],
  owner: Owner,
): TenantProof {
  const snapshots = [...new Map(found.map(({ snapshot }) => [snapshot.hash, snapshot])).values()];
  const answers = snapshots
    .filter(({ source }) => source === "http" || source === "browser")
    .flatMap((snapshot) => leading.flatMap((lead) => tenantAnswer(reader, lead, snapshot, owner)));
  const alive = answers.filter(({ life }) => life === "alive");
  const told = alive.flatMap((answer) => answer.told);
  const verdicts = new Set(alive.map(({ whose }) => whose));
  const whose = verdicts.has("named") ? "named" : verdicts.has("other") ? "other" : "unnamed";
  const detail =
    whose === "other" ? `the vendor says it is of ${told.join(", ")}` : answers[0]?.detail;
  return {
    life: lifeOf(answers),
    owner: whose,
    detail: detail ?? "no answer of that tenant is cited",
  };
}

function lifeOf(answers: readonly TenantAnswer[]): TenantProof["life"] {
  // A shell that any tenant would get says nothing unless it names the company.
  if (
    answers.some(({ life, isProbe, whose }) => life === "alive" && (isProbe || whose === "named"))
  )
    return "alive";
  if (answers.some(({ life }) => life === "dead")) return "dead";
  return answers.some(({ life }) => life === "walled") ? "walled" : "silent";
}

export interface TenantAnswer {
  /** Whether it was asked where the catalogue says that the answer tells life from death. */
  readonly isProbe: boolean;
  readonly life: TenantProof["life"];
  readonly whose: TenantProof["owner"];
  readonly told: readonly string[];
  readonly detail: string;
}

/** Empty when the snapshot is not an answer of this tenant. */
function tenantAnswer(
  reader: SystemReader,
  { reading, address }: Leading,
  snapshot: Snapshot,
  owner: Owner,
): TenantAnswer[] {
  if (isClosedDoor(reader, reading, snapshot)) return [closedDoor(snapshot)];
  const asked = reader.readAddress(snapshot.requestedUrl);
  if (asked?.tenant != null && !isSameTenant(reader.system, reading, asked, snapshot.requestedUrl))
    return [];
  const groups = { ...asked?.groups, ...reading.groups };
  const { probes, isPlain } = probesFor(reader, groups);
  const probe = probes.find(({ url }) => isSameAddress(filled(url, groups), snapshot.requestedUrl));
  // A place that names no tenant speaks of the one behind its own address only.
  if (!probe && asked?.tenant == null && !isSameAddress(address, snapshot.requestedUrl)) return [];
  const detail = `${snapshot.requestedUrl} answered ${snapshot.status} at ${snapshot.url}`;
  // The vendor sends its customer's visitors to the record's own site: it says whose it is.
  if (owner.pages.of(snapshot.url) === "own" && snapshot.status < 400) {
    return [{ isProbe: true, life: "alive", whose: "named", told: [], detail }];
  }
  const asks = probe ? [probe] : probes;
  const life = !staysWithTenant(reader, reading, groups, snapshot)
    ? "dead"
    : probe
      ? lifeAt(probe, snapshot)
      : lifeBeside(asks, snapshot);
  const told = namesTold(asks, snapshot.text);
  return [
    {
      isProbe: probe !== undefined || isPlain,
      life,
      whose: whoseIs(told, { asks, isProbe: probe !== undefined }, snapshot, owner),
      told,
      detail,
    },
  ];
}

/** The probes that can tell about these groups; a board by itself where the catalogue has none. */
function probesFor(
  { system }: SystemReader,
  groups: Readonly<Record<string, string>>,
): { probes: readonly Probe[]; isPlain: boolean } {
  // Where one probe asks a tenant's own silo, one that doesn't asks somebody else.
  const silos = siloGroups.filter(
    (name) => name in groups && system.probes.some(({ url }) => url.includes(`{${name}}`)),
  );
  const probes = system.probes.filter(({ url }) =>
    silos.every((name) => url.includes(`{${name}}`)),
  );
  const isPlain = !probes.some(({ url }) => filled(url, groups) !== undefined);
  return { probes, isPlain };
}

function whoseIs(
  told: readonly string[],
  { asks, isProbe }: { asks: readonly Probe[]; isProbe: boolean },
  { text }: Snapshot,
  { names, pages }: Owner,
): TenantProof["owner"] {
  const isOwnSite = websitesTold(asks, text).some(
    (website) => siteOf(website) !== undefined && pages.of(website) === "own",
  );
  const words = new Set(told.map((name) => isRecordsName(name, names)));
  if (isOwnSite || words.has("same")) return "named";
  // A page's title may name anything: it can say yes, but not no.
  if (!isProbe && titlesTold(text).some((name) => isRecordsName(name, names) === "same"))
    return "named";
  return words.has("different") ? "other" : "unnamed";
}

/** Where the redirects ended is still this tenant's, or at least its vendor's page with its name on it. */
function staysWithTenant(
  reader: SystemReader,
  reading: Reading,
  groups: Readonly<Record<string, string>>,
  { requestedUrl, url }: Snapshot,
): boolean {
  const ended = reader.readAddress(url);
  if (ended?.tenant != null) return isSameTenant(reader.system, reading, ended, url);
  if (reader.system.probes.some((probe) => isSameAddress(filled(probe.url, groups), url)))
    return true;
  const isSameHost =
    URL.canParse(url) &&
    URL.canParse(requestedUrl) &&
    new URL(url).hostname === new URL(requestedUrl).hostname;
  return isSameHost && url.toLowerCase().includes((reading.tenant ?? "").toLowerCase());
}

const walls = new Set([401, 403, 407, 429, 503]);

function lifeAt(probe: Probe, snapshot: Snapshot): TenantProof["life"] {
  if (isDead(probe, snapshot)) return "dead";
  if (!probe.aliveStatus.includes(snapshot.status))
    return walls.has(snapshot.status) ? "walled" : "dead";
  return probe.alivePattern === undefined || new RegExp(probe.alivePattern).test(snapshot.text)
    ? "alive"
    : "silent";
}

/** At another address of the tenant than a probe's. */
function lifeBeside(probes: readonly Probe[], snapshot: Snapshot): TenantProof["life"] {
  if (probes.some((probe) => isDead(probe, snapshot)) || saysGone(snapshot.text)) return "dead";
  if (snapshot.status === 200) return "alive";
  return walls.has(snapshot.status) ? "walled" : "dead";
}

/** Where the vendor's place holder is not known, a headline may still say that the board is gone. */
function isDead({ deadPattern }: Probe, { text }: Snapshot): boolean {
  return deadPattern === undefined ? saysGone(text) : new RegExp(deadPattern).test(text);
}

function isSameAddress(a: string | undefined, b: string): boolean {
  return a !== undefined && comparable(a) === comparable(b);
}

function comparable(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname, search } = new URL(url);
  return `${hostname}${pathname.replace(/\/$/, "")}${search}`.toLowerCase();
}
