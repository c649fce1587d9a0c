import { CheerioCrawler, Configuration, log, ProxyConfiguration } from "@crawlee/cheerio";
import { type PageOptions, readRows } from "./bare-loop.ts";
import { type Measured, startMeter } from "./meter.ts";

/** The same pages with Crawlee's CheerioCrawler, in memory, without retries, sessions or robots.txt. */
export async function measureCrawlee(options: PageOptions): Promise<Measured> {
  log.setLevel(log.LEVELS.OFF);
  const rows = readRows(options.pages);
  let links = 0;
  const crawler = new CheerioCrawler(
    {
      proxyConfiguration: new ProxyConfiguration({ proxyUrls: [options.proxyUrl] }),
      minConcurrency: options.concurrency,
      maxConcurrency: options.concurrency,
      maxRequestRetries: 0,
      useSessionPool: false,
      persistCookiesPerSession: false,
      requestHandler: ({ $ }) => {
        links += $("a").length;
      },
    },
    new Configuration({ persistStorage: false, purgeOnStart: false }),
  );
  const stopMeter = await startMeter(undefined);
  await crawler.run(rows.flat());
  if (links === 0) throw new Error("Crawlee saw no link: the pages are not there");
  return stopMeter(rows.length);
}
