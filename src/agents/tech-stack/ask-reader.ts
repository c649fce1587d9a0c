import type { Handoff } from "../../domain/handoff.ts";
import type { AgentSpec } from "../../specs/kit.ts";
import { systemPrompt } from "../../specs/prompt.ts";
import { isFile } from "../page/link-rank.ts";
import type { Link } from "../page/page.ts";
import type { Desk } from "../reading/desk.ts";
import { contentHash, documentsOf } from "../reading/documents.ts";
import { chosenLinks, offerLinks } from "../reading/link-list.ts";
import { markedBlock } from "../reading/marked.ts";
import { rejectionsFor } from "../reading/rejections.ts";
import { renderDocuments } from "../reading/render-documents.ts";
import { chooseSlices, type Relevance } from "../reading/slices.ts";
import { stands, type Standing } from "../reading/stated.ts";
import { oneLine } from "../reading/tokens.ts";
import type { NoAnswer } from "../reading/without-answer.ts";
import { isOwn, loadsOf } from "./loads.ts";
import { TechReading, techSchema } from "./model-answer.ts";
import { ownScripts, readBundle, readOwnPage, type SiteReading } from "./site-reading.ts";

const mostDocuments = 6;
const mostFollowed = 3;
const mostScripts = 60;
const mostQuotes = 12;
const shareOfLinks = 0.2;
const loads = ["script", "iframe", "link", "network"] as const;
const words =
  /checkout|payment|subscri|cookie|consent|analytics|chat|support|captcha|generator|powered by|built with|widget|tracking|newsletter|login|cdn|data-[a-z]+-(?:id|key)/i;

/** What came of asking: read on and decide again, or no answer. */
export type SiteAsked =
  | { readonly kind: "read"; readonly followed: number; readonly why: string }
  | { readonly kind: "unanswered"; readonly reply: NoAnswer };

/**
 * Shows a model what was read of a site in vain. Whatever it names is looked up and read by the
 * catalogue; all that it can add is own pages and own scripts to read, which prove by themselves.
 */
export async function readSiteWithModel(
  reading: SiteReading,
  {
    spec,
    desk,
    handoff,
    pagesLeft,
  }: { spec: AgentSpec; desk: Desk; handoff: Handoff; pagesLeft: number },
): Promise<SiteAsked> {
  const shown = material(reading, desk);
  const reply = await desk.ask({
    step: "read",
    system: systemPrompt(spec, instructions),
    user: question(reading, shown, handoff),
    schemaName: techSchema,
    schema: TechReading,
    shown: shown.documents.map(({ snapshot }) => contentHash(snapshot)),
  });
  if (reply?.kind !== "ok") return { kind: "unanswered", reply };
  const stood = checkQuotes(reply.value, shown, { reading, desk });
  const urls = followed(reply.value, shown, desk).slice(0, Math.min(mostFollowed, pagesLeft));
  for (const { url, isScript } of urls)
    await (isScript ? readBundle(reading, url) : readOwnPage(reading, url));
  const quotes = Math.min(reply.value.evidence.length, mostQuotes);
  const why = `A model read ${shown.documents.length} documents; ${stood} of ${quotes} quotes stood, and ${urls.length} more addresses were read.`;
  return { kind: "read", followed: urls.length, why };
}

type Material = ReturnType<typeof material>;

function material(reading: SiteReading, desk: Desk) {
  const { pages, home, looked, catalogue } = reading;
  const { maxPromptTokens } = desk.limits;
  const documents = documentsOf(
    pages.map((page) => ({ page, kind: page === home ? "home" : "page" })),
    mostDocuments,
  );
  const seen = new Set(looked.map(({ url }) => plain(url)));
  const isOffered = ({ url }: Link) =>
    isOwn(url, home.snapshot.url) && !isFile(url) && !seen.has(plain(url));
  const offered = offerLinks(pages, isOffered, Math.floor(maxPromptTokens * shareOfLinks));
  const scripts = ownScripts(pages)
    .filter((url) => !seen.has(plain(url)))
    .slice(0, mostScripts);
  const relevance: Relevance = {
    words,
    address: (url) =>
      loadsOf(catalogue, url, home.snapshot.url, loads).length > 0
        ? 10
        : isOwn(url, home.snapshot.url)
          ? 0
          : 4,
  };
  const slices = chooseSlices(
    documents,
    relevance,
    Math.floor(maxPromptTokens * (1 - shareOfLinks)),
  );
  return { documents, offered, scripts, slices };
}

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}

/** Counts the quotes that stand where a signature does; the others are refused, and prove nothing either way. */
function checkQuotes(
  { evidence }: TechReading,
  { documents }: Material,
  { reading, desk }: { reading: SiteReading; desk: Desk },
): number {
  let stood = 0;
  for (const quoted of evidence.slice(0, mostQuotes)) {
    const standing = stands(quoted, documents);
    if (standing === undefined) desk.refuse("quote");
    else if (isRecognised(standing, reading)) stood += 1;
    else desk.refuse("catalogue");
  }
  return stood;
}

function isRecognised({ document, at, shows }: Standing, { sightings }: SiteReading): boolean {
  const wanted = shows.trim().toLowerCase();
  return sightings.some(
    ({ technology, snapshot, evidence: { locator, match } }) =>
      (technology.id === wanted || technology.name.toLowerCase() === wanted) &&
      snapshot.hash === document.snapshot.hash &&
      locator.part === at.part &&
      locator.start < at.start + at.match.length &&
      locator.start + match.length > at.start,
  );
}

function followed(answer: TechReading, { offered, scripts }: Material, desk: Desk) {
  const { chosen, unknown } = chosenLinks(offered, answer.links, mostFollowed);
  const named = [...new Set(answer.scripts)].map((number) => scripts[number - 1]);
  const known = named.filter((url) => url !== undefined);
  desk.refuse("quote", Math.min(unknown + named.length - known.length, mostQuotes));
  return [
    ...chosen.map(({ link }) => ({ url: link.url, isScript: false })),
    ...known.map((url) => ({ url, isScript: true })),
  ];
}

const instructions = {
  task: "Pages of one site were read, and nothing on them is in the catalogue of technologies. Find what patterns overlooked, and name what to read next: pages where companies put forms, payment, chat or booking, and scripts of the site's own that are likely to start such products.",
  rules: [
    "evidence: each item names one document (d1), one channel as printed before the piece, a quote copied character by character from that piece, and in `shows` the technology that it shows.",
    "links and scripts: numbers of the two lists, three at most in all, the best first.",
  ],
};

function question(
  { home }: SiteReading,
  { documents, offered, scripts, slices }: Material,
  handoff: Handoff,
) {
  const list = (lines: readonly string[]) => (lines.length === 0 ? "(none)" : lines.join("\n"));
  return [
    `Site: ${markedBlock("site", new URL(home.snapshot.url).hostname)}`,
    rejectionsFor(handoff),
    "The documents, in pieces, each with the channel that it may be quoted from:",
    renderDocuments(documents, slices),
    "Links of the site that nobody has followed:",
    markedBlock("links", list(offered.map(({ line }) => line))),
    "Scripts of the site's own that nobody has read:",
    markedBlock("scripts", list(scripts.map((url, i) => `${i + 1}. ${oneLine(url, 160)}`))),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
