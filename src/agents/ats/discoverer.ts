import type { AgentSpec } from "../../specs/kit.ts";
import type { Agent, AttemptReport } from "../agent.ts";
import { type Desk, openDesk } from "../reading/desk.ts";
import { withoutAnswer } from "../reading/without-answer.ts";
import { askLinks } from "./ask-links.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { enter, openSearch } from "./enter.ts";
import { addRemembered } from "./remembered.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import type { Search } from "./search.ts";
import type { Settling } from "./settle.ts";
import { walk } from "./walk.ts";

const pace = { isPatient: false, mostChecks: 3, guesses: 3, mostPages: 8 };
/** Pages that weak leads leave to what a model may choose. */
const spare = 2;

/**
 * Tier 1: the home page, the careers page, one hop to the openings, and the vendor's own word.
 * Where that leads nowhere, a small model may say which of the site's links to try.
 */
export function createDiscoverer(catalogue: Catalogue, spec: AgentSpec): Agent {
  return async (handoff, tools) => {
    const desk = openDesk(tools);
    const search = openSearch(handoff, tools, catalogue, desk?.now);
    await resume(search, handoff, tools);
    const stopped = await enter(search, "http");
    if (stopped !== undefined) return stopped;
    await addRemembered(search, tools);
    const settling = await walk(search, desk === undefined ? pace : { ...pace, spare });
    const found = reportOf(search, settling);
    return desk !== undefined && isLost(search, settling, found)
      ? askTheWay(search, spec, desk)
      : found;
  };
}

function reportOf(search: Search, settling: Settling): AttemptReport {
  return settling.resolution.kind === "settled"
    ? answered(search, settling)
    : unproven(search, settling, "http");
}

/** Pages were read, and none of them was the list of openings or showed a system. */
function isLost({ pages }: Search, { resolution }: Settling, { outcome }: AttemptReport): boolean {
  if (outcome.kind !== "unproven" || resolution.kind !== "open") return false;
  const isVague = outcome.reason === "no_candidate_found" || outcome.reason === "not_disclosed";
  return isVague && !pages.some(({ kind }) => kind === "openings" || kind === "job");
}

async function askTheWay(search: Search, spec: AgentSpec, desk: Desk): Promise<AttemptReport> {
  const asked = await askLinks(search, spec, desk);
  // What weak leads left to the model is theirs now, whatever it said.
  const settling = await walk(search, { ...pace, guesses: 0 });
  const report = reportOf(search, settling);
  const isSettled = settling.resolution.kind === "settled";
  if (asked.kind === "nothing") return report;
  if (asked.kind === "unanswered")
    return isSettled ? report : withoutAnswer(asked.reply, report, desk);
  if (asked.count === 0) return desk.sign(report, { stop: "gave_up", why: asked.why });
  return isSettled
    ? desk.sign({ ...report, origin: "model" }, { stop: "submitted", why: asked.why })
    : desk.sign(report, { stop: "no_progress", why: asked.why });
}
