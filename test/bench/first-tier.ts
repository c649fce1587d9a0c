import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoggedRequest, type SmallWeb, startSmallWeb } from "../small-web/server.ts";
import { compare, type Contender, type PartResult, runPart, type Standing } from "./rounds.ts";

export interface FirstTierOptions {
  readonly socket: string;
  readonly rows: number;
  readonly rounds: number;
  readonly concurrency: number;
  readonly withCrawlee: boolean;
}

export interface FirstTierResult {
  readonly standings: readonly Standing[];
  /** What the engine asked for, per row: pages (which the others ask for too) and the rest. */
  readonly pagesPerRow: number;
  readonly extrasPerRow: number;
}

/** The first tier of `ats` beside a bare loop and Crawlee on the very pages that it asked for. */
export async function compareFirstTier(options: FirstTierOptions): Promise<FirstTierResult> {
  return withLab(options, async (lab) => {
    // Not measured: the small web makes its sites when they are first asked for.
    const { pages, extras } = await lab.scout();
    const contenders: Contender[] = [
      { name: "bare loop", run: () => lab.bareLoop() },
      { name: "ats, tier 1", run: () => lab.ats(null) },
    ];
    if (options.withCrawlee) contenders.push({ name: "Crawlee", run: () => lab.crawlee() });
    return {
      standings: await compare(contenders, options.rounds),
      pagesPerRow: pages / options.rows,
      extrasPerRow: extras / options.rows,
    };
  });
}

/** Where the time of a row on the first tier goes. */
export async function profileFirstTier(
  options: FirstTierOptions,
  file: string,
): Promise<PartResult> {
  return withLab(options, async (lab) => {
    await lab.scout();
    return lab.ats(file);
  });
}

interface Lab {
  scout(): Promise<{ pages: number; extras: number }>;
  ats(profile: string | null): Promise<PartResult>;
  bareLoop(): Promise<PartResult>;
  crawlee(): Promise<PartResult>;
}

async function withLab<T>(options: FirstTierOptions, use: (lab: Lab) => Promise<T>): Promise<T> {
  const web = await startSmallWeb();
  const dir = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    return await use(openLab(web, dir, options));
  } finally {
    await web.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function openLab(web: SmallWeb, dir: string, options: FirstTierOptions): Lab {
  const { socket, rows, concurrency } = options;
  const env = { NODE_EXTRA_CA_CERTS: web.caPath };
  const { proxyUrl, dnsUrl } = web;
  const requestsFile = join(dir, "requests.json");
  const pagesFile = join(dir, "pages.json");
  let runs = 0;

  // A fresh directory each time: a snapshot that is there already is not written again.
  const ats = async (profile: string | null) => {
    const snapshots = join(dir, `snapshots-${(runs += 1)}`);
    mkdirSync(snapshots);
    const work = { socket, units: rows, concurrency, profile, proxyUrl, dnsUrl, snapshots };
    const result = await runPart({ part: "ats", ...work }, { env });
    rmSync(snapshots, { recursive: true, force: true });
    return result;
  };
  const pageWork = { proxyUrl, concurrency, profile: null };
  return {
    ats,
    async scout() {
      await ats(null);
      const asked = web.requests();
      const pages = asked.filter((request) => isPage(request, dnsUrl));
      writeFileSync(requestsFile, JSON.stringify(byRow(pages)));
      // Crawlee follows redirects by itself, so the stations on the way are left to it.
      writeFileSync(
        pagesFile,
        JSON.stringify(byRow(pages.filter(({ status }) => status < 300 || status >= 400))),
      );
      return { pages: pages.length, extras: asked.length - pages.length };
    },
    bareLoop: () => runPart({ part: "bare loop", pages: requestsFile, ...pageWork }, { env }),
    crawlee: () => runPart({ part: "crawlee", pages: pagesFile, ...pageWork }, { env }),
  };
}

/** What Assay asks for its manners' sake, and of DNS, is its own overhead. */
function isPage({ url, method }: LoggedRequest, dnsUrl: string): boolean {
  return method === "GET" && !url.endsWith("/robots.txt") && !url.startsWith(dnsUrl);
}

/** The requests of one row in one list: they are asked for one after the other, as the engine does. */
function byRow(requests: readonly LoggedRequest[]): string[][] {
  const rows = new Map<string, string[]>();
  for (const { url } of requests) {
    const row = /bigweb-?(\d{6})/i.exec(url)?.[1] ?? url;
    rows.set(row, [...(rows.get(row) ?? []), url]);
  }
  return [...rows.values()];
}
