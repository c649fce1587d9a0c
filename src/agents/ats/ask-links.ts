import type { AgentSpec } from "../../specs/kit.ts";
import { systemPrompt } from "../../specs/prompt.ts";
import { LinksAnswer } from "../reading/answers.ts";
import type { Desk } from "../reading/desk.ts";
import { contentHash } from "../reading/documents.ts";
import { chosenLinks, type OfferedLink, offerLinks } from "../reading/link-list.ts";
import { markedBlock } from "../reading/marked.ts";
import { isMerePage } from "../reading/mere-page.ts";
import type { NoAnswer } from "../reading/without-answer.ts";
import { kindOfUrl } from "../page/link-rank.ts";
import type { Link } from "../page/page.ts";
import { advise } from "./advised.ts";
import { isEverybodys } from "./leads.ts";
import { linksSchema } from "./model-answers.ts";
import { proofAt } from "./proof.ts";
import type { Search } from "./search.ts";
import { isOwn } from "./subject.ts";

const mostChosen = 3;
/** Before everything that patterns would follow next. */
const chosenScore = 96;

export type LinksAsked =
  | { readonly kind: "chosen"; readonly count: number; readonly why: string }
  /** Nothing was left to choose from. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unanswered"; readonly reply: NoAnswer };

/**
 * Asks which of the site's own links lead to its jobs, and puts those in front of the search. All
 * that a model adds is an address that an own page links; what is there is judged as ever.
 */
export async function askLinks(search: Search, spec: AgentSpec, desk: Desk): Promise<LinksAsked> {
  const offered = linksToOffer(search, desk.limits.maxPromptTokens);
  if (offered.length === 0) return { kind: "nothing" };
  const reply = await desk.ask({
    step: "links",
    system: systemPrompt(spec, instructions),
    user: question(search, offered),
    schemaName: linksSchema,
    schema: LinksAnswer,
    shown: search.pages.map(({ visit }) => contentHash(visit.snapshot)),
  });
  if (reply?.kind !== "ok") return { kind: "unanswered", reply };
  const count = follow(search, offered, reply.value.numbers, desk);
  const why =
    count === 0
      ? `A model found none of ${offered.length} links worth following.`
      : `A model chose ${count} of ${offered.length} links of the site.`;
  return { kind: "chosen", count, why };
}

/** Makes leads of chosen numbers; what a page is for is read from the page, not from the model. */
export function follow(
  search: Search,
  offered: readonly OfferedLink[],
  numbers: readonly number[],
  desk: Desk,
): number {
  const { chosen, unknown } = chosenLinks(offered, numbers, mostChosen);
  desk.refuse("quote", unknown);
  for (const [i, { link, page }] of chosen.entries()) {
    const via = isOwn(search.subject, link.url) ? undefined : proofAt(page.snapshot, "link", link);
    const kind = kindOfUrl(link.url);
    advise(search, link.url);
    search.frontier.add({ url: link.url, kind, score: chosenScore - i, via, isGuess: false });
  }
  return chosen.length;
}

/** The links of the pages read that nobody has followed yet. */
export function linksToOffer(search: Search, maxTokens: number): OfferedLink[] {
  const followed = new Set([
    ...search.pages.map(({ url }) => plain(url)),
    ...search.explorer.looked().map(({ url }) => plain(url)),
  ]);
  const pages = search.pages.filter(({ kind }) => kind !== "noise").map(({ visit }) => visit.page);
  const isOffered = (link: Link) =>
    !followed.has(plain(link.url)) && isMerePage(link.url) && mayLead(link, search);
  return offerLinks(pages, isOffered, maxTokens);
}

function mayLead({ url }: Link, { catalogue }: Search): boolean {
  if (isEverybodys(url) || catalogue.recognise(url) !== undefined) return false;
  return kindOfUrl(url) !== "noise";
}

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}

const instructions = {
  task: "A company's pages were read and no page with its jobs was found. You see links of its own pages: what they say, and where they lead. Choose at most three that most likely lead to its jobs, its openings or the form to apply, whatever they are called and in whatever language.",
  rules: [
    "Answer with the numbers of the links, the best first. Choose none when none looks like it.",
    "Pages for customers, investors, partners and press are never it, nor are other companies' jobs.",
  ],
};

function question({ subject }: Search, offered: readonly OfferedLink[]): string {
  return [
    markedBlock("company", `${subject.company ?? "(name unknown)"}, ${subject.domain}`),
    "The links:",
    markedBlock("links", offered.map(({ line }) => line).join("\n")),
  ].join("\n\n");
}
