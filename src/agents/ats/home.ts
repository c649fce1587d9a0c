import type { Reason } from "../../domain/reason.ts";
import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { FetchFailure, FetchFailureKind } from "../../web/web.ts";
import { type Explorer, isServerFailing, type Visit } from "../page/explorer.ts";
import type { Page } from "../page/page.ts";
import { type PageState, parkingOf } from "../page/site-state.ts";
import { isLikeLabel, isOwnBrand } from "./brand.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isOwn, type Subject } from "./subject.ts";

/** What was found where the record's domain points. */
export type Home =
  | { readonly kind: "own"; readonly visit: Visit; readonly moved: Proof | undefined }
  /** The domain itself leads to a vendor: the redirect is the proof, the page is the vendor's. */
  | { readonly kind: "vendor"; readonly visit: Visit }
  | {
      readonly kind: "ending";
      readonly reason: Reason;
      readonly proof: Proof;
      readonly why: string;
    }
  | {
      readonly kind: "closed";
      readonly reason: Reason;
      readonly why: string;
      readonly visit: Visit | undefined;
    };

/** Failures that another spelling of the address won't mend. */
const final: ReadonlySet<FetchFailureKind> = new Set([
  "robots_denied",
  "rate_limited",
  "egress_denied",
  "proxy_failed",
]);

/** Answers that another spelling of the address may better. */
const silent: ReadonlySet<PageState> = new Set(["failing", "not_found", "empty"]);

/** Opens the record's home page: https, then `www.`, then http; follows where it leads and judges whose it is. */
export async function openHome(
  subject: Subject,
  explorer: Explorer,
  catalogue: Catalogue,
): Promise<Home> {
  const failures: FetchFailure[] = [];
  let failing: Visit | undefined;
  for (const address of addressesOf(subject.domain)) {
    if (
      address.startsWith("http:") &&
      failures.length > 0 &&
      failures.every(({ kind }) => kind === "no_such_domain")
    )
      break;
    const visited = await explorer.visit(address);
    if (visited === undefined) break;
    if (!visited.ok) {
      failures.push(visited);
      if (final.has(visited.kind)) break;
    } else if (silent.has(visited.state)) failing = visited;
    else return judge(visited, subject, catalogue);
  }
  return failing === undefined
    ? await unreachable(subject.domain, failures, explorer)
    : judge(failing, subject, catalogue);
}

function addressesOf(domain: string): string[] {
  const hosts = siteOf(domain) === domain ? [domain, `www.${domain}`] : [domain];
  return [...hosts.map((host) => `https://${host}/`), `http://${hosts.at(-1) ?? domain}/`];
}

async function unreachable(
  domain: string,
  failures: readonly FetchFailure[],
  explorer: Explorer,
): Promise<Home> {
  const proof = failures.find((failure) => failure.proof !== undefined)?.proof;
  if (proof !== undefined && failures.every(({ kind }) => kind === "no_such_domain")) {
    const denial = denialIn(proof);
    if (denial !== undefined)
      return {
        kind: "ending",
        reason: "no_such_domain",
        proof: denial,
        why: `${domain} does not exist in DNS`,
      };
  }
  const denied = failures.find(({ kind }) => kind === "robots_denied");
  const last = denied ?? failures.at(-1);
  const why =
    last === undefined
      ? `${domain} was not reached in time`
      : `${domain} could not be read: ${last.detail}`;
  const isClosed = denied !== undefined && !(await isServerFailing(explorer, denied.url));
  return {
    kind: "closed",
    reason: isClosed ? "blocked" : "unreachable",
    why,
    visit: undefined,
  };
}

/** The words in the answer that deny the name, or its first line. */
function denialIn(proof: Snapshot): Proof | undefined {
  const words = /NXDOMAIN|"Status"\s*:\s*3|ENOTFOUND|name error|no such (?:domain|host|name)/i;
  const found = words.exec(proof.text) ?? /\S[^\n]{0,300}/.exec(proof.text);
  if (found === null) return undefined;
  return proofAt(proof, proof.source === "dns" ? "dns" : "text", {
    raw: found[0],
    start: found.index,
  });
}

function judge(visit: Visit, subject: Subject, catalogue: Catalogue): Home {
  const { page, snapshot } = visit;
  const parking = isBusy(page) ? undefined : parkingOf(page);
  if (parking !== undefined) {
    const { part, span } = parking;
    const proof = proofAt(snapshot, part === "redirects" ? "redirect" : "text", span, part);
    return {
      kind: "ending",
      reason: "parked",
      proof,
      why: `${subject.domain} is parked or for sale`,
    };
  }
  if (isOwn(subject, snapshot.url)) return { kind: "own", visit, moved: undefined };
  if (catalogue.recognise(snapshot.url) !== undefined) return { kind: "vendor", visit };
  return elsewhere(visit, subject);
}

/** The domain leads to another one: the record's own under another name, or somebody else's. */
function elsewhere(visit: Visit, subject: Subject): Home {
  const { page, snapshot, state } = visit;
  // Who is behind a wall can't be read; a like name is enough to go on, never to answer alone.
  const isReadable = state !== "blocked" && state !== "shell";
  if (isReadable ? isOwnBrand(page, subject) : isLikeLabel(snapshot.url, subject))
    return { kind: "own", visit, moved: hopOf(snapshot) };
  const site = siteOf(snapshot.url) ?? snapshot.url;
  return {
    kind: "closed",
    reason: state === "blocked" ? "blocked" : "out_of_scope",
    why: `${subject.domain} leads to ${site}, another company's site`,
    visit,
  };
}

/** A shop that sells domains is a business like any other. */
function isBusy({ links, textLength }: Page): boolean {
  return links.length > 25 && textLength > 1_500;
}

/** The hop that led to the site where the redirects ended, as its line among them. */
export function hopOf(snapshot: Snapshot): Proof | undefined {
  const target = siteOf(snapshot.url);
  let start = 0;
  let found: Proof | undefined;
  for (const { status, from, to } of snapshot.redirects) {
    const raw = `${status} ${from} -> ${to}`;
    if (siteOf(from) !== target && siteOf(to) === target)
      found = proofAt(snapshot, "redirect", { raw, start }, "redirects");
    start += raw.length + 1;
  }
  return found;
}
