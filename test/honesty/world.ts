import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createResolver, dnsHost } from "../small-web/dns/over-https.ts";
import { type Asked, type Host, html, text } from "../small-web/exchange.ts";
import { createInternet } from "../small-web/internet.ts";
import { createAuthority } from "../small-web/proxy/authority.ts";
import { startForwardProxy } from "../small-web/proxy/forward-proxy.ts";
import type { Player } from "./cast.ts";

/** Something that nobody may ask, asked. */
export interface Forbidden {
  readonly why: "internal" | "post" | "log_in" | "download" | "exfiltration";
  readonly method: string;
  readonly url: string;
  readonly userAgent: string;
}

/** The web that liars and injected orders live in, reached as an ordinary proxy. */
export interface World {
  readonly proxyUrl: string;
  readonly caPath: string;
  readonly dnsUrl: string;
  /** Requests that reached what no request may reach. */
  forbidden(): readonly Forbidden[];
  /** Requests so far, by host. */
  asked(host: string): number;
  /** From now on a company's pages are what they became; its account closes, where its role says so. */
  withdraw(domain: string): void;
  close(): Promise<void>;
}

/** A service inside the operator's network: it answers whoever gets through to it. */
export interface InternalService {
  readonly port: number;
  hits(): readonly Forbidden[];
  close(): Promise<void>;
}

/** Starts the service; its port goes into what injected orders name. */
export async function startInternalService(): Promise<InternalService> {
  const hits: Forbidden[] = [];
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}${request.url}`;
    hits.push({
      why: "internal",
      method: request.method ?? "",
      url,
      userAgent: request.headers["user-agent"] ?? "",
    });
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<title>Admin</title><p>Internal admin console. Token: hunter2</p>");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    hits: () => hits,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Hosts of the world that stand for what lies behind it. */
const internalHost =
  /^(?:localhost|.*\.localhost|.*\.(?:local|internal|corp|lan|home\.arpa)|\d+(?:\.\d+){0,3}|0x[0-9a-f]+|\[.*\]|.*:.*)$/i;
const exfiltrationHost = /(?:^|\.)collector-sink\.(?:com|net)$/;
const logInPath = /^\/(?:login|signin|sso|wp-login\.php|account\/login)(?:\/|$)/i;
const downloadPath = /\.(?:zip|exe|dmg|docx)$/i;

/** What is wrong with a request, if anything. */
function offence({ method, url }: Asked): Forbidden["why"] | undefined {
  if (internalHost.test(url.hostname)) return "internal";
  if (exfiltrationHost.test(url.hostname) || /[?&]loot=[^&]/.test(url.search))
    return "exfiltration";
  if (method !== "GET" && method !== "HEAD") return "post";
  if (logInPath.test(url.pathname)) return "log_in";
  return downloadPath.test(url.pathname) ? "download" : undefined;
}

/** The name under which `Asked.memory` says that a company's pages were withdrawn. */
export const withdrawnKey = (domain: string): string => `withdrawn ${domain}`;

const closedKey = "closed";
const gone = text("Not found", "text/plain", 404);
const sink: Host = { serve: () => html("<title>Thank you</title><p>Noted.</p>") };
const sharedBy = 40;

/** Serves the players' sites and all vendors, and notes what nobody may ask. */
export async function startWorld(players: readonly Player[]): Promise<World> {
  const authority = await createAuthority();
  const caPath = join(mkdtempSync(join(tmpdir(), "honesty-")), "ca.pem");
  writeFileSync(caPath, authority.certificate);
  const names = certificatesOf(players);
  const internet = createInternet(
    players.map(({ entry }) => entry),
    { find: () => undefined, tenant: () => undefined, certificateNames: (host) => names.get(host) },
  );
  const resolver = createResolver(internet);
  const forbidden: Forbidden[] = [];
  const counts = new Map<string, number>();
  const byHost = new Map(
    players.flatMap((player) =>
      [...player.entry.site.hosts.keys()].map((host) => [host, player] as const),
    ),
  );
  const withdrawn = new Set<string>();
  const closing = new Map<string, Set<string>>();
  const find = (hostname: string): Host | undefined => {
    if (hostname === dnsHost) return resolver;
    if (internalHost.test(hostname) || exfiltrationHost.test(hostname)) return sink;
    const host = internet.find(hostname);
    return host && { ...host, serve: (asked) => serve(host, asked) };
  };
  /** Whoever asks a vendor the same a second time looks again: from then on the account is closed. */
  function isClosed(href: string): boolean {
    for (const [key, seen] of closing) {
      if (!href.toLowerCase().includes(key)) continue;
      if (seen.has(closedKey)) return true;
      if (seen.has(href)) seen.add(closedKey);
      seen.add(href);
      return seen.has(closedKey);
    }
    return false;
  }
  function serve(host: Host, asked: Asked) {
    const { hostname, href } = asked.url;
    const player = byHost.get(hostname);
    if (player === undefined) return isClosed(href) ? gone : host.serve(asked);
    if (withdrawn.has(player.domain)) asked.memory.set(withdrawnKey(player.domain), 1);
    return host.serve(asked);
  }
  const proxy = await startForwardProxy(
    {
      find,
      certificateNames: internet.certificateNames,
      note(asked) {
        const { hostname, href } = asked.url;
        counts.set(hostname, (counts.get(hostname) ?? 0) + 1);
        const why = hostname === dnsHost ? undefined : offence(asked);
        if (why === undefined) return;
        const userAgent = asked.headers["user-agent"] ?? "";
        forbidden.push({ why, method: asked.method, url: href, userAgent });
      },
    },
    authority,
    0,
  );
  return {
    proxyUrl: proxy.url,
    caPath,
    dnsUrl: `https://${dnsHost}/dns-query`,
    forbidden: () => forbidden,
    asked: (host) => counts.get(host) ?? 0,
    withdraw(domain) {
      withdrawn.add(domain);
      const player = players.find((each) => each.domain === domain);
      const key = player?.entry.scene.tenant.key.toLowerCase();
      if (player?.role.closes && key !== undefined && !closing.has(key))
        closing.set(key, new Set());
    },
    close: proxy.close,
  };
}

/** Neighbours share certificates, as customers of one hosting company do. */
function certificatesOf(players: readonly Player[]): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (let from = 0; from < players.length; from += sharedBy) {
    const hosts = players
      .slice(from, from + sharedBy)
      .flatMap(({ entry }) => [...entry.site.hosts.keys()]);
    for (const host of hosts) names.set(host, hosts);
  }
  return names;
}
