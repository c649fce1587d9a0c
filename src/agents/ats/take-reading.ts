import { kindOfUrl } from "../page/link-rank.ts";
import type { Desk } from "../reading/desk.ts";
import type { Document } from "../reading/documents.ts";
import type { OfferedLink } from "../reading/link-list.ts";
import { isMerePage } from "../reading/mere-page.ts";
import { stands } from "../reading/stated.ts";
import { oneLine } from "../reading/tokens.ts";
import { advise } from "./advised.ts";
import { follow } from "./ask-links.ts";
import type { ReadingAnswer } from "./model-answers.ts";
import { readQuote } from "./quoted-sighting.ts";
import type { Search } from "./search.ts";
import type { Sighting } from "./sighting.ts";
import { isOwn } from "./subject.ts";
import { foldedTenant, type System } from "./system.ts";

/** What was left of a model's answer after every word of it was checked. */
export interface Taken {
  /** The system of record that the model names, if the catalogue has it. */
  readonly named: System | undefined;
  readonly stood: number;
  readonly refused: number;
  readonly followed: number;
  /** One quote that stood, for the reader of the row. */
  readonly example: string | undefined;
}

const mostQuotes = 12;
const mostPaths = 3;
const pathScore = 92;

/** Takes from an answer what stands: sightings that the catalogue reads, and addresses to look at. */
export function takeReading(
  answer: ReadingAnswer,
  shown: { documents: readonly Document[]; offered: readonly OfferedLink[] },
  search: Search,
  desk: Desk,
): Taken {
  const named = systemNamed(answer, search, desk);
  const found: Sighting[] = [];
  let refused = 0;
  let example: string | undefined;
  for (const quoted of answer.evidence.slice(0, mostQuotes)) {
    const standing = stands(quoted, shown.documents);
    const reads = standing === undefined ? [] : readQuote(standing, search);
    const claimed = search.catalogue.called(quoted.shows);
    const fitting = reads.filter(({ sighting }) => sighting.recognised.system === claimed);
    if (standing === undefined) desk.refuse("quote");
    else if (fitting.length === 0) desk.refuse("catalogue");
    if (fitting.length === 0) refused += 1;
    else example ??= oneLine(quoted.quote, 80);
    found.push(...fitting.map(({ sighting }) => sighting));
    search.sightings.push(...fitting.flatMap(({ sighting, isNew }) => (isNew ? [sighting] : [])));
  }
  checkTenant(answer, found, desk);
  const followed =
    follow(search, shown.offered, answer.links, desk) + addPaths(answer.paths, shown, search);
  return { named, stood: found.length, refused, followed, example };
}

/** Only systems of record of the catalogue can be named. */
function systemNamed({ system }: ReadingAnswer, search: Search, desk: Desk): System | undefined {
  if (system === null) return undefined;
  const known = search.catalogue.called(system);
  if (known === undefined) desk.refuse("catalogue");
  return known?.role === "system" ? known : undefined;
}

/** The bytes say which tenant it is; a model that says otherwise is counted, and not heard. */
function checkTenant({ tenant }: ReadingAnswer, found: readonly Sighting[], desk: Desk): void {
  if (tenant === null) return;
  const isShown = found.some(
    ({ recognised }) =>
      recognised.tenant !== null &&
      foldedTenant(recognised) === foldedTenant({ system: recognised.system, tenant }),
  );
  if (!isShown) desk.refuse("quote");
}

/** Paths of the own site: one that stands in its code is a lead, one put together is a guess. */
function addPaths(
  paths: readonly string[],
  { documents }: { documents: readonly Document[] },
  search: Search,
): number {
  const base = search.pages[0]?.url;
  if (base === undefined) return 0;
  let added = 0;
  for (const path of new Set(paths)) {
    const written = path.trim();
    if (added >= mostPaths || written.length < 2 || !URL.canParse(written, base)) continue;
    const { href: url, protocol, search: query } = new URL(written, base);
    if (!/^https?:$/.test(protocol) || !isOwn(search.subject, url) || !isMerePage(url)) continue;
    if (search.catalogue.recognise(url) !== undefined || kindOfUrl(url) === "noise") continue;
    const isWritten = documents.some(({ snapshot }) => snapshot.text.includes(written));
    // A query that no page holds could carry out what the model was shown.
    if (query !== "" && !isWritten) continue;
    advise(search, url);
    search.frontier.add({
      url,
      kind: kindOfUrl(url),
      score: pathScore - added,
      via: undefined,
      isGuess: !isWritten,
    });
    added += 1;
  }
  return added;
}
