import type { Agent } from "../agent.ts";
import type { Catalogue } from "./catalogue-index.ts";
import { readBundles } from "./bundles.ts";
import { readCareersNames } from "./careers-names.ts";
import { enter, openSearch } from "./enter.ts";
import { answered, unproven } from "./report.ts";
import { resume } from "./resume.ts";
import { readSitemap } from "./sitemap.ts";
import { walk, type Pace } from "./walk.ts";

/**
 * Tier 2: everything that can be read without a browser. More pages, the names of careers hosts,
 * the sitemap, the site's own scripts, single jobs; then it may trust a sole candidate.
 */
export function createClassifier(catalogue: Catalogue): Agent {
  return async (handoff, tools) => {
    const search = openSearch(handoff, tools, catalogue);
    await resume(search, handoff, tools);
    const stopped = await enter(search, "classifier");
    if (stopped !== undefined) return stopped;
    const steps = [
      () => readCareersNames(search, tools.web),
      async () => undefined,
      () => readSitemap(search),
      () => readBundles(search),
    ];
    const paces: Pace[] = [
      { isPatient: false, mostChecks: 5, guesses: 0, mostPages: 4 },
      { isPatient: false, mostChecks: 5, guesses: 10, mostPages: 6 },
      { isPatient: true, mostChecks: 8, guesses: 0, mostPages: 4 },
      { isPatient: true, mostChecks: 8, guesses: 0, mostPages: 3 },
    ];
    let settling = await walk(search, { isPatient: false, mostChecks: 5, guesses: 0, mostPages: 3 });
    for (const [i, step] of steps.entries()) {
      if (settling.resolution.kind === "settled") break;
      await step();
      const pace = paces[i];
      if (pace !== undefined) settling = await walk(search, pace);
    }
    return settling.resolution.kind === "settled" ? answered(search, settling) : unproven(search, settling, "classifier");
  };
}
