import type { Trace } from "../../../specs/ats/recruiting-system.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { isCareersKind } from "../page/link-rank.ts";
import { addressesIn, liveSource } from "../page/live-source.ts";
import { absolute } from "../page/collect.ts";
import { proofAt } from "./proof.ts";
import type { Search, SeenPage } from "./search.ts";
import { type Sighting, sightingOf } from "./sighting.ts";
import { isOwn } from "./subject.ts";

const mostBundles = 3;
const mostFeeds = 2;
/** What is read of one file. */
const mostChars = 3_000_000;

/**
 * Reads the site's own scripts and job feeds where a careers page leaves its list to them: what a
 * page of frameworks would load stands there. Names in a script must be confirmed by the vendor.
 */
export async function readBundles(search: Search): Promise<void> {
  const pages = search.pages.filter(
    ({ kind, visit }) => isCareersKind(kind) || visit.state === "shell",
  );
  const [first] = pages;
  if (first === undefined) return;
  const feeds = unique([
    ...frontEndFeeds(search, pages),
    ...pages.flatMap((page) => feedsOf(page, search)),
  ]).slice(0, mostFeeds);
  const bundles = unique(pages.flatMap((page) => bundlesOf(page, search))).toSorted(
    (a, b) => promise(b) - promise(a),
  );
  for (const url of feeds) await readFile(search, url, first, "call");
  for (const url of bundles.slice(0, mostBundles)) await readFile(search, url, first, "hint");
}

async function readFile(
  search: Search,
  url: string,
  page: SeenPage,
  weight: "call" | "hint",
): Promise<void> {
  const visited = await search.explorer.fetch(url);
  if (visited === undefined || !visited.ok || visited.snapshot.status !== 200) return;
  const { snapshot } = visited;
  if (!isOwn(search.subject, snapshot.url)) return;
  const known = new Set(search.sightings.map(({ recognised }) => recognised.system.id));
  for (const sighting of sightingsIn(snapshot, page, search)) {
    // A script that names the system which the page hints at says more than one that names any.
    const isHinted = weight === "hint" && known.has(sighting.recognised.system.id);
    search.sightings.push({ ...sighting, weight: isHinted ? "link" : weight });
  }
}

const inScripts: ReadonlySet<Trace["kind"]> = new Set(["script"]);

/** Tenants that a file names: in addresses, or in the way that a vendor's own code is set up. */
function sightingsIn(
  snapshot: Snapshot,
  { url: pageUrl, kind }: SeenPage,
  { catalogue }: Search,
): Sighting[] {
  const page = { url: isCareersKind(kind) ? pageUrl : snapshot.url, kind };
  const text = snapshot.text.slice(0, mostChars);
  const addressed = addressesIn(text, 0).flatMap(({ raw, start, url }) => {
    const recognised = catalogue.recognise(url);
    return recognised === undefined ? [] : [{ recognised, span: { raw, start }, url }];
  });
  const traced = catalogue
    .traces(text, inScripts)
    .map(({ recognised, raw, start }) => ({ recognised, span: { raw, start }, url: "" }));
  return [...addressed, ...traced]
    .filter(({ recognised }) => recognised.tenant !== null)
    .map(({ recognised, span, url }) =>
      sightingOf(
        { recognised, weight: "hint", proof: proofAt(snapshot, "script", span), page },
        { url },
      ),
    );
}

/** Same-site scripts of a page. */
function bundlesOf({ visit }: SeenPage, { subject }: Search): string[] {
  const { scripts, linkTags } = visit.page;
  const own = scripts.flatMap(({ src }) => (src === undefined ? [] : [src.url]));
  const preloaded = linkTags.filter(
    ({ rel, url }) => /preload|modulepreload/.test(rel) && /\.m?js(?:\?|$)/.test(url),
  );
  return [...own, ...preloaded.map(({ url }) => url)].filter((url) => isOwn(subject, url));
}

const feed =
  /["'`]((?:https?:)?(?:\/|\\\/)[^"'`\s<>]{0,150}(?:job|career|position|opening|vacanc|vacature|stelle|karriere|recruit|empleo|emploi|vaga|posting)[^"'`\s<>]{0,150})["'`]/gi;

/** Where front ends keep the jobs that their pages load, with the links to apply in them. */
const feedsOfFrontEnds: Readonly<Record<string, string>> = {
  jibe: "/api/jobs",
  eightfold: "/api/apply/v2/jobs",
};

function frontEndFeeds({ sightings, subject }: Search, pages: readonly SeenPage[]): string[] {
  return sightings.flatMap(({ recognised, page }) => {
    const path = feedsOfFrontEnds[recognised.system.id];
    const isHere = pages.some(({ url }) => url === page.url) && isOwn(subject, page.url);
    return path !== undefined && isHere ? [new URL(path, page.url).href] : [];
  });
}

/** Data addresses of jobs on the own site that a page's code or attributes name. */
function feedsOf({ visit }: SeenPage, { subject }: Search): string[] {
  const { page } = visit;
  const found: string[] = [];
  for (const [, written = ""] of liveSource(page).matchAll(feed)) {
    if (
      !/\.(?:json|xml)(?:\?|$)|\/(?:api|wp-json|_next\/data|graphql|ajax|feeds?|rest|data)\//i.test(
        written.replaceAll("\\/", "/"),
      )
    )
      continue;
    const url = absolute(written, page.baseUrl);
    if (url !== undefined && isOwn(subject, url)) found.push(url);
    if (found.length >= 10) break;
  }
  return found;
}

function unique(urls: readonly string[]): string[] {
  return [...new Set(urls)];
}

/** Scripts that by their names belong to careers pages first, the main bundle next. */
function promise(url: string): number {
  if (/career|job|karriere|recruit|opening|position|hiring/i.test(url)) return 3;
  if (/(?:^|\/)(?:main|app|index|bundle|page)[.-]/i.test(url)) return 2;
  const isCommon =
    /polyfill|vendor|jquery|gtm|analytics|runtime|webpack|framework|wp-includes|wp-content\/plugins|modernizr|bootstrap|cookie/i;
  return isCommon.test(url) ? 0 : 1;
}
