import type { Look } from "../../domain/handoff.ts";
import { siteOf } from "../../domain/site.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { parseUrl } from "../../web/url.ts";
import type { FetchFailure, FetchFailureKind, Web } from "../../web/web.ts";
import type { Page } from "../page/page.ts";
import { parsePage } from "../page/parse.ts";
import { stateOf } from "../page/site-state.ts";

/** How a domain's home page answered. */
export type Home =
  | { readonly kind: "page"; readonly page: Page; readonly looked: readonly Look[] }
  | { readonly kind: "gone"; readonly proof: Snapshot; readonly looked: readonly Look[] }
  | {
      readonly kind: "blocked" | "unreachable";
      readonly detail: string;
      readonly looked: readonly Look[];
    }
  | {
      readonly kind: "busy";
      readonly retryAt: number;
      readonly detail: string;
      readonly looked: readonly Look[];
    };

/** Fetches the home page: as given, with `www.`, and without TLS when that is all there is. */
export async function openHome(web: Web, domain: string): Promise<Home> {
  const looked: Look[] = [];
  const failures: FetchFailure[] = [];
  let refused: { readonly kind: "blocked" | "unreachable"; readonly detail: string } | undefined;
  for (const url of addressesOf(domain)) {
    if (failures.some((failure) => isHopeless(failure, url))) continue;
    const reply = await web.get(url);
    looked.push(lookAt(url, reply));
    if (!reply.ok) {
      if (reply.kind === "rate_limited") {
        return {
          kind: "busy",
          retryAt: reply.retryAt ?? Date.now() + 60_000,
          detail: reply.detail,
          looked,
        };
      }
      failures.push(reply);
      continue;
    }
    const page = parsePage(reply.snapshot);
    const { status } = reply.snapshot;
    if (stateOf(page) === "blocked") {
      refused = { kind: "blocked", detail: `${url} answers a bot wall (${status})` };
      break;
    }
    if (status < 400) return { kind: "page", page, looked };
    refused ??= { kind: "unreachable", detail: `${url} answers ${status}` };
  }
  return { ...(refused ?? silence(failures)), looked };
}

/** What it means that no address answered. */
function silence(failures: readonly FetchFailure[]) {
  const isAll = (kind: FetchFailureKind) => failures.every((failure) => failure.kind === kind);
  const proof = failures.find((failure) => failure.proof !== undefined)?.proof;
  if (proof !== undefined && isAll("no_such_domain")) return { kind: "gone", proof } as const;
  const detail = failures[0]?.detail ?? "nothing answered";
  return { kind: isAll("robots_denied") ? "blocked" : "unreachable", detail } as const;
}

/** Failures that leaving TLS away can't cure: the same host would fail the same way, and as slowly. */
const ofTheHost: ReadonlySet<FetchFailureKind> = new Set([
  "no_such_domain",
  "dns_failed",
  "timeout",
  "robots_denied",
  "egress_denied",
]);

function isHopeless(failure: FetchFailure, url: string): boolean {
  return ofTheHost.has(failure.kind) && parseUrl(failure.url)?.host === parseUrl(url)?.host;
}

/** What one fetch came to, for the record's log. */
export function lookAt(url: string, reply: Awaited<ReturnType<Web["get"]>>): Look {
  return reply.ok
    ? { url, answer: reply.snapshot.status, snapshot: reply.snapshot.hash }
    : { url, answer: reply.kind, snapshot: reply.proof?.hash ?? null };
}

function addressesOf(domain: string): string[] {
  const isBare = siteOf(domain) === domain;
  const hosts = isBare ? [domain, `www.${domain}`] : [domain];
  return ["https", "http"].flatMap((scheme) => hosts.map((host) => `${scheme}://${host}/`));
}
