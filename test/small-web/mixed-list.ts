import { createEndlessList, type EndlessRow, type EndlessWeb } from "./endless-list.ts";
import { kindCalled } from "./kinds/kinds.ts";
import type { Way } from "./kinds/kind.ts";
import type { Words } from "./languages/words.ts";
import { createRandom, entryAt } from "./random.ts";
import { type Truth, truthOf } from "./truth.ts";

/** Rows of one block, by the tier that settles them: 80, 15 and 5 of 100. */
const block = { http: 16, classifier: 3, browser: 1 } as const;
const blockRows = block.http + block.classifier + block.browser;

/** Kinds by the tier that settles them, each list in the order in which its kinds take their turns. */
const kindNames: Readonly<Record<keyof typeof block, readonly string[]>> = {
  http: [
    "careers-link-out",
    "script-embed",
    "second-hop",
    "nav-link",
    "parked",
    "careers-link-out",
    "own-list-with-job-links",
    "footer-link",
    "careers-path-redirect",
    "script-embed",
    "careers-link-out",
    "iframe-embed",
    "no-such-domain",
    "second-hop",
    "own-list-with-job-links",
    "careers-link-out",
    "nav-link",
    "script-embed",
    "careers-link-out",
    "footer-link",
  ],
  // Every one of them takes a model: patterns and plain renders settle none of these.
  classifier: [
    "odd-link",
    "rare-language",
    "odd-link-behind-odd-link",
    "path-in-code",
    "printed-address",
  ],
  browser: ["country-picker", "panel-behind-button", "search-box", "two-step-menu"],
};

const list = createEndlessList({
  prefix: "mixweb",
  kindOf,
  vendorIds: [
    "greenhouse",
    "lever",
    "ashby",
    "workable",
    "bamboohr",
    "breezy",
    "recruitee",
    "personio",
    "teamtailor",
    "smartrecruiters",
    "jazzhr",
    "jobvite",
  ],
  languageCodes: ["en", "en", "en", "de", "fr", "es", "nl"],
});

/** Every block of rows holds the tiers in their exact shares, in an order of its own. */
function kindOf(index: number) {
  const number = Math.floor(index / blockRows);
  const order = createRandom(`mixed ${number}`).some(
    Array.from({ length: blockRows }, (_, at) => at),
    blockRows,
  );
  const at = order[index % blockRows] ?? 0;
  const [tier, turn] =
    at < block.http
      ? (["http", at] as const)
      : at < block.http + block.classifier
        ? (["classifier", at - block.http] as const)
        : (["browser", 0] as const);
  return kindCalled(entryAt(kindNames[tier], number * block[tier] + turn));
}

/** Rows of a mixed world, endless: most are plain, some take a reader, a few a visitor. */
export const mixedList = (count: number, from = 0): Generator<EndlessRow> => list.rows(count, from);

/** The truth about the company at `index` of the mixed list. */
export const mixedTruth = (index: number): Truth => list.truth(index);

/** The company at `index` as an honest reader of its site would come to know it. */
export function mixedKnown(index: number): {
  readonly truth: Truth;
  /** How a person finds the vendor; `undefined` where patterns do. */
  readonly way: Way | undefined;
  readonly words: Words;
} {
  const entry = list.entry(index);
  return { truth: truthOf(entry), way: entry.site.way, words: entry.scene.words };
}

/** Serves the mixed list. */
export const createMixedWeb = (): EndlessWeb => list.web();
