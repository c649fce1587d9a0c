import { fileURLToPath } from "node:url";
import { type ChaosSite, openSite } from "./site.ts";
import { startWebProcess } from "./web-process.ts";

/** The program that ships; `npm test` compiles it first. */
const at = (path: string) => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

/** A small site for the short forms, on a Redis that forgets nothing when it is killed. */
export async function openShortSite(): Promise<ChaosSite> {
  const web = await startWebProcess(at("test/small-web/main.js"));
  const site = await openSite({
    web,
    workers: at("workers"),
    posts: ["http-worker", "http-worker", "classifier-worker"],
    isMounted: false,
    fsync: "no",
    env: { ASSAY_CONCURRENCY_HTTP: "4" },
  });
  return {
    ...site,
    async close() {
      await site.close();
      await web.close();
    },
  };
}
