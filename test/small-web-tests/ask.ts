import { createBigWeb } from "../small-web/big-list.ts";
import { createRoster } from "../small-web/companies/roster.ts";
import { createResolver, dnsHost } from "../small-web/dns/over-https.ts";
import type { Answer } from "../small-web/exchange.ts";
import { createInternet } from "../small-web/internet.ts";
import { createMixedWeb } from "../small-web/mixed-list.ts";

/** Asks the small web's definition directly, without a server in between. */
export function createAsker() {
  const roster = createRoster();
  const internet = createInternet(roster, createBigWeb(), createMixedWeb());
  const resolver = createResolver(internet);
  const ask = (address: string, headers: Record<string, string> = {}): Answer | undefined => {
    const url = new URL(address);
    // Nobody has asked before, and sites that are busy at first have calmed down.
    const memory = new Map([[`busy ${url.hostname}`, 0]]);
    const host = url.hostname === dnsHost ? resolver : internet.find(url.hostname);
    return host?.serve({ method: "GET", url, headers, body: "", memory });
  };
  return { roster, internet, ask };
}

/** Everything an answer shows, as a reader of any encoding would see it. */
export function shown(answer: Answer | undefined): string {
  if (!answer) return "";
  const type = String(answer.headers["content-type"] ?? "");
  const charset = /charset=([\w-]+)/.exec(type)?.[1] ?? "utf-8";
  const body =
    typeof answer.body === "string" ? answer.body : new TextDecoder(charset).decode(answer.body);
  return `${answer.status} ${JSON.stringify(answer.headers)}\n${body}`;
}
