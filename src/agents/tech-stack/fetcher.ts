import type { Agent } from "../agent.ts";
import type { Page } from "../page/page.ts";
import { answerFrom } from "./answer.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseHeaders } from "./recognise-headers.ts";
import { recognisePage } from "./recognise-page.ts";
import { answered } from "./report.ts";
import type { Sighting } from "./sighting.ts";
import { notRefused } from "./refused.ts";
import { startAtHome } from "./start.ts";
import { recogniseZone } from "./zone.ts";

/** Tier 1: one look at the home page and at DNS. Whatever either proves settles the row. */
export function createFetcher(catalogue: Catalogue): Agent {
  return async (handoff, { web }) => {
    const begun = await startAtHome(handoff, web);
    if ("settled" in begun) return begun.settled;
    const { domain, page, site, looked, otherwise } = begun.start;
    const onPage = page === undefined ? [] : recogniseFetched(catalogue, page);
    const inZone = await recogniseZone(catalogue, web, domain);
    const answer = answerFrom(notRefused([...onPage, ...inZone], handoff), site);
    return answer === undefined ? otherwise : answered(answer, looked);
  };
}

/** What one fetched page proves by its headers and its source. */
export function recogniseFetched(catalogue: Catalogue, page: Page): Sighting[] {
  return [...recogniseHeaders(catalogue, page.snapshot), ...recognisePage(catalogue, page)];
}
