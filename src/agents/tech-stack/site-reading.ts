import type { Look } from "../../domain/handoff.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Web } from "../../web/web.ts";
import type { Page } from "../page/page.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseFetched } from "./fetcher.ts";
import { lookAt } from "./home.ts";
import { isOwn } from "./loads.ts";
import { recogniseBundle } from "./recognise-page.ts";
import type { Sighting } from "./sighting.ts";

/** What one attempt has read of a site so far. */
export interface SiteReading {
  readonly web: Web;
  readonly catalogue: Catalogue;
  readonly home: Page;
  readonly pages: Page[];
  readonly looked: Look[];
  readonly sightings: Sighting[];
}

/** Reads a page of the same site as the home page, if it answers as one. */
export async function readOwnPage(reading: SiteReading, url: string): Promise<void> {
  const { web, catalogue, home, looked, pages, sightings } = reading;
  const reply = await web.get(url);
  looked.push(lookAt(url, reply));
  if (!reply.ok || reply.snapshot.status >= 400) return;
  if (!isOwn(reply.snapshot.url, home.snapshot.url)) return;
  const page = parsePage(reply.snapshot);
  if (stateOf(page) === "blocked") return;
  pages.push(page);
  sightings.push(...recogniseFetched(catalogue, page));
}

/** Reads a script that the site serves itself. */
export async function readBundle(reading: SiteReading, url: string): Promise<void> {
  const { web, catalogue, home, looked, sightings } = reading;
  const reply = await web.get(url, { accept: "*/*" });
  looked.push(lookAt(url, reply));
  if (!reply.ok || reply.snapshot.status >= 400) return;
  if (!isOwn(reply.snapshot.url, home.snapshot.url) || !isScript(reply.snapshot)) return;
  sightings.push(...recogniseBundle(catalogue, reply.snapshot));
}

function isScript({ headers }: Snapshot): boolean {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return /(?:java|ecma)script/i.test(type ?? "");
}

/** Scripts that a site serves itself, in the order of its pages that load them. */
export function ownScripts(pages: readonly Page[]): string[] {
  const urls = pages.flatMap(({ scripts, snapshot }) =>
    scripts.flatMap(({ src }) =>
      src !== undefined && isOwn(src.url, snapshot.url) ? src.url : [],
    ),
  );
  return [...new Set(urls)];
}
