import type { Egress } from "./egress.ts";
import { exchange, isRedirect } from "./exchange.ts";
import { troubleFrom } from "./failure.ts";
import { failureOf } from "./fetch-failure.ts";
import { headerOf } from "./headers.ts";
import type { RobotsAnswer } from "./robots.ts";
import { maxRobotsBytes } from "./robots-rules.ts";
import { refusalOf } from "./url-policy.ts";
import { parseUrl } from "./url.ts";

const maxRedirects = 5;

/**
 * Fetches a site's robots.txt, redirects followed. It has a time limit of its own: every record
 * that needs this site waits for the same answer.
 */
export async function askRobots(egress: Egress, origin: string): Promise<RobotsAnswer> {
  const { config, transport } = egress;
  let url = new URL("/robots.txt", origin);
  const headers = {
    "user-agent": config.ASSAY_USER_AGENT,
    accept: "text/plain,*/*;q=0.5",
    "accept-encoding": "identity",
  };
  const limits = {
    timeoutMs: config.ASSAY_FETCH_TIMEOUT_MS,
    maxBodyBytes: maxRobotsBytes,
    cut: true,
  };
  try {
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
      const refusal = refusalOf(egress, url);
      if (refusal) return failureOf(url.href, refusal);
      const response = await exchange(transport.routeFor, { url, headers }, limits);
      const next = isRedirect(response)
        ? parseUrl(headerOf(response.headers, "location"), url)
        : undefined;
      if (!next) return { status: response.status, text: response.body.toString("utf8") };
      url = next;
    }
    return failureOf(url.href, { kind: "too_many_redirects", detail: "robots.txt" });
  } catch (error) {
    // The site answered and sent us to a place that does not: it has no rules to be had, which
    // RFC 9309 calls unavailable. Only a site that can't be reached itself closes its doors.
    if (url.host !== new URL(origin).host) return { status: 404, text: "" };
    return failureOf(url.href, troubleFrom(error));
  }
}
