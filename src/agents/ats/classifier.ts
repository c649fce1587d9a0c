import type { Agent, AgentTools } from "../agent.ts";
import { readBundles } from "./bundles.ts";
import { readCareersNames } from "./careers-names.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { enter, openSearch } from "./enter.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import type { Search } from "./search.ts";
import { readSitemap } from "./sitemap.ts";
import { type Pace, walk } from "./walk.ts";

interface Step {
  /** What is learnt first; the walk follows what it brought. */
  readonly look: ((search: Search, tools: AgentTools) => Promise<void>) | undefined;
  readonly pace: Pace;
}

const unhurried: Pace = { isPatient: false, mostChecks: 5, guesses: 0, mostPages: 3 };

/** From what is linked to what is usual, from what is cheap to what is long; the last step may trust a sole candidate. */
const steps: readonly Step[] = [
  { look: undefined, pace: { ...unhurried, leastScore: 12 } },
  {
    look: (search, { web }) => readCareersNames(search, web),
    pace: { ...unhurried, mostPages: 4 },
  },
  { look: undefined, pace: { ...unhurried, guesses: 5, mostPages: 5 } },
  { look: readSitemap, pace: { ...unhurried, mostPages: 4 } },
  { look: readBundles, pace: { isPatient: true, mostChecks: 8, guesses: 0, mostPages: 4 } },
];

/**
 * Tier 2: everything that can be read without a browser. More pages, the names of careers hosts,
 * the sitemap, the site's own scripts and feeds, single jobs.
 */
export function createClassifier(catalogue: Catalogue): Agent {
  return async (handoff, tools) => {
    const search = openSearch(handoff, tools, catalogue);
    await resume(search, handoff, tools);
    const stopped = await enter(search, "classifier");
    if (stopped !== undefined) return stopped;
    for (const { look, pace } of steps) {
      await look?.(search, tools);
      const settling = await walk(search, pace);
      if (settling.resolution.kind === "settled") return answered(search, settling);
      if (pace.isPatient) return unproven(search, settling, "classifier");
    }
    throw new Error("the last step of the classifier is not patient; this is a bug");
  };
}
