import type { Handoff } from "../../domain/handoff.ts";
import { siteOf } from "../../domain/site.ts";
import type { Tier } from "../../domain/tier.ts";
import type { AgentTools, AttemptReport } from "../agent.ts";
import { createExplorer } from "../page/explorer.ts";
import { isCareersKind, kindOfUrl } from "../page/link-rank.ts";
import { AtsInput } from "../../../specs/ats/contract.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { openHome } from "./home.ts";
import { ended, unproven } from "./report.ts";
import { claimSite, createSearch, type Search, takeIn } from "./search.ts";
import { redirectSightings } from "./sightings.ts";
import { createSubject, isOwn } from "./subject.ts";

/** Opens a search for the record that a handoff names. */
export function openSearch(handoff: Handoff, tools: AgentTools, catalogue: Catalogue): Search {
  const input = AtsInput.parse(handoff.context.input);
  const explorer = createExplorer(tools.web, {
    maxPages: handoff.constraints.maxPages,
    deadline: handoff.deadline,
    signal: tools.signal,
    now: Date.now,
  });
  return createSearch(createSubject(input), catalogue, explorer);
}

/** Opens the record's own site. A report when there is nothing to walk through. */
export async function enter(search: Search, tier: Tier): Promise<AttemptReport | undefined> {
  const { subject, explorer, catalogue, frontier } = search;
  if (search.pages.length > 0) return undefined;
  const given = givenCareers(search);
  const home = await openHome(subject, explorer, catalogue);
  switch (home.kind) {
    case "ending":
      return ended(search, home.reason, home.proof, home.why);
    case "vendor":
      search.sightings.push(...redirectSightings(home.visit.snapshot, "careers", (url) => isOwn(subject, url), catalogue));
      break;
    case "closed":
      if (home.visit?.state === "blocked") search.walled.add(home.visit.snapshot.url);
      if (home.reason === "blocked") search.walled.add(`https://${subject.domain}/`);
      if (home.reason === "out_of_scope" || given === undefined) {
        return unproven(search, undefined, tier, { reason: home.reason, why: home.why });
      }
      break;
    case "own": {
      const { visit, moved } = home;
      if (moved !== undefined) claimSite(search, visit.snapshot.url, moved);
      frontier.done(visit.snapshot.url);
      if (visit.state === "blocked") search.walled.add(visit.snapshot.url);
      else if (visit.state !== "failing") {
        const isLanding = isCareersKind(kindOfUrl(visit.snapshot.url));
        if (visit.state === "shell") search.shells.add(visit.snapshot.url);
        takeIn(search, { url: visit.snapshot.url, kind: isLanding ? "careers" : "home", visit, via: moved });
      }
    }
  }
  if (given !== undefined) frontier.add({ url: given, kind: "careers", score: 95, via: undefined, isGuess: false });
  return undefined;
}

/** The careers address of the input, if it is on the record's own site; another's would be no proof. */
function givenCareers({ subject, catalogue }: Search): string | undefined {
  const { careersUrl } = subject;
  if (careersUrl === null || siteOf(careersUrl) === undefined || catalogue.recognise(careersUrl) !== undefined) return undefined;
  return isOwn(subject, careersUrl) ? careersUrl : undefined;
}
