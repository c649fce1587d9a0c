import type { Truth } from "../small-web/truth.ts";
import type { Way } from "../small-web/kinds/kind.ts";
import type { Words } from "../small-web/languages/words.ts";
import type { Ask, Mind, Reply } from "./ask.ts";
import { drive } from "./honest-driver.ts";
import { addressOf } from "./known-address.ts";
import { blocksIn, linesOf } from "./shown-text.ts";

/** What an honest reader knows to look for on one company's site. */
export interface Known {
  readonly truth: Truth;
  /** How a person would go, where it takes one. */
  readonly way: Way | undefined;
  readonly words: Words;
}

/** Finds what is known of the company that a question is about; `undefined`: nobody knows it. */
export type KnownOf = (text: string) => Known | undefined;

/**
 * Behaves as a good model would: it knows the goal, and quotes, chooses and clicks only what the
 * question shows. What is not shown it does not say.
 */
export function honestMind(knownOf: KnownOf): Mind {
  return (ask) => {
    const known = knownOf(ask.text);
    if (ask.schema === null) return drive(ask, known);
    const fields = Object.keys(ask.schema["properties"] ?? {});
    if (fields.includes("numbers")) return { json: { numbers: linksFor(ask, known) } };
    return readPages(ask, known);
  };
}

/** Numbers of listed links that lead on. */
function linksFor({ text }: Ask, known: Known | undefined): number[] {
  if (known?.truth.determinable !== true) return [];
  return linesOf(blocksIn(text, "links").at(-1)?.text ?? "").flatMap((line) => {
    const [, number = "", said = "", path = ""] = /^(\d+)\. "(.*)" (\S+)$/.exec(line) ?? [];
    return leadsOn(said, path, known) ? [Number(number)] : [];
  });
}

function leadsOn(said: string, path: string, { way, words, truth }: Known): boolean {
  const texts = [
    ...(way?.follows ?? []),
    words.careers,
    words.openings,
    words.viewJobs,
    words.joinUs,
  ];
  if (texts.some((text) => said.toLowerCase().includes(text.toLowerCase()))) return true;
  if (path === `/${words.careersPath}` || path === `/${words.openingsPath}`) return true;
  return truth.determinable && truth.trail.some(({ url }) => isPathOf(url, path));
}

function isPathOf(url: string, path: string): boolean {
  const { pathname } = new URL(url);
  return pathname.length > 1 && pathname === path;
}

function readPages(ask: Ask, known: Known | undefined): Reply {
  const nothing = { evidence: [], system: null, tenant: null, links: [], paths: [] };
  if (known?.truth.determinable !== true) return { json: nothing };
  const { truth } = known;
  const { ats, tenant } = truth;
  const evidence = blocksIn(ask.text, /^d\d+$/).flatMap(({ name, text }) =>
    linesOf(text).flatMap((line) => {
      const [, channel = "", piece = ""] = /^\[([a-z_]+)\] (.*)$/s.exec(line) ?? [];
      const quote = addressOf(piece, truth);
      return quote === undefined ? [] : [{ document: name, channel, quote, shows: ats }];
    }),
  );
  if (evidence.length > 0)
    return { json: { ...nothing, evidence: evidence.slice(0, 3), system: ats, tenant } };
  const paths = (known.way?.paths ?? []).filter((path) => ask.text.includes(path));
  return { json: { ...nothing, links: linksFor(ask, known).slice(0, 3), paths } };
}
