import { fileURLToPath } from "node:url";
import { test as base } from "vitest";
import { type KeptRequests, keepRequests } from "../support/crash-requests.ts";
import { type ModelProcess, startModelProcess } from "../support/model-process.ts";
import { createCrashSite, type CrashSite, type CrashSiteOptions } from "../support/crash-site.ts";
import { startSmallWeb } from "../small-web/server.ts";

/** The program that ships; `npm test` compiles it first. */
const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

export interface Lab {
  /** A model server of its own, as a process; started when first asked for. */
  models(): Promise<ModelProcess>;
  /** A place to run and die in; cleared when the test is over, however it ended. */
  site(options: Pick<CrashSiteOptions, "rows"> & Partial<CrashSiteOptions>): CrashSite;
  readonly requests: KeptRequests;
}

/** `test` with a small web of its own, and sites of which no process is left afterwards. */
export const test = base.extend<{ lab: Lab }>({
  // oxlint-disable-next-line no-empty-pattern
  lab: async ({}, use) => {
    const web = await startSmallWeb();
    const requests = keepRequests(web);
    const sites: CrashSite[] = [];
    let models: Promise<ModelProcess> | undefined;
    await use({
      requests,
      models: () => (models ??= startModelProcess(main)),
      site(options) {
        const site = createCrashSite({ main, web, maxTier: 2, ...options });
        sites.push(site);
        return site;
      },
    });
    await Promise.all(sites.map((site) => site.clear()));
    requests.stop();
    await (await models)?.close();
    await web.close();
  },
});
