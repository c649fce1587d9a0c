import type { Reason } from "../../domain/reason.ts";
import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { FetchFailure } from "../../web/web.ts";
import { folded } from "../page/careers-words.ts";
import type { Explorer, Visit, Visited } from "../page/explorer.ts";
import { visibleText } from "../page/live-source.ts";
import { metaOf, type Page } from "../page/page.ts";
import { parkingOf } from "../page/site-state.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { isLabelOf, isSameName, nameOf } from "./names.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, labelOf, siteNames, type Subject } from "./subject.ts";

/** What was found where the record's domain points. */
export type Home =
  | { readonly kind: "own"; readonly visit: Visit; readonly moved: Proof | undefined }
  /** The domain itself leads to a vendor: the redirect is the proof, the page is the vendor's. */
  | { readonly kind: "vendor"; readonly visit: Visit }
  | { readonly kind: "ending"; readonly reason: Reason; readonly proof: Proof; readonly why: string }
  | { readonly kind: "closed"; readonly reason: Reason; readonly why: string; readonly visit: Visit | undefined };

/** Opens the record's home page: https, then `www.`, then http; follows where it leads and judges whose it is. */
export async function openHome(subject: Subject, explorer: Explorer, catalogue: Catalogue): Promise<Home> {
  const { domain } = subject;
  const failures: FetchFailure[] = [];
  const hosts = domain.startsWith("www.") || siteOf(domain) !== domain ? [domain] : [domain, `www.${domain}`];
  const addresses = [...hosts.map((host) => `https://${host}/`), `http://${hosts.at(-1) ?? domain}/`];
  let failing: Visit | undefined;
  for (const [i, address] of addresses.entries()) {
    if (i === addresses.length - 1 && failures.length === i && failures.every(({ kind }) => kind === "no_such_domain")) break;
    const visited: Visited | undefined = await explorer.visit(address);
    if (visited === undefined) break;
    if (!visited.ok) {
      failures.push(visited);
      // These won't differ by spelling of the address.
      if (["robots_denied", "rate_limited", "egress_denied", "proxy_failed"].includes(visited.kind)) break;
      continue;
    }
    if (visited.state === "failing" || (visited.state === "not_found" && i < addresses.length - 1)) {
      failing = visited;
      continue;
    }
    return judge(visited, subject, catalogue);
  }
  if (failing !== undefined) return judge(failing, subject, catalogue);
  return unreachable(domain, failures);
}

function unreachable(domain: string, failures: readonly FetchFailure[]): Home {
  const proof: Snapshot | undefined = failures.find((failure) => failure.proof !== undefined)?.proof;
  if (failures.length > 0 && proof !== undefined && failures.every(({ kind }) => kind === "no_such_domain")) {
    const line = saysNoSuchDomain(proof);
    if (line !== undefined) return { kind: "ending", reason: "no_such_domain", proof: line, why: `${domain} does not exist in DNS` };
  }
  const denied = failures.find(({ kind }) => kind === "robots_denied");
  const last = denied ?? failures.at(-1);
  return {
    kind: "closed",
    reason: denied === undefined ? "unreachable" : "blocked",
    why: last === undefined ? `${domain} was not reached in time` : `${domain} could not be read: ${last.detail}`,
    visit: undefined,
  };
}

/** The words in the answer that deny the name: the DNS status, or the whole first line. */
function saysNoSuchDomain(proof: Snapshot): Proof | undefined {
  const found = /NXDOMAIN|"Status"\s*:\s*3|ENOTFOUND|name error|no such (?:domain|host|name)/i.exec(proof.text) ?? /\S[^\n]{0,300}/.exec(proof.text);
  if (found === null) return undefined;
  return proofAt(proof, proof.source === "dns" ? "dns" : "text", { raw: found[0], start: found.index });
}

function judge(visit: Visit, subject: Subject, catalogue: Catalogue): Home {
  const { page, snapshot, state } = visit;
  const parking = parkingOf(page);
  if (parking !== undefined && !isOwnAndBusy(page)) {
    const kind = parking.part === "redirects" ? "redirect" : "text";
    const proof = proofAt(snapshot, kind, parking.span, parking.part);
    return { kind: "ending", reason: "parked", proof, why: `${subject.domain} is parked or for sale` };
  }
  if (isOwn(subject, snapshot.url)) return { kind: "own", visit, moved: undefined };
  if (catalogue.recognise(snapshot.url) !== undefined) return { kind: "vendor", visit };
  if (state === "blocked" || state === "shell") {
    // Who is behind the wall can't be read; a like name is enough to go on, never to answer alone.
    if (isLikeLabel(snapshot.url, subject)) return { kind: "own", visit, moved: hopOf(snapshot) };
  }
  const relation = relationOf(page, subject);
  if (relation === "own") return { kind: "own", visit, moved: hopOf(snapshot) };
  const site = siteOf(snapshot.url) ?? snapshot.url;
  return {
    kind: "closed",
    reason: state === "blocked" ? "blocked" : "out_of_scope",
    why: `${subject.domain} leads to ${site}, another company's site`,
    visit,
  };
}

/** A shop that sells domains is a business like any other. */
function isOwnAndBusy(page: Page): boolean {
  return page.links.length > 25 && page.textLength > 1_500;
}

/** The hop that led to the site where the redirects ended, as its line among them. */
export function hopOf(snapshot: Snapshot): Proof | undefined {
  const target = siteOf(snapshot.url);
  let start = 0;
  let found: Proof | undefined;
  for (const { status, from, to } of snapshot.redirects) {
    const raw = `${status} ${from} -> ${to}`;
    if (siteOf(from) !== target && siteOf(to) === target) found = proofAt(snapshot, "redirect", { raw, start }, "redirects");
    start += raw.length + 1;
  }
  return found;
}

const taken =
  /(?:is now|is|has become|now|becomes|became) (?:a |an |proud(?:ly)? )?(?:part|member|division|subsidiary|brand|business|company) of|(?:been|was|were|is|got) acquired|acquired by|acquires|acquisition of|joins? forces|has joined|have joined|joined the|a .{2,40} company\b|gehort (?:jetzt |nun )?zu|ist (?:jetzt |nun )?teil|ubernommen|fait (?:desormais )?partie|a rejoint|rejoint|rachete|forma parte|adquirid[ao]|ora parte|fa parte|acquisit[ao]|onderdeel van|overgenomen|faz parte|en del av|en del af|uppkopt|osa .{2,30}konsernia|nalezy do|czesc(?:ia)? grupy/;

/** Whether the site that a domain leads to is the record's own under another name, or its buyer's. */
export function relationOf(page: Page, subject: Subject): "own" | "other" {
  if (isLikeLabel(page.snapshot.url, subject)) return "own";
  const described = metaOf(page, "description", "og:description")?.content ?? "";
  const said = folded([page.title, described, ...page.headings.slice(0, 4), visibleText(page, 1_500)].join(" · "));
  if (taken.test(said)) return "other";
  const names = siteNames(page)
    .slice(0, 8)
    .map((written) => nameOf(written))
    .filter((name) => name !== undefined);
  const isNamed = names.some((name) => subject.names.some((own) => isSameName(own, name)) || [...subject.labels].some((label) => isLabelOf(label, name)));
  return isNamed ? "own" : "other";
}

/** Whether an address's domain is written like one of the record's: `acme.io`, `getacme.com`, `acme-group.de`. */
export function isLikeLabel(url: string, subject: Subject): boolean {
  const site = siteOf(url);
  if (site === undefined) return false;
  const label = labelOf(site);
  const name = nameOf(label.replaceAll("-", " "));
  for (const own of subject.labels) {
    if (own === label || own.replaceAll("-", "") === label.replaceAll("-", "")) return true;
    const mine = nameOf(own.replaceAll("-", " "));
    if ((name !== undefined && isLabelOf(own, name)) || (mine !== undefined && isLabelOf(label, mine))) return true;
  }
  return subject.names.some((own) => isLabelOf(label, own));
}
