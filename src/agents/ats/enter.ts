import type { Handoff } from "../../domain/handoff.ts";
import { siteOf } from "../../domain/site.ts";
import type { Tier } from "../../domain/tier.ts";
import type { AgentTools, AttemptReport } from "../agent.ts";
import { createExplorer, type Visit } from "../page/explorer.ts";
import { isCareersKind, kindOfUrl } from "../page/link-rank.ts";
import { AtsInput } from "../../../specs/ats/contract.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { type Home, openHome } from "./home.ts";
import type { Proof } from "./proof.ts";
import { ended, unproven } from "./report.ts";
import { claimSite, createSearch, type Search, takeIn } from "./search.ts";
import { redirectSightings } from "./sightings.ts";
import { createSubject, isOwn } from "./subject.ts";

/** Opens a search for the record that a handoff names; `now` is the clock of its deadline. */
export function openSearch(
  handoff: Handoff,
  tools: AgentTools,
  catalogue: Catalogue,
  now: () => number = Date.now,
): Search {
  const input = AtsInput.parse(handoff.context.input);
  const explorer = createExplorer(tools.web, {
    maxPages: handoff.constraints.maxPages,
    deadline: handoff.deadline,
    signal: tools.signal,
    now,
  });
  return createSearch(createSubject(input), catalogue, explorer);
}

/** Opens the record's own site. A report when there is nothing to walk through. */
export async function enter(search: Search, tier: Tier): Promise<AttemptReport | undefined> {
  const { subject, explorer, catalogue, frontier } = search;
  if (search.pages.length > 0) return undefined;
  const given = givenCareers(search);
  const home = await openHome(subject, explorer, catalogue);
  if (home.kind === "ending") return ended(search, home.reason, home.proof, home.why);
  if (home.kind === "vendor")
    search.sightings.push(...redirectSightings(home.visit.snapshot, "careers", search));
  else if (home.kind === "own") enterOwn(search, home.visit, home.moved);
  else {
    noteWall(search, home);
    const isOver = home.reason === "out_of_scope" || given === undefined;
    if (isOver) return unproven(search, undefined, tier, { reason: home.reason, why: home.why });
  }
  if (given !== undefined)
    frontier.add({ url: given, kind: "careers", score: 95, via: undefined, isGuess: false });
  return undefined;
}

function enterOwn(search: Search, visit: Visit, moved: Proof | undefined): void {
  const { url } = visit.snapshot;
  if (moved !== undefined) claimSite(search, url, moved);
  search.frontier.done(url);
  if (visit.state === "blocked") search.walled.add(url);
  if (visit.state === "blocked" || visit.state === "failing" || visit.state === "empty") return;
  if (visit.state === "shell") search.shells.add(url);
  takeIn(search, {
    url,
    kind: isCareersKind(kindOfUrl(url)) ? "careers" : "home",
    visit,
    via: moved,
  });
}

function noteWall(
  { walled, subject }: Search,
  { visit, reason }: Extract<Home, { kind: "closed" }>,
): void {
  if (visit?.state === "blocked") walled.add(visit.snapshot.url);
  else if (reason === "blocked") walled.add(`https://${subject.domain}/`);
}

/** The careers address of the input, if it is on the record's own site; another's would be no proof. */
function givenCareers({ subject, catalogue }: Search): string | undefined {
  const { careersUrl } = subject;
  if (
    careersUrl === null ||
    siteOf(careersUrl) === undefined ||
    catalogue.recognise(careersUrl) !== undefined
  )
    return undefined;
  return isOwn(subject, careersUrl) ? careersUrl : undefined;
}
