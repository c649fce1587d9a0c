import type { Look } from "../../domain/handoff.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Web } from "../../web/web.ts";
import type { Agent } from "../agent.ts";
import type { Page } from "../page/page.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import { answerFrom } from "./answer.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseFetched } from "./fetcher.ts";
import { recogniseBundle } from "./recognise-page.ts";
import { pagesWorthReading } from "./further-pages.ts";
import { lookAt } from "./home.ts";
import { isOwn } from "./loads.ts";
import { answered, unproven } from "./report.ts";
import { notRefused } from "./refused.ts";
import { startAtHome } from "./start.ts";
import { recogniseZone } from "./zone.ts";

/** Tier 2: the pages where a site uses what its home page does not. */
export function createReader(catalogue: Catalogue): Agent {
  return async (handoff, { web, signal }) => {
    const begun = await startAtHome(handoff, web);
    if ("settled" in begun) return begun.settled;
    const { domain, page: home, site, looked: before, otherwise } = begun.start;
    if (home === undefined) {
      const answer = answerFrom(notRefused(await recogniseZone(catalogue, web, domain), handoff));
      return answer === undefined ? otherwise : answered(answer, before);
    }
    const looked = [...before];
    const pagesLeft = Math.max(0, handoff.constraints.maxPages - looked.length - mostBundles);
    const sightings = recogniseFetched(catalogue, home);
    for (const url of pagesWorthReading(home).slice(0, pagesLeft)) {
      signal.throwIfAborted();
      const page = await openOwnPage(web, url, home.snapshot, looked);
      if (page !== undefined) sightings.push(...recogniseFetched(catalogue, page));
    }
    sightings.push(...(await recogniseZone(catalogue, web, domain)));
    if (sightings.length === 0) {
      for (const url of ownBundles(home)) {
        signal.throwIfAborted();
        const bundle = await openBundle(web, url, home.snapshot, looked);
        if (bundle !== undefined) sightings.push(...recogniseBundle(catalogue, bundle));
      }
    }
    const answer = answerFrom(notRefused(sightings, handoff), site);
    if (answer !== undefined) return answered(answer, looked);
    const why = `read ${looked.length} pages and scripts of ${domain}; nothing in them is in the catalogue`;
    return unproven("not_disclosed", why, looked);
  };
}

/** A page of the same site as the home page, if it answers as one. */
async function openOwnPage(
  web: Web,
  url: string,
  home: Snapshot,
  looked: Look[],
): Promise<Page | undefined> {
  const reply = await web.get(url);
  looked.push(lookAt(url, reply));
  if (!reply.ok || reply.snapshot.status >= 400) return undefined;
  if (!isOwn(reply.snapshot.url, home.url)) return undefined;
  const page = parsePage(reply.snapshot);
  return stateOf(page) === "blocked" ? undefined : page;
}

const mostBundles = 4;

/** Scripts that the site serves itself, in the page's order. */
function ownBundles(home: Page): string[] {
  const urls = home.scripts.flatMap(({ src }) => src?.url ?? []);
  return [...new Set(urls.filter((url) => isOwn(url, home.snapshot.url)))].slice(0, mostBundles);
}

async function openBundle(
  web: Web,
  url: string,
  home: Snapshot,
  looked: Look[],
): Promise<Snapshot | undefined> {
  const reply = await web.get(url, { accept: "*/*" });
  looked.push(lookAt(url, reply));
  if (!reply.ok || reply.snapshot.status >= 400 || !isOwn(reply.snapshot.url, home.url))
    return undefined;
  const type = reply.snapshot.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return /(?:java|ecma)script/i.test(type ?? "") ? reply.snapshot : undefined;
}
