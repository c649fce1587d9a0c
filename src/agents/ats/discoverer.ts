import type { Agent } from "../agent.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { enter, openSearch } from "./enter.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import { walk } from "./walk.ts";

/** Tier 1: the home page, the careers page, one hop to the openings, and the vendor's own word. */
export function createDiscoverer(catalogue: Catalogue): Agent {
  return async (handoff, tools) => {
    const search = openSearch(handoff, tools, catalogue);
    await resume(search, handoff, tools);
    const stopped = await enter(search, "http");
    if (stopped !== undefined) return stopped;
    const settling = await walk(search, {
      isPatient: false,
      mostChecks: 3,
      guesses: 3,
      mostPages: 8,
    });
    return settling.resolution.kind === "settled"
      ? answered(search, settling)
      : unproven(search, settling, "http");
  };
}
