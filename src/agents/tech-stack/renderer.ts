import type { Look } from "../../domain/handoff.ts";
import type { FetchFailure, Rendered, RenderPlan } from "../../web/web.ts";
import type { Agent } from "../agent.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";
import { answerFrom } from "./answer.ts";
import type { Catalogue } from "./catalogue.ts";
import { recogniseFetched } from "./fetcher.ts";
import { isOwn } from "./loads.ts";
import { recogniseNetwork } from "./recognise-network.ts";
import { recognisePage } from "./recognise-page.ts";
import { answered, unproven } from "./report.ts";
import { notRefused } from "./refused.ts";
import type { Sighting } from "./sighting.ts";
import { startAtHome } from "./start.ts";
import { recogniseZone } from "./zone.ts";

/** The renderer passes consent walls by itself; beyond that the home page is looked at as it stands. */
const plan: RenderPlan = { click: /(?!)/, maxClicks: 0 };

/** The renderer agent was started without a browser: run it on the browser tier. */
export class BrowserMissing extends Error {
  override readonly name = "BrowserMissing";

  constructor() {
    super("the renderer agent needs a browser: run it on the browser tier");
  }
}

/** Tier 3: the home page as a visitor's browser builds it, and every request that it makes. */
export function createRenderer(catalogue: Catalogue): Agent {
  return async (handoff, { web, renderer, signal }) => {
    if (renderer === undefined) throw new BrowserMissing();
    const begun = await startAtHome(handoff, web);
    if ("settled" in begun) return begun.settled;
    const { domain, page, site, looked: before, otherwise } = begun.start;
    const isForeign = page === undefined && isAnswered(before);
    // The fetched page tells whose it is: a browser's redirects leave no hops behind.
    const url = page?.snapshot.url ?? `https://${domain}/`;
    const rendered = isForeign ? undefined : await renderer.render(url, plan, signal);
    const looked = rendered === undefined ? before : [...before, lookAtRendered(url, rendered)];
    const sightings = [
      ...(page === undefined ? [] : recogniseFetched(catalogue, page)),
      ...(rendered?.ok === true ? recogniseRendered(catalogue, rendered, url) : []),
      ...(await recogniseZone(catalogue, web, domain)),
    ];
    const answer = answerFrom(notRefused(sightings, handoff), site);
    if (answer !== undefined) return answered(answer, looked);
    if (rendered?.ok !== true) return { ...otherwise, looked };
    const { outcome } = otherwise;
    const reason = outcome.kind === "unproven" ? outcome.reason : "not_disclosed";
    return unproven(reason, `rendered ${domain}; nothing in it is in the catalogue`, looked);
  };
}

/** Somebody else's page answered: rendering it would only prove somebody else's technologies. */
function isAnswered(looked: readonly Look[]): boolean {
  return typeof looked.at(-1)?.answer === "number" && Number(looked.at(-1)?.answer) < 400;
}

function lookAtRendered(url: string, rendered: Rendered | FetchFailure): Look {
  return rendered.ok
    ? { url, answer: 200, snapshot: rendered.network.hash }
    : { url, answer: rendered.kind, snapshot: null };
}

/** Only the record's own frames and their requests count, and no bot wall's. */
function recogniseRendered(catalogue: Catalogue, rendered: Rendered, url: string): Sighting[] {
  const own = rendered.frames
    .filter(({ snapshot }) => isOwn(snapshot.url, url))
    .map(({ snapshot }) => parsePage(snapshot));
  const isWall = own.length === 0 || own.some((page) => stateOf(page) === "blocked");
  if (isWall) return [];
  return [
    ...own.flatMap((page) => recognisePage(catalogue, page)),
    ...recogniseNetwork(catalogue, rendered.network, url),
  ];
}
