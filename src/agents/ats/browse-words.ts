import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import { systemPrompt } from "../../specs/prompt.ts";
import { isCareersKind } from "../page/link-rank.ts";
import { markedBlock } from "../reading/marked.ts";
import { rejectionsFor } from "../reading/rejections.ts";
import type { Catalogue } from "./catalogue-index.ts";
import type { Search } from "./search.ts";
import type { Settling } from "./settle.ts";

/** Standing instructions for driving a browser. */
export function browseInstructions(spec: AgentSpec, { ids }: Catalogue): string {
  return systemPrompt(spec, {
    task: "Patterns and plain renders could not prove which recruiting system (applicant tracking system) keeps this company's applications. Go where a person who wants to work there would go: the careers page, the list of openings, one job, its apply button. What you look for is an address of a vendor in the company's own pages: a frame, a script, a link, a request.",
    rules: [
      "submit evidence: each item names one document (d1), one channel (link, iframe, script, network, dom, text, redirect, json_ld), a quote copied character by character (8 to 300 characters; the whole address), and in `shows` the id of the system that stands there. Addresses that page_signals lists as requests stand in the document of kind requests, channel network.",
      "system: the id of the one system of record. A talent community, a job board, a front end or another company's board is not it. tenant: as the quoted address writes it, or null.",
      "When the pages visited prove the answer by themselves, the work ends without your submission; going to the right page is enough.",
      `The catalogue's ids: ${ids.join(" ")}`,
    ],
  });
}

/** What is asked about this company. */
export function browseQuestion({ subject }: Search, handoff: Handoff): string {
  return [
    "Which applicant tracking system does this company use?",
    markedBlock("company", `${subject.company ?? "(name unknown)"}, ${subject.domain}`),
    rejectionsFor(handoff),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const mostPages = 12;

/** What earlier tiers saw, in lines; addresses come from pages. */
export function knownSoFar({ pages, walled, failures }: Search, { checked }: Settling): string {
  return [
    ...pages.slice(0, mostPages).map(({ url, kind }) => `read ${url} (${kind})`),
    ...[...failures].slice(0, 8).map(([url, kind]) => `failed ${url}: ${kind}`),
    ...[...walled].slice(0, 4).map((url) => `walled ${url}`),
    ...checked
      .slice(0, 8)
      .map(
        ({ candidate: { system, tenant }, check }) =>
          `recognised ${system.id}/${tenant ?? "?"}: ${check.life}, owner ${check.identity}`,
      ),
  ].join("\n");
}

/** Careers pages first, the home page last. */
export function startUrls({ pages, subject }: Search): string[] {
  const careers = pages.filter(({ kind }) => isCareersKind(kind) && kind !== "job");
  const home = pages.find(({ kind }) => kind === "home")?.url ?? `https://${subject.domain}/`;
  return [...new Set([...careers.slice(0, 2).map(({ url }) => url), home])];
}
