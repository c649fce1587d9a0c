import type { Redis } from "ioredis";
import type { Config } from "../platform/config.ts";
import { type AllowedRanges, parseAllowedRanges } from "./address-policy.ts";
import { type AskDns, createDnsClient, createDohClient, createPatientDns } from "./dns.ts";
import { exchange } from "./exchange.ts";
import { createPoliteness, type Politeness } from "./politeness.ts";
import { createResolver, type ResolveHost } from "./resolver.ts";
import { createRobotsBook, type RobotsBook } from "./robots.ts";
import { createTransport, type Transport } from "./transport.ts";

/** The settings that egress obeys. */
export type EgressConfig = Pick<
  Config,
  | "ASSAY_USER_AGENT"
  | "ASSAY_ROBOTS"
  | "ASSAY_HOST_PAUSE_MS"
  | "ASSAY_FETCH_TIMEOUT_MS"
  | "ASSAY_CONNECT_TIMEOUT_MS"
  | "ASSAY_MAX_BODY_BYTES"
  | "ASSAY_MAX_REDIRECTS"
  | "ASSAY_ALLOW_ADDRESSES"
  | "ASSAY_DNS_URL"
  | "HTTP_PROXY"
  | "HTTPS_PROXY"
  | "NO_PROXY"
>;

export interface EgressDeps {
  readonly config: EgressConfig;
  /** Shared by all workers: politeness and robots.txt answers live there. */
  readonly redis: Redis;
  /** How names become addresses; the system's name servers unless told otherwise. */
  readonly resolve?: ResolveHost;
}

/** What all records of a process share on their way out. */
export interface Egress {
  readonly config: EgressConfig;
  readonly allowed: AllowedRanges;
  readonly resolve: ResolveHost;
  readonly transport: Transport;
  readonly politeness: Politeness;
  readonly robots: RobotsBook;
  /** `undefined` where DNS can't be asked: behind a proxy, without DNS over HTTPS. */
  readonly dns: AskDns | undefined;
}

const dohTimeoutMs = 4_000;

/** Opens the one door to the outside for this process; close it with `closeEgress`. */
export function createEgress({ config, redis, resolve = createResolver() }: EgressDeps): Egress {
  const allowed = parseAllowedRanges(config.ASSAY_ALLOW_ADDRESSES);
  const transport = createTransport({
    proxies: config,
    resolve,
    allowed,
    connectTimeoutMs: config.ASSAY_CONNECT_TIMEOUT_MS,
    answerTimeoutMs: Math.min(config.ASSAY_FETCH_TIMEOUT_MS, 10_000),
  });
  return {
    config,
    allowed,
    resolve,
    transport,
    politeness: createPoliteness(redis),
    robots: createRobotsBook(productToken(config.ASSAY_USER_AGENT)),
    dns: dnsFor(config, transport),
  };
}

/** Ends every connection at once. */
export function closeEgress(egress: Egress): Promise<void> {
  return egress.transport.close();
}

/** What robots.txt calls us: `AssayBot` of `AssayBot/0.1 (+https://…)`. */
function productToken(userAgent: string): string {
  return (userAgent.split("/")[0] ?? "").trim();
}

function dnsFor(config: EgressConfig, transport: Transport): AskDns | undefined {
  if (config.ASSAY_DNS_URL !== undefined) {
    const endpoint = new URL(config.ASSAY_DNS_URL);
    const client = createDohClient(endpoint, async (url, signal) => {
      const headers = { accept: "application/dns-json", "user-agent": config.ASSAY_USER_AGENT };
      const limits = { timeoutMs: dohTimeoutMs, maxBodyBytes: 65_536, signal };
      const answer = await exchange(transport.operatorRouteFor, { url, headers }, limits);
      if (answer.status !== 200) throw new Error(`${endpoint.host} answered ${answer.status}`);
      return answer.body.toString("utf8");
    });
    return createPatientDns(client);
  }
  // The proxy resolves names here; asking DNS ourselves would only time out, or leak.
  if (config.HTTP_PROXY || config.HTTPS_PROXY) return undefined;
  return createPatientDns(createDnsClient());
}
