import { isCareersKind, usualPaths } from "../page/link-rank.ts";
import { follow, type Search } from "./search.ts";
import { settle, type Settling } from "./settle.ts";

export interface Pace {
  readonly isPatient: boolean;
  readonly mostChecks: number;
  /** Usual places to try when nothing is linked. */
  readonly guesses: number;
  readonly mostPages: number;
  /** Follows leads down to this score even when a careers page is known. */
  readonly leastScore?: number;
  /** Pages that weak leads must leave to what a model may yet name. */
  readonly spare?: number;
}

/** Pages that an attempt keeps back for asking vendors. */
const keptForChecks = 2;

/** From here on a lead is likely to be a careers page. */
const strongScore = 40;

/** Follows leads, best first, until the answer is proven, the leads run out, or the pages do. */
export async function walk(search: Search, pace: Pace): Promise<Settling> {
  let settling = await settleWhenReady(search, pace);
  let guesses = pace.guesses;
  let followed = 0;
  while (settling.resolution.kind !== "settled" || isUncertain(search, settling)) {
    if (search.explorer.pagesLeft() <= keptForChecks || followed >= pace.mostPages) break;
    const isScarce = search.explorer.pagesLeft() <= keptForChecks + (pace.spare ?? 0);
    const least = Math.max(threshold(search, settling, pace), isScarce ? strongScore : 0);
    // What is merely about the company comes after the places where jobs usually are.
    if (
      guesses > 0 &&
      search.frontier.peek(({ score }) => score >= Math.max(least, strongScore)) === undefined
    ) {
      addGuesses(search, guesses);
      guesses = 0;
    }
    const lead = search.frontier.next(({ score }) => score >= least);
    if (lead === undefined) break;
    followed += 1;
    const taken = await follow(search, lead);
    if (taken === "spent") break;
    if (taken === "taken" || search.sightings.length > 0)
      settling = await settleWhenReady(search, pace);
  }
  return settling.resolution.kind === "settled" ? settling : settle(search, pace);
}

const open: Settling = { resolution: { kind: "open" }, checked: [] };

/** Home pages mention; careers pages tell. While a careers page waits to be read, asking vendors is early. */
async function settleWhenReady(search: Search, pace: Pace): Promise<Settling> {
  const hasReadCareers =
    search.pages.some(({ kind }) => isCareersKind(kind)) || search.pages.length === 0;
  const waits = search.frontier.peek(({ score, kind }) => score >= 60 && isCareersKind(kind));
  if (!hasReadCareers && waits !== undefined) return open;
  return settle(search, pace);
}

/** The vendor named nobody and the careers page points further: one more look costs less than a wrong answer. */
function isUncertain(search: Search, { resolution }: Settling): boolean {
  if (resolution.kind !== "settled") return true;
  const { candidate, check } = resolution.winner;
  if (check.identity === "match" || candidate.standing >= 4.5) return false;
  return (
    search.frontier.peek(({ score, kind }) => score >= 68 && kind === "openings") !== undefined
  );
}

/** Behind a front end, or between two systems, single jobs are worth a look: they carry the apply links. */
function threshold(
  search: Search,
  { resolution }: Settling,
  { isPatient, leastScore }: Pace,
): number {
  if (resolution.kind === "settled") return 68;
  if (isPatient) return 6;
  if (resolution.kind === "front_end" || resolution.kind === "conflict") return 25;
  return leastScore ?? (search.pages.some(({ kind }) => isCareersKind(kind)) ? 58 : 12);
}

/** Puts the usual places of careers pages on the list, unless one is known. */
function addGuesses(search: Search, most: number): void {
  if (search.pages.some(({ kind }) => isCareersKind(kind))) return;
  const home = search.pages[0];
  if (home === undefined) return;
  const origin = new URL(home.url).origin;
  const paths = usualPaths(home.visit.page.lang || languageOf(origin)).slice(0, most);
  for (const [i, path] of paths.entries()) {
    search.frontier.add({
      url: origin + path,
      kind: "careers",
      score: 60 - i,
      via: undefined,
      isGuess: true,
    });
  }
}

function languageOf(origin: string): string {
  const ending = /\.([a-z]{2})$/.exec(new URL(origin).hostname)?.[1] ?? "";
  return (
    {
      at: "de",
      ch: "de",
      br: "pt",
      mx: "es",
      ar: "es",
      dk: "da",
      se: "sv",
      cz: "cs",
      jp: "ja",
      cn: "zh",
      kr: "ko",
      be: "nl",
      cl: "es",
    }[ending] ?? ending
  );
}
