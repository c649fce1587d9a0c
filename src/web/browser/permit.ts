import type { Egress } from "../egress.ts";
import { failureOf } from "../fetch-failure.ts";
import { verdictOf } from "../retry-after.ts";
import { type HeldHost, holdHost } from "../slots.ts";
import { readUrl, refusalOf } from "../url-policy.ts";
import type { FetchFailure } from "../web.ts";
import type { Permit } from "./navigation-gate.ts";

/** How long a navigation may wait for its host's turn and its robots.txt. */
const longestWaitMs = 15_000;

/** Leave to navigate under the same address policy, pace and robots.txt that every fetch obeys. */
export function permitThrough(egress: Egress): Permit {
  return async (text, signal) => {
    const url = readUrl(text);
    if (!url) return failureOf(text, { kind: "bad_url", detail: "not a URL" });
    const refusal = refusalOf(egress, url);
    if (refusal) return failureOf(url.href, refusal);
    const host = await holdHost(egress, url, { deadline: Date.now() + longestWaitMs, signal });
    if ("retryAt" in host) {
      const detail = host.closed
        ? "the host asked to be left alone"
        : "others are asking this host";
      return failureOf(url.href, { kind: "rate_limited", detail, retryAt: host.retryAt });
    }
    const denial = await denialBy(host, url);
    if (denial) {
      await host.release();
      return denial;
    }
    return {
      ok: true,
      async done(status) {
        if (status !== undefined) host.learn(verdictOf(status, "", Date.now()));
        await host.release();
      },
    };
  };
}

async function denialBy(host: HeldHost, url: URL): Promise<FetchFailure | undefined> {
  try {
    const rules = await host.rulesFor(url);
    if ("failure" in rules) return { ...rules.failure, url: url.href };
    if (rules.allows(url.href)) return undefined;
    return failureOf(url.href, { kind: "robots_denied", detail: `by ${url.origin}/robots.txt` });
  } catch (error) {
    await host.release();
    throw error;
  }
}
