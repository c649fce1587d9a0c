import type { Snapshot } from "../../domain/snapshot.ts";
import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import type { Explorer } from "../page/explorer.ts";
import { type Catalogue, fill, foldedTenant, type Recognised } from "./catalogue-index.ts";
import { compareName, compareWebsite, type Identity } from "./identity.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, type Subject } from "./subject.ts";

/** What the vendor answers about a tenant. `unknown`: it would not say. */
export interface TenantCheck {
  readonly life: "alive" | "dead" | "unknown";
  readonly identity: Identity;
  /** Where the answer shows that the tenant is in use. */
  readonly alive: Proof | undefined;
  /** Where it names the owner. */
  readonly owner: Proof | undefined;
  /** Whom it names, for a person. */
  readonly told: string | undefined;
  /** Whether a wall (robots.txt, a challenge, a limit) kept the answer back. */
  readonly isWalled: boolean;
}

const probesPerTenant = 3;

/** Asks the vendor, by its public addresses, whether a tenant is alive and whose it is. */
export async function checkTenant(
  recognised: Recognised,
  subject: Subject,
  explorer: Explorer,
  catalogue: Catalogue,
): Promise<TenantCheck> {
  let best: TenantCheck = { life: "unknown", identity: "unstated", alive: undefined, owner: undefined, told: undefined, isWalled: false };
  let isDead = false;
  // The best address comes first: after its no, a later yes must say whose it is.
  const isBelievable = (answer: TenantCheck) => !isDead || answer.identity === "match";
  let asked = 0;
  for (const { probe, url } of addressesOf(recognised)) {
    if (asked >= probesPerTenant) break;
    const answer = await ask(probe, url, recognised, subject, explorer, catalogue);
    if (answer === undefined) break;
    asked += 1;
    if (answer.life === "alive") {
      if (best.life !== "alive" && !isBelievable(answer)) continue;
      // A website outweighs a name, and either outweighs silence.
      if (best.life !== "alive" || (best.identity === "unstated" && answer.identity !== "unstated")) best = answer;
      if (best.identity !== "unstated") return best;
    } else if (answer.life === "dead") isDead = true;
    else if (best.life !== "alive") best = { ...best, isWalled: best.isWalled || answer.isWalled };
  }
  if (best.life === "alive") return best;
  // One address may be closed by choice while another answers; dead needs all that spoke to agree.
  return isDead ? { ...best, life: "dead" } : best;
}

/** The system's probes that this address has all parts for; each URL once. */
function addressesOf(recognised: Recognised): { probe: Probe; url: string }[] {
  const found = new Map<string, Probe>();
  const { probes } = recognised.system;
  // A tenant of the same name in another silo of the vendor is somebody else.
  const silos = ["region", "pod", "domain"].filter((name) => name in recognised.groups && probes.some(({ url }) => url.includes(`{${name}}`)));
  for (const probe of probes) {
    if (!silos.every((name) => probe.url.includes(`{${name}}`))) continue;
    const url = fill(probe.url, recognised.groups, recognised.tenant);
    if (url !== null && URL.canParse(url) && !found.has(url)) found.set(url, probe);
  }
  const all = [...found].map(([url, probe]) => ({ probe, url }));
  return all.length > 0 || recognised.board === null || recognised.tenant === null ? all : [{ probe: plainBoard, url: recognised.board }];
}

/** For entries without a probe of their own: the board answers, and says nothing else that can be relied on. */
const plainBoard: Probe = { url: "{board}", aliveStatus: [200], companyPatterns: [], websitePatterns: [] };

async function ask(
  probe: Probe,
  url: string,
  recognised: Recognised,
  subject: Subject,
  explorer: Explorer,
  catalogue: Catalogue,
): Promise<TenantCheck | undefined> {
  const silent: TenantCheck = { life: "unknown", identity: "unstated", alive: undefined, owner: undefined, told: undefined, isWalled: false };
  const visited = await explorer.fetch(url);
  if (visited === undefined) return undefined;
  if (!visited.ok) {
    if (visited.kind === "no_such_domain") return { ...silent, life: "dead" };
    return { ...silent, isWalled: visited.kind === "robots_denied" || visited.kind === "rate_limited" };
  }
  const { snapshot, state } = visited;
  // The customer may have put its own address in front: then the vendor itself says whose it is.
  const home = isOwn(subject, snapshot.url) ? ownHop(snapshot) : undefined;
  if (home !== undefined && snapshot.status < 400) {
    return { ...silent, life: "alive", identity: "match", alive: home, owner: home, told: subject.domain };
  }
  if (state === "blocked" && !probe.aliveStatus.includes(snapshot.status)) return { ...silent, isWalled: true };
  if (snapshot.status >= 500) return silent;
  if (!probe.aliveStatus.includes(snapshot.status)) return { ...silent, life: "dead" };
  if (state === "blocked") return { ...silent, isWalled: true };
  if (isElsewhere(snapshot, recognised, catalogue)) return { ...silent, life: "dead" };
  return read(probe, snapshot, subject, catalogue);
}

/** The vendor sent us away to where the tenant isn't: how many answer for tenants they don't have. */
function isElsewhere(snapshot: Snapshot, recognised: Recognised, catalogue: Catalogue): boolean {
  if (snapshot.redirects.length === 0) return false;
  const there = catalogue.recognise(snapshot.url);
  if (there !== undefined) return there.tenant !== null && there.system === recognised.system && foldedTenant(there) !== foldedTenant(recognised);
  const from = new URL(snapshot.redirects[0]?.from ?? snapshot.url);
  const to = new URL(snapshot.url);
  // Same host, deeper path: an address of the tenant that the catalogue doesn't spell out.
  return from.hostname !== to.hostname && !to.href.toLowerCase().includes((recognised.tenant ?? "").toLowerCase());
}

function ownHop(snapshot: Snapshot): Proof | undefined {
  const last = snapshot.redirects.at(-1);
  if (last === undefined) return undefined;
  const raw = `${last.status} ${last.from} -> ${last.to}`;
  const start = snapshot.redirects.slice(0, -1).reduce((sum, { status, from, to }) => sum + `${status} ${from} -> ${to}\n`.length, 0);
  return proofAt(snapshot, "redirect", { raw, start }, "redirects");
}

function read(probe: Probe, snapshot: Snapshot, subject: Subject, catalogue: Catalogue): TenantCheck {
  const text = snapshot.text;
  const silent: TenantCheck = { life: "unknown", identity: "unstated", alive: undefined, owner: undefined, told: undefined, isWalled: false };
  if (probe.deadPattern !== undefined && pattern(probe.deadPattern).test(text)) return { ...silent, life: "dead" };
  const sign = probe.alivePattern === undefined ? anySign.exec(text) : pattern(probe.alivePattern).exec(text);
  // Without its sign of life a tenant is undecided: an empty list of jobs is no closed account.
  if (sign === null) return silent;
  const alive = proofAt(snapshot, "text", { raw: sign[0].slice(0, 200), start: sign.index });
  const website = stated(probe.websitePatterns, "website", text, (told) => compareWebsite(told, subject, (site) => catalogue.isVendor(site)));
  if (website?.identity === "match") return { ...silent, life: "alive", alive, ...owned(website, snapshot) };
  const name = stated(probe.companyPatterns, "company", text, (told) => compareName(told, subject));
  const chosen = name?.identity === "match" ? name : (website ?? name);
  if (chosen === undefined) return { ...silent, life: "alive", alive };
  return { ...silent, life: "alive", alive, ...owned(chosen, snapshot) };
}

/** Where nothing particular is asked for, the page's title or the beginning of the data will do. */
const anySign = /<title[^>]{0,80}>[^<]{1,120}|<body\b[^>]{0,80}>|^\s*[^\s<][^\n]{0,119}|<(?!!|\?)[a-z][^>]{0,80}>/i;

interface Stated {
  readonly identity: Identity;
  readonly raw: string;
  readonly start: number;
}

function owned({ identity, raw, start }: Stated, snapshot: Snapshot): Pick<TenantCheck, "identity" | "owner" | "told"> {
  return { identity, owner: proofAt(snapshot, "text", { raw, start }), told: raw };
}

/** The first statement that says something; a match anywhere outweighs it. */
function stated(
  patterns: readonly string[],
  group: "company" | "website",
  text: string,
  compare: (told: string) => Identity,
): Stated | undefined {
  let first: Stated | undefined;
  for (const source of patterns) {
    const found = pattern(source).exec(text);
    const raw = found?.groups?.[group];
    const at = found?.indices?.groups?.[group]?.[0];
    if (raw === undefined || raw.trim() === "" || at === undefined) continue;
    const identity = compare(raw);
    if (identity === "match") return { identity, raw, start: at };
    if (identity !== "unstated") first ??= { identity, raw, start: at };
  }
  return first;
}

const compiled = new Map<string, RegExp>();

/** Patterns come from the catalogue: few, and the same for every record. */
function pattern(source: string): RegExp {
  let known = compiled.get(source);
  if (known === undefined) {
    known = new RegExp(source, "d");
    compiled.set(source, known);
  }
  return known;
}
