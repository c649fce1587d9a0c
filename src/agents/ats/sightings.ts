import type { EvidenceKind } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { linkedData } from "../page/json-ld.ts";
import { isCareersKind, type PageKind } from "../page/link-rank.ts";
import { addressesIn, liveSource } from "../page/live-source.ts";
import type { Page, Reference, Span } from "../page/page.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { namesAnother } from "./identity.ts";
import { type Proof, proofAt } from "./proof.ts";
import { isInside } from "../page/comments.ts";
import { isHidden } from "../page/hidden.ts";
import { unwrapped } from "../page/unwrap.ts";
import { isOfAnother } from "./speaks-of.ts";
import { type Sighting, sightingOf, type Weight } from "./sighting.ts";
import { isOwn, type Subject } from "./subject.ts";
import type { Recognised } from "./system.ts";
import { traceSightings } from "./trace-sightings.ts";
import {
  isAsideLink,
  weighAttribute,
  weighCode,
  weighLink,
  weighLoaded,
  weighScript,
  weighTag,
} from "./weigh.ts";

/** Whose pages are read, and with what knowledge. */
export interface Reader {
  readonly subject: Subject;
  readonly catalogue: Catalogue;
}

/** Everything on an own page that the catalogue recognises, weighed by where it stands. */
export function sightingsOn(page: Page, kind: PageKind, reader: Reader): Sighting[] {
  const found = [
    ...linkSightings(page, kind, reader),
    ...loadSightings(page, kind, reader),
    ...textSightings(page, kind, reader),
    ...codeSightings(page, kind, reader),
    ...traceSightings(page, kind, reader.catalogue),
  ];
  return withoutLists(found, isCareersKind(kind));
}

/** Redirects that left an own address, or the one that an own link (`via`) named, for a vendor's. */
export function redirectSightings(
  snapshot: Snapshot,
  kind: PageKind,
  { subject, catalogue }: Reader,
  via?: Proof,
): Sighting[] {
  const found: Sighting[] = [];
  let start = 0;
  let isOurs = false;
  for (const { status, from, to } of snapshot.redirects) {
    const raw = `${status} ${from} -> ${to}`;
    // What an own address or a linked one sets in motion goes on until it arrives.
    isOurs ||= isOwn(subject, from) || (via !== undefined && start === 0);
    const recognised = isOurs ? catalogue.recognise(to) : undefined;
    if (recognised !== undefined) {
      const proof = proofAt(snapshot, "redirect", { raw, start }, "redirects");
      found.push(
        isOwn(subject, from) || via === undefined
          ? sightingOf(
              { recognised, weight: "embed", proof, page: { url: from, kind } },
              { url: to },
            )
          : sightingOf(
              { recognised, weight: "link", proof, page: { url: via.snapshot.url, kind } },
              { url: to, via },
            ),
      );
    }
    start += raw.length + 1;
  }
  return found;
}

function linkSightings(page: Page, kind: PageKind, { subject, catalogue }: Reader): Sighting[] {
  return page.links.flatMap((link) => {
    const inner = unwrapped(link.url, page.snapshot.url);
    const recognised =
      catalogue.recognise(link.url) ??
      (inner === undefined ? undefined : catalogue.recognise(inner));
    if (recognised === undefined) return [];
    const { text } = link;
    const url = inner ?? link.url;
    const namesOther = namesAnother(text, subject) || isOfOther(recognised, page, subject);
    const said = { url, text, isAside: isAsideLink(link), namesOther };
    const weight = isHidden(page, link) ? "hint" : weighLink(link, kind, recognised);
    return [
      sightingOf(
        {
          recognised,
          weight,
          proof: proofAt(page.snapshot, "link", link),
          page: pageOf(page, kind),
        },
        said,
      ),
    ];
  });
}

function isOfOther({ tenant, system }: Recognised, page: Page, subject: Subject): boolean {
  return tenant !== null && system.role === "system" && isOfAnother(tenant, page, subject);
}

/** Addresses that a careers page prints for its readers to copy. */
function textSightings(page: Page, kind: PageKind, { catalogue }: Reader): Sighting[] {
  if (!isCareersKind(kind)) return [];
  return page.text.flatMap(([start, end]) => {
    const printed = page.snapshot.text.slice(start, end);
    if (!printed.includes("://") || isInside(page.dead, start)) return [];
    return addressesIn(printed, start).flatMap(({ raw, start: from, url }) => {
      const recognised = catalogue.recognise(url);
      if (recognised === undefined || recognised.tenant === null) return [];
      const proof = proofAt(page.snapshot, "text", { raw, start: from });
      return [sightingOf({ recognised, weight: "link", proof, page: pageOf(page, kind) }, { url })];
    });
  });
}

function loadSightings(page: Page, kind: PageKind, { catalogue }: Reader): Sighting[] {
  const of = (
    references: readonly Reference[],
    channel: EvidenceKind,
    weigh: (known: Recognised, url: string) => Weight,
  ) =>
    references.flatMap((reference) => {
      const recognised = catalogue.recognise(reference.url);
      if (recognised === undefined) return [];
      const proof = proofAt(page.snapshot, channel, reference);
      return [
        sightingOf(
          { recognised, weight: weigh(recognised, reference.url), proof, page: pageOf(page, kind) },
          { url: reference.url },
        ),
      ];
    });
  const loaded = (known: Recognised) => weighLoaded(kind, known);
  return [
    ...of(
      page.scripts.flatMap(({ src }) => src ?? []),
      "script",
      (known, url) => weighScript(kind, known, url),
    ),
    ...of(page.iframes, "iframe", loaded),
    ...of(page.forms, "dom", loaded),
    ...of(page.otherReferences, "dom", (known) => weighAttribute(kind, known)),
    ...of(page.refresh === undefined ? [] : [page.refresh], "dom", () => "embed"),
    ...page.linkTags.flatMap((tag) => of([tag], "link", () => weighTag(tag, kind))),
  ];
}

/** Addresses in the page's scripts; of its linked data only what describes a job. */
function codeSightings(page: Page, kind: PageKind, { catalogue }: Reader): Sighting[] {
  const from = (
    code: Span,
    channel: EvidenceKind,
    weigh: (known: Recognised) => Weight,
  ): Sighting[] =>
    addressesIn(code.raw, code.start).flatMap(({ raw, start, url }) => {
      const recognised = catalogue.recognise(url);
      if (recognised === undefined) return [];
      const proof = proofAt(page.snapshot, channel, { raw, start });
      return [
        sightingOf(
          { recognised, weight: weigh(recognised), proof, page: pageOf(page, kind) },
          { url },
        ),
      ];
    });
  const live = liveSource(page);
  const scripts = page.scripts.flatMap(({ inline, type }) => {
    if (inline === undefined || type.includes("ld+json")) return [];
    const code = {
      raw: live.slice(inline.start, inline.start + inline.raw.length),
      start: inline.start,
    };
    return from(code, "script", (known) => weighCode(kind, known));
  });
  if (!isCareersKind(kind)) return scripts;
  const job = linkedData(page).find(({ types }) => types.includes("JobPosting"));
  return job === undefined
    ? scripts
    : [
        ...scripts,
        ...from(job.span, "json_ld", ({ tenant }) => (tenant === null ? "hint" : "call")),
      ];
}

function pageOf({ snapshot }: Page, kind: PageKind): Sighting["page"] {
  return { url: snapshot.url, kind };
}

/** A page that shows three systems without being about its own jobs talks about systems. */
function withoutLists(found: readonly Sighting[], isCareers: boolean): Sighting[] {
  const leading = found.filter(({ weight }) => weight !== "noise" && weight !== "hint");
  const systems = new Set(leading.map(({ recognised }) => recognised.system.id));
  if (systems.size < (isCareers ? 5 : 3)) return [...found];
  return found.map((sighting) => ({ ...sighting, weight: "noise" }));
}
