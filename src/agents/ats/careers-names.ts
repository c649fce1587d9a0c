import { siteOf } from "../../domain/site.ts";
import type { Web } from "../../web/web.ts";
import { isCareersHost, isCareersKind, usualLabels } from "../page/link-rank.ts";
import { proofAt } from "./proof.ts";
import type { Search } from "./search.ts";

/**
 * Asks DNS for the record's careers hosts: a canonical name at a vendor is the record's own word.
 * Hosts that exist become leads.
 */
export async function readCareersNames(search: Search, web: Web): Promise<void> {
  const hosts = [...linkedHosts(search), ...usualHosts(search)].slice(0, 10);
  let isAnswering = true;
  const missing = new Set<string>();
  for (const host of new Set(hosts)) {
    if (!isAnswering) break;
    const answer = await web.dns(host, "CNAME");
    // DNS can't be asked here; the hosts themselves may still answer.
    if (answer === undefined) {
      isAnswering = false;
      break;
    }
    if (answer.status === 3) missing.add(host);
    search.explorer.note({ url: answer.url, answer: answer.status, snapshot: answer.hash });
    for (const line of answer.text.matchAll(/^[^\n]*\sCNAME\s+(\S+?)\.?[ \t]*$/gim)) {
      const known = search.catalogue.byCname(line[1] ?? "");
      search.frontier.add({
        url: `https://${host}/`,
        kind: "careers",
        score: 75,
        via: undefined,
        isGuess: false,
      });
      if (known === undefined) continue;
      search.explorer.keep(answer);
      search.sightings.push({
        recognised: known,
        weight: "embed",
        proof: proofAt(answer, "dns", { raw: line[0], start: line.index }),
        page: { url: `https://${host}/`, kind: "careers" },
        url: "",
        text: "",
        isAside: false,
        namesOther: false,
        via: undefined,
      });
    }
  }
  // Without a careers page the usual hosts are worth a visit each, DNS or not.
  if (search.pages.some(({ kind }) => isCareersKind(kind))) return;
  const likely = usualHosts(search).filter((host) => !missing.has(host));
  for (const [i, host] of likely.slice(0, 3).entries()) {
    search.frontier.add({
      url: `https://${host}/`,
      kind: "careers",
      score: 62 - i,
      via: undefined,
      isGuess: true,
    });
  }
}

function linkedHosts({ frontier, pages, subject }: Search): string[] {
  const urls = [...frontier.all().map(({ url }) => url), ...pages.map(({ url }) => url)];
  return urls
    .map((url) => new URL(url).hostname)
    .filter((host) => isCareersHost(host) && subject.sites.has(siteOf(host) ?? ""));
}

function usualHosts({ subject }: Search): string[] {
  const [first] = subject.sites;
  const latest = [...subject.sites].at(-1);
  return [...new Set([first, latest])].flatMap((site) =>
    site === undefined ? [] : usualLabels.map((label) => `${label}.${site}`),
  );
}
