import { isCareersKind } from "../page/link-rank.ts";
import { addressesIn } from "../page/live-source.ts";
import { proofAt } from "./proof.ts";
import type { Search, SeenPage } from "./search.ts";
import { isOwn } from "./subject.ts";

const mostBundles = 3;

/**
 * Reads the site's own scripts where a careers page leaves its list to them: what a page of
 * frameworks would load stands in its bundle. Names that stand there must be confirmed by the vendor.
 */
export async function readBundles(search: Search): Promise<void> {
  const pages = search.pages.filter(({ kind, visit }) => isCareersKind(kind) || visit.state === "shell");
  const bundles = [...new Set(pages.flatMap((page) => bundlesOf(page, search)))].slice(0, mostBundles);
  for (const { url, kind } of pages.slice(0, 1)) {
    for (const bundle of bundles) {
      const visited = await search.explorer.fetch(bundle);
      if (visited === undefined || !visited.ok || visited.snapshot.status !== 200) continue;
      const { snapshot } = visited;
      if (!isOwn(search.subject, snapshot.url)) continue;
      for (const { raw, start, url: address } of addressesIn(snapshot.text.slice(0, 3_000_000), 0)) {
        const known = search.catalogue.recognise(address);
        if (known === undefined || known.tenant === null) continue;
        const proof = proofAt(snapshot, "script", { raw, start });
        const hinted = search.sightings.some(({ recognised }) => recognised.system === known.system);
        search.sightings.push({
          recognised: known,
          weight: hinted ? "link" : "hint",
          proof,
          page: { url: isCareersKind(kind) ? url : snapshot.url, kind },
          url: address,
          text: "",
          isAside: false,
          namesOther: false,
        });
      }
    }
  }
}

/** Same-site scripts, those that by their names belong to careers pages first, the main bundle next. */
function bundlesOf({ visit }: SeenPage, { subject }: Search): string[] {
  const own = visit.page.scripts.flatMap(({ src }) => (src !== undefined && isOwn(subject, src.url) ? [src.url] : []));
  const linked = visit.page.linkTags.flatMap(({ rel, url }) => (/preload|modulepreload/.test(rel) && /\.m?js(?:\?|$)/.test(url) && isOwn(subject, url) ? [url] : []));
  return [...new Set([...own, ...linked])].toSorted((a, b) => promise(b) - promise(a));
}

function promise(url: string): number {
  if (/career|job|karriere|recruit|opening|position|hiring/i.test(url)) return 3;
  if (/(?:^|\/)(?:main|app|index|bundle|page)[.-]/i.test(url)) return 2;
  return /polyfill|vendor|jquery|gtm|analytics|runtime|webpack|framework|wp-includes|wp-content\/plugins|modernizr|bootstrap|cookie/i.test(url) ? 0 : 1;
}
