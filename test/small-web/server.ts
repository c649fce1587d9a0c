import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBigWeb } from "./big-list.ts";
import { createRoster } from "./companies/roster.ts";
import { createResolver, dnsHost } from "./dns/over-https.ts";
import { createInternet } from "./internet.ts";
import { createMixedWeb } from "./mixed-list.ts";
import { createAuthority } from "./proxy/authority.ts";
import { startForwardProxy } from "./proxy/forward-proxy.ts";

export interface SmallWebOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** Where the root certificate goes, PEM; left out: a new temporary directory. */
  readonly caPath?: string;
}

/** One request that reached a host. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly userAgent: string;
  readonly status: number;
}

export interface SmallWeb {
  readonly proxyUrl: string;
  readonly caPath: string;
  /** DNS over HTTPS (JSON), to be asked through the proxy. */
  readonly dnsUrl: string;
  /** Requests so far, by host and path. */
  hits(): Map<string, number>;
  /** The last requests, oldest first; at most 50,000. */
  requests(): readonly LoggedRequest[];
  close(): Promise<void>;
}

const keptRequests = 50_000;

/** Starts an internet of its own on loopback, reached as an ordinary HTTP(S) proxy. */
export async function startSmallWeb(options: SmallWebOptions = {}): Promise<SmallWeb> {
  const authority = await createAuthority();
  const caPath = options.caPath ?? join(mkdtempSync(join(tmpdir(), "small-web-")), "ca.pem");
  writeFileSync(caPath, authority.certificate);
  const internet = createInternet(createRoster(), createBigWeb(), createMixedWeb());
  const resolver = createResolver(internet);
  const hits = new Map<string, number>();
  let requests: LoggedRequest[] = [];
  const proxy = await startForwardProxy(
    {
      find: (hostname) => (hostname === dnsHost ? resolver : internet.find(hostname)),
      certificateNames: internet.certificateNames,
      note({ method, url, headers }, { status }) {
        const key = url.hostname + url.pathname;
        hits.set(key, (hits.get(key) ?? 0) + 1);
        requests.push({
          at: Date.now(),
          method,
          url: url.href,
          userAgent: headers["user-agent"] ?? "",
          status,
        });
        if (requests.length >= 2 * keptRequests) requests = requests.slice(-keptRequests);
      },
    },
    authority,
    options.port ?? 0,
  );
  return {
    proxyUrl: proxy.url,
    caPath,
    dnsUrl: `https://${dnsHost}/dns-query`,
    hits: () => new Map(hits),
    requests: () => requests.slice(-keptRequests),
    close: proxy.close,
  };
}
