import type { AgentSpec } from "../../specs/kit.ts";
import type { Agent, AgentTools, AttemptReport } from "../agent.ts";
import { openDesk } from "../reading/desk.ts";
import { readWithModel } from "./ask-reader.ts";
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

/** How the search goes on with what a model pointed at. */
const afterReading: Pace = { isPatient: true, mostChecks: 8, guesses: 0, mostPages: 6 };
/** Pages that weak leads leave to what a model may point at. */
const spare = 3;

/**
 * Tier 2: everything that can be read without a browser. More pages, the names of careers hosts,
 * the sitemap, the site's own scripts and feeds, single jobs; what patterns can't settle, a model
 * may read.
 */
export function createClassifier(catalogue: Catalogue, spec: AgentSpec): Agent {
  return async (handoff, tools) => {
    const desk = openDesk(tools);
    const search = openSearch(handoff, tools, catalogue, desk?.now);
    await resume(search, handoff, tools);
    const stopped = await enter(search, "classifier");
    if (stopped !== undefined) return stopped;
    for (const { look, pace } of steps) {
      await look?.(search, tools);
      const settling = await walk(search, desk === undefined ? pace : { ...pace, spare });
      if (settling.resolution.kind === "settled") return answered(search, settling);
      if (!pace.isPatient) continue;
      const found = unproven(search, settling, "classifier");
      return desk === undefined || !isReadable(found)
        ? found
        : readWithModel(search, { spec, desk, handoff, pace: afterReading, settling });
    }
    throw new Error("the last step of the classifier is not patient; this is a bug");
  };
}

/** What a reader might settle: pages were read, and nobody keeps us waiting. */
function isReadable({ outcome }: AttemptReport): boolean {
  if (outcome.kind !== "unproven") return false;
  const { reason } = outcome;
  return reason === "no_candidate_found" || reason === "not_disclosed" || reason === "conflict";
}
