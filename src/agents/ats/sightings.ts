import { saysCareers, saysNoise, saysOpenings, folded } from "../page/careers-words.ts";
import { linkedData } from "../page/json-ld.ts";
import type { PageKind } from "../page/link-rank.ts";
import { isCareersKind } from "../page/link-rank.ts";
import { addressesIn, liveSource } from "../page/live-source.ts";
import type { Page, Place, Reference, Span } from "../page/page.ts";
import type { EvidenceKind } from "../../domain/evidence.ts";
import { partText, type Snapshot } from "../../domain/snapshot.ts";
import type { Catalogue, Recognised } from "./catalogue-index.ts";
import { type Proof, proofAt } from "./proof.ts";

/**
 * How much a sighting can carry. `embed`: the page loads the vendor, or sends visitors there.
 * `call`: a link that asks people to look at jobs. `link`: any other link. `hint`: a trace or an
 * asset that needs company. `noise`: known to mean nothing.
 */
export type Weight = "embed" | "call" | "link" | "hint" | "noise";

/** One place where an own page shows a vendor. */
export interface Sighting {
  readonly recognised: Recognised;
  readonly weight: Weight;
  readonly proof: Proof;
  readonly page: { readonly url: string; readonly kind: PageKind };
  /** The vendor's address as it was written, absolute; empty for traces. */
  readonly url: string;
  /** What a person reads there. */
  readonly text: string;
  /** A community for talents beside the jobs: seldom the system that keeps the applications. */
  readonly isAside: boolean;
  /** The link says outright whose jobs they are, and it is another company. */
  readonly namesOther: boolean;
}

const aside = /talent (?:community|network|pool|cloud)|stay (?:connected|in touch)|job alerts?|newsletter|join our (?:community|network)|keep in touch|campus|alumni|referr?al|internal (?:careers|jobs|mobility)|employees?\b|returning applicant|candidate (?:login|home|portal)|log ?in|sign ?in/;

/** Everything on a page that the catalogue recognises, weighed by where it stands. */
export function sightingsOn(page: Page, kind: PageKind, catalogue: Catalogue, namesAnother: (text: string) => boolean): Sighting[] {
  const found: Sighting[] = [];
  const isCareers = isCareersKind(kind);
  const seen = { url: page.snapshot.url, kind };

  const add = (recognised: Recognised, weight: Weight, proof: Proof, url: string, text: string, heading = ""): void => {
    const isAside = aside.test(folded(text)) || (!saysOpenings(text) && aside.test(folded(heading)));
    found.push({ recognised, weight, proof, page: seen, url, text, isAside, namesOther: namesAnother(text) });
  };
  const reference = (target: Reference, evidence: EvidenceKind, weight: (known: Recognised) => Weight, text = "", heading = ""): void => {
    const known = catalogue.recognise(target.url);
    if (known !== undefined) add(known, weight(known), proofAt(page.snapshot, evidence, target), target.url, text, heading);
  };
  const loaded = (known: Recognised): Weight => (known.use === "asset" ? "hint" : isCareers || kind === "home" ? "embed" : "link");

  for (const link of page.links) {
    reference(link, "link", (known) => weighLink(link.text, link.place, isCareers, known), link.text, link.place.heading);
  }
  for (const { src, inline, type } of page.scripts) {
    if (src !== undefined) reference(src, "script", loaded);
    // Linked data is read as a whole below; search terms and tag managers' rules are code as well.
    if (inline === undefined || type.includes("ld+json")) continue;
    for (const { raw, start, url } of addressesIn(code(page, inline), inline.start)) {
      const known = catalogue.recognise(url);
      if (known === undefined) continue;
      const weight = known.use === "asset" ? "hint" : isCareers ? (known.tenant === null ? "hint" : "call") : "hint";
      add(known, weight, proofAt(page.snapshot, "script", { raw, start }), url, "");
    }
  }
  for (const frame of page.iframes) reference(frame, "iframe", loaded);
  for (const form of page.forms) reference(form, "dom", loaded);
  for (const tag of page.linkTags) {
    // Hints to the browser and style sheets say that something may be loaded, not whose it is.
    const isAddress = tag.rel === "canonical" || tag.rel === "alternate";
    reference(tag, "link", () => (isAddress && isCareers ? "call" : "hint"));
  }
  for (const other of page.otherReferences) {
    reference(other, "dom", (known) => (known.use === "asset" ? "hint" : isCareers ? "call" : "link"));
  }
  if (page.refresh !== undefined) reference(page.refresh, "dom", () => "embed");
  if (isCareers) for (const sighting of fromLinkedData(page, catalogue)) add(sighting.known, "call", sighting.proof, sighting.url, "");
  found.push(...fromTraces(page, kind, catalogue));
  return withoutLists(found, isCareers);
}

/** Redirects that left an own address for a vendor's. */
export function redirectSightings(snapshot: Snapshot, kind: PageKind, isOwn: (url: string) => boolean, catalogue: Catalogue): Sighting[] {
  const found: Sighting[] = [];
  const text = partText(snapshot, "redirects");
  let start = 0;
  for (const { status, from, to } of snapshot.redirects) {
    const raw = `${status} ${from} -> ${to}`;
    const known = catalogue.recognise(to);
    if (known !== undefined && isOwn(from)) {
      const proof = proofAt(snapshot, "redirect", { raw, start: text.indexOf(raw, start) }, "redirects");
      found.push({ recognised: known, weight: "embed", proof, page: { url: from, kind }, url: to, text: "", isAside: false, namesOther: false });
    }
    start += raw.length + 1;
  }
  return found;
}

function weighLink(text: string, place: Place, isCareers: boolean, known: Recognised): Weight {
  if (known.use === "asset") return "hint";
  const isCall = saysCareers(text) || saysOpenings(text);
  if (saysNoise(text) && !isCall) return "noise";
  if (!isCareers && saysNoise(place.heading) && !isCall) return "noise";
  if (/powered by|software by|provided by/i.test(text)) return "hint";
  if (isCall) return "call";
  // What stands around every page of a site says less about its jobs than what stands among them.
  if (isCareers) return place.region === "nav" || place.region === "header" || place.region === "footer" ? "link" : "call";
  return place.region === "article" ? "hint" : "link";
}

/** The script's code as it runs, comments blanked. */
function code(page: Page, inline: Span): string {
  return liveSource(page).slice(inline.start, inline.start + inline.raw.length);
}

function* fromLinkedData(page: Page, catalogue: Catalogue): Generator<{ known: Recognised; proof: Proof; url: string }> {
  for (const { types, span } of linkedData(page)) {
    if (!types.includes("JobPosting")) continue;
    for (const { raw, start, url } of addressesIn(span.raw, span.start)) {
      const known = catalogue.recognise(url);
      if (known !== undefined && known.tenant !== null) yield { known, proof: proofAt(page.snapshot, "json_ld", { raw, start }), url };
    }
    return;
  }
}

const bodyKinds: ReadonlySet<"script" | "dom" | "iframe" | "text"> = new Set(["script", "dom", "iframe", "text"]);
const headerKinds: ReadonlySet<"header" | "cookie"> = new Set(["header", "cookie"]);

function fromTraces(page: Page, kind: PageKind, catalogue: Catalogue): Sighting[] {
  const { snapshot } = page;
  const found: Sighting[] = [];
  const seen = { url: snapshot.url, kind };
  const source = unescapedSource(liveSource(page));
  for (const { recognised, trace, start, raw } of catalogue.traces(source.text, bodyKinds)) {
    const from = source.original(start);
    const to = source.original(start + raw.length);
    const span = { raw: snapshot.text.slice(from, to), start: from };
    const weight = trace.strength === "weak" ? "hint" : isCareersKind(kind) || kind === "home" ? "embed" : "hint";
    found.push({ recognised, weight, proof: proofAt(snapshot, channelOf(page, trace.kind, span), span), page: seen, url: "", text: "", isAside: false, namesOther: false });
  }
  const headers = partText(snapshot, "headers");
  for (const { recognised, trace, start, raw } of catalogue.traces(headers, headerKinds)) {
    const weight = trace.strength === "strong" && isCareersKind(kind) ? "embed" : "hint";
    const proof = proofAt(snapshot, trace.kind === "cookie" ? "cookie" : "header", { raw, start }, "headers");
    found.push({ recognised, weight, proof, page: seen, url: "", text: "", isAside: false, namesOther: false });
  }
  return found;
}

/** The channel that a trace really stands in: inside a script's code, or in the markup. */
function channelOf(page: Page, kind: EvidenceKind, span: Span): EvidenceKind {
  const inScript = page.scripts.some(({ inline }) => inline !== undefined && span.start >= inline.start && span.start < inline.start + inline.raw.length);
  if (inScript) return "script";
  return kind === "script" ? "dom" : kind;
}

/** A text with `\/` as `/`, and the way back to positions of the original. */
function unescapedSource(source: string): { text: string; original: (position: number) => number } {
  if (!source.includes("\\/")) return { text: source, original: (position) => position };
  const removed: number[] = [];
  for (let at = source.indexOf("\\/"); at !== -1; at = source.indexOf("\\/", at + 2)) removed.push(at - removed.length);
  return {
    text: source.replaceAll("\\/", "/"),
    original(position) {
      let low = 0;
      let high = removed.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((removed[middle] ?? 0) < position) low = middle + 1;
        else high = middle;
      }
      return position + low;
    },
  };
}

/** A page that shows three systems without being about its own jobs talks about systems. */
function withoutLists(found: readonly Sighting[], isCareers: boolean): Sighting[] {
  const leading = found.filter(({ weight }) => weight !== "noise" && weight !== "hint");
  const systems = new Set(leading.map(({ recognised }) => recognised.system.id));
  const limit = isCareers ? 5 : 3;
  if (systems.size < limit) return [...found];
  return found.map((sighting) => ({ ...sighting, weight: "noise" as const }));
}
