import type { Snapshot } from "../../domain/snapshot.ts";
import { isCareersKind, kindOfUrl } from "../page/link-rank.ts";
import type { Captured } from "../browse/browse-task.ts";
import { advise } from "./advised.ts";
import type { Lead } from "./leads.ts";
import { type Proof, proofAt } from "./proof.ts";
import type { Search } from "./search.ts";
import { settle, type Settling } from "./settle.ts";
import type { Sighting } from "./sighting.ts";
import { isOwn } from "./subject.ts";
import { readRequests, type Request, requestsIn, takeFrames } from "./take-rendered.ts";

/** Takes pages that a model went to into a search, each thing once, and weighs what is known then. */
export interface BrowseLook {
  look(captured: Captured): Promise<Settling>;
  readonly settling: () => Settling;
}

/** Eyes for one run: what was taken in before counts no second time. */
export function createBrowseLook(search: Search, before: Settling): BrowseLook {
  const taken = new Set<string>();
  const read = new Set<string>();
  let settling = before;
  let last: string | undefined;

  const isFresh = (seen: Set<string>, key: string): boolean => {
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };

  return {
    settling: () => settling,
    async look(captured) {
      const { frames, network, opened } = captured;
      const fresh = frames.filter(({ snapshot }) => isFresh(taken, keyOf(snapshot)));
      const lead = leadTo(search, frames[0]?.snapshot.url ?? opened);
      const known = search.sightings.length;
      advise(search, lead.url);
      takeFrames(search, lead, fresh);
      const requests = askedByPages(captured, last).filter(({ url, from }) =>
        isFresh(read, `${url} ${from}`),
      );
      const frameUrls = framesOf(search, frames);
      readRequests(
        search,
        { ...lead, url: opened },
        network,
        requests.map((request) => ({ ...request, isVisit: isVisit(request, frameUrls) })),
      );
      search.sightings.push(...search.sightings.splice(known).map(asShown));
      dropRepeats(search.sightings, known);
      last = frames[0]?.snapshot.url ?? last;
      if (fresh.length > 0 || requests.length > 0)
        settling = await settle(search, { isPatient: true, mostChecks: 5 });
      return settling;
    },
  };
}

function keyOf({ url, text }: Snapshot): string {
  return `${url} ${text}`;
}

/** How a page was come to: by an own page's link, if one leads there; what it is for is read from the page itself. */
function leadTo(search: Search, url: string): Lead {
  const known = search.frontier.all().find((lead) => plain(lead.url) === plain(url));
  return {
    url,
    kind: known?.kind ?? kindOfUrl(url),
    score: known?.score ?? 50,
    via: isOwn(search.subject, url) ? undefined : (known?.via ?? linkTo(search, url)),
    isGuess: false,
  };
}

function linkTo({ pages }: Search, url: string): Proof | undefined {
  for (const { visit } of pages) {
    const link = visit.page.links.find((each) => plain(each.url) === plain(url));
    if (link !== undefined) return proofAt(visit.snapshot, "link", link);
  }
  return undefined;
}

/**
 * The requests since the last address was opened by name. That navigation was the model's wish, not
 * the page's that stood there before, so nothing that seems to come from that page counts.
 */
function askedByPages(
  { network, opened, olderLines }: Captured,
  before: string | undefined,
): Request[] {
  const older = network.text.split("\n", olderLines).join("\n").length;
  const recent = requestsIn(network).filter(({ start }) => olderLines === 0 || start > older);
  if (before === undefined || plain(before) === plain(opened)) return recent;
  const arrived = recent.findIndex(({ from }) => from !== "-" && plain(from) !== plain(before));
  const end = arrived === -1 ? recent.length : arrived;
  return recent.filter(({ from }, i) => i >= end || plain(from) !== plain(before));
}

/** Addresses that pages show in frames of their own. */
function framesOf({ pages }: Search, frames: Captured["frames"]): ReadonlySet<string> {
  const shown = frames
    .filter(({ parent }) => parent !== null)
    .flatMap(({ snapshot: { url, requestedUrl, redirects } }) => [
      url,
      requestedUrl,
      ...redirects.flatMap(({ from, to }) => [from, to]),
    ]);
  const written = pages.flatMap(({ visit }) => visit.page.iframes.map(({ url }) => url));
  return new Set([...shown, ...written].map(plain));
}

/** Whether a request took the visitor elsewhere, as opposed to what a page loads into itself. */
function isVisit({ type, url }: Request, frameUrls: ReadonlySet<string>): boolean {
  return type === "popup" || (type === "document" && !frameUrls.has(plain(url)));
}

/**
 * What a model brought about needs the vendor's word, or the tenant's name, that it is this
 * company's; and as it may follow any link, where a redirect ends says no more than a link does.
 */
function asShown(sighting: Sighting): Sighting {
  const { proof, weight, page } = sighting;
  const isChosen = proof.part === "redirects" && !isCareersKind(kindOfUrl(page.url));
  return {
    ...sighting,
    weight: isChosen && weight === "embed" ? "link" : weight,
    isAdvised: true,
  };
}

/** A page that is looked at again shows the same things again: they count once. */
function dropRepeats(sightings: Sighting[], known: number): void {
  const seen = new Set(sightings.slice(0, known).map(placeOf));
  const fresh = sightings.splice(known).filter((sighting) => {
    const place = placeOf(sighting);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
  sightings.push(...fresh);
}

function placeOf({ recognised, weight, page, url, text, proof }: Sighting): string {
  const { system, tenant } = recognised;
  return JSON.stringify([system.id, tenant, weight, page.url, url, text, proof.kind, proof.match]);
}

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}
