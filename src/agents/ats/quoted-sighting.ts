import { isHidden } from "../page/hidden.ts";
import { isCareersKind, type PageKind } from "../page/link-rank.ts";
import { addressesIn } from "../page/live-source.ts";
import type { Span } from "../page/page.ts";
import type { Standing } from "../reading/stated.ts";
import { proofAt } from "./proof.ts";
import type { Search, SeenPage } from "./search.ts";
import { type Sighting, sightingOf, type Weight } from "./sighting.ts";
import { isOfAnother } from "./speaks-of.ts";
import type { Recognised } from "./system.ts";

/** What the catalogue reads at a quote; `isNew`: patterns had not taken it in. */
export interface Read {
  readonly sighting: Sighting;
  readonly isNew: boolean;
}

/**
 * Reads a standing quote with the catalogue, on the page's own bytes: a place that patterns know
 * keeps the weight that they gave it, a new one weighs as a plain link at most. Empty: nothing of
 * the catalogue's stands there.
 */
export function readQuote(standing: Standing, search: Search): Read[] {
  const known = search.sightings.filter((sighting) => isAt(sighting, standing));
  if (known.length > 0) return known.map((sighting) => ({ sighting, isNew: false }));
  const seen = search.pages.find(
    ({ visit }) => visit.snapshot.hash === standing.document.snapshot.hash,
  );
  if (seen === undefined || standing.at.part !== "body") return [];
  return addressesAt(standing).flatMap(({ span, url }) => {
    const recognised = search.catalogue.recognise(url);
    if (recognised === undefined) return [];
    return [
      { sighting: newSighting(standing, { seen, span, url, recognised }, search), isNew: true },
    ];
  });
}

function isAt({ proof }: Sighting, { document, at }: Standing): boolean {
  return (
    proof.snapshot.hash === document.snapshot.hash &&
    proof.part === at.part &&
    proof.start < at.start + at.match.length &&
    proof.start + proof.match.length > at.start
  );
}

const reach = 600;

/** The whole addresses that a quote is part of: a quote that ends early must not rename a tenant. */
function addressesAt({ document, at }: Standing): { span: Span; url: string }[] {
  const { text } = document.snapshot;
  const from = Math.max(0, at.start - reach);
  const end = at.start + at.match.length;
  return addressesIn(text.slice(from, end + reach), from)
    .filter(({ raw, start }) => start < end && start + raw.length > at.start)
    .map(({ raw, start, url }) => ({ span: { raw, start }, url }));
}

interface Place {
  readonly seen: SeenPage;
  readonly span: Span;
  readonly url: string;
  readonly recognised: Recognised;
}

function newSighting(
  { channel }: Standing,
  { seen, span, url, recognised }: Place,
  search: Search,
): Sighting {
  const { page } = seen.visit;
  const { tenant, system } = recognised;
  const namesOther =
    tenant !== null && system.role === "system" && isOfAnother(tenant, page, search.subject);
  return sightingOf(
    {
      recognised,
      weight: weightOf({ seen, span, url, recognised }, search),
      proof: proofAt(page.snapshot, channel, span),
      page: { url: page.snapshot.url, kind: seen.kind },
    },
    { url, namesOther, isAdvised: true },
  );
}

/** Pages about a company, as opposed to stories on it. */
const telling: ReadonlySet<PageKind> = new Set(["home", "about", "other"]);

function weightOf({ seen, span, recognised }: Place, { sightings }: Search): Weight {
  const isList = sightings.some(
    ({ weight, page }) => weight === "noise" && page.url === seen.visit.snapshot.url,
  );
  if (isList || seen.kind === "noise") return "noise";
  const isBare = recognised.use === "asset" || recognised.tenant === null;
  if (isBare || isHidden(seen.visit.page, span)) return "hint";
  return isCareersKind(seen.kind) || telling.has(seen.kind) ? "link" : "hint";
}
