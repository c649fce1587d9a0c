import type { EvidenceKind } from "../../domain/evidence.ts";
import { channelsOf } from "./channels.ts";
import type { Document } from "./documents.ts";
import { signalsOf } from "./signals.ts";
import { cut, oneLine, tokensOf, wellFormed } from "./tokens.ts";

/** What a workflow holds relevant. */
export interface Relevance {
  /** Words around which text and code are shown. No flags but `i` and `u`; linear. */
  readonly words: RegExp;
  /** How telling an address is: 0 nothing, 10 a known vendor's. */
  readonly address: (url: string) => number;
}

/** A piece of a document, verbatim, with the channel that it may be quoted from. */
export interface Slice {
  readonly document: Document;
  readonly channel: EvidenceKind;
  readonly text: string;
  /** What a person reads at an address. */
  readonly label: string;
  readonly score: number;
}

/** What is read of one body, and how often a word is looked up in it. */
const mostChars = 1_500_000;
const mostHits = 300;
const reach = 180;
const longestSignal = 400;
/** Room for a slice's own line: its channel, its mark. */
const tokensPerSlice = 6;

/**
 * The pieces of all documents that matter most, within a number of tokens: addresses first, the
 * more telling the sooner, then text and code around telling words. Every piece stands verbatim
 * in its document, once, and is cut between characters.
 */
export function chooseSlices(
  documents: readonly Document[],
  relevance: Relevance,
  maxTokens: number,
): Slice[] {
  const seen = new Set<string>();
  const chosen: Slice[] = [];
  let left = maxTokens;
  const all = documents.flatMap((document, at) => slicesOf(document, relevance, at));
  for (const slice of all.toSorted((a, b) => b.score - a.score)) {
    const key = `${slice.channel} ${slice.text}`;
    const tokens = tokensOf(slice.text + slice.label) + tokensPerSlice;
    if (seen.has(key) || tokens > left || isTold(slice, chosen)) continue;
    seen.add(key);
    chosen.push(slice);
    left -= tokens;
  }
  return chosen;
}

/** Whether a piece of markup only repeats an address that is shown by itself. */
function isTold({ channel, text }: Slice, chosen: readonly Slice[]): boolean {
  return channel === "dom" && chosen.some((other) => text.includes(other.text));
}

/** Later documents are worth a little less than the first. */
function slicesOf(document: Document, relevance: Relevance, at: number): Slice[] {
  const late = Math.min(at, 10) / 10;
  const signals = signalsOf(document.page).map(({ channel, raw, url, text }): Slice => {
    const told = url === undefined ? 1 : relevance.address(url);
    const score = 20 + 8 * told + (firstHit(relevance.words, `${raw} ${text}`) ? 15 : 0) - late;
    const label = oneLine(text, 80);
    return { document, channel, text: cut(raw, longestSignal), label, score };
  });
  return [...signals, ...windows(document, relevance, late)];
}

const shown = ["text", "script", "json_ld", "dom"] as const satisfies readonly EvidenceKind[];
const byChannel = { text: 40, script: 34, json_ld: 30, dom: 22 } as const;

/** Stretches of the body around telling words, each within its channel. */
function windows(document: Document, { words }: Relevance, late: number): Slice[] {
  const { snapshot } = document;
  const source = snapshot.text.slice(0, mostChars);
  const pattern = new RegExp(words.source, `${words.flags.replace("g", "")}g`);
  const found: Slice[] = [];
  for (const channel of shown) {
    let hits = 0;
    const ranges = channelsOf(snapshot).get(channel) ?? [];
    for (const [from, to] of ranges) {
      if (from >= mostChars || hits >= mostHits) break;
      for (const window of windowsIn(source.slice(from, to), pattern)) {
        hits += 1;
        found.push({
          document,
          channel,
          text: wellFormed(window.text),
          label: "",
          score: byChannel[channel] + 6 * Math.min(window.words, 5) - late,
        });
        if (hits >= mostHits) break;
      }
    }
  }
  return found.length > 0 ? found : beginning(document);
}

interface Window {
  readonly text: string;
  /** Different words in it. */
  readonly words: number;
}

/** Neighbouring hits share a window. */
function windowsIn(stretch: string, pattern: RegExp): Window[] {
  const found: { from: number; to: number; words: Set<string> }[] = [];
  let seen = 0;
  for (const { 0: word, index } of stretch.matchAll(pattern)) {
    if (word === "" || (seen += 1) > mostHits) break;
    const from = Math.max(0, index - reach);
    const to = Math.min(stretch.length, index + word.length + reach);
    const last = found.at(-1);
    if (last !== undefined && from <= last.to && to - last.from < reach * 6) {
      last.to = to;
      last.words.add(word.toLowerCase());
    } else
      found.push({
        from: last === undefined ? from : Math.max(from, last.to),
        to,
        words: new Set([word.toLowerCase()]),
      });
  }
  return found.map(({ from, to, words }) => ({
    text: whole(stretch, from, to),
    words: words.size,
  }));
}

/** Never half a character at either end. */
function whole(text: string, from: number, to: number): string {
  return text
    .slice(from, to)
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "")
    .trim();
}

/** A page without a telling word: how it begins. */
function beginning(document: Document): Slice[] {
  const { snapshot } = document;
  const ranges = channelsOf(snapshot).get("text") ?? [];
  const texts = ranges
    .slice(0, 200)
    .map(([from, to]) => snapshot.text.slice(from, Math.min(to, from + 300)).trim())
    .filter((text) => text.length > 20)
    .slice(0, 4);
  return texts.map((text) => ({
    document,
    channel: "text",
    text: cut(text, 300),
    label: "",
    score: 10,
  }));
}

function firstHit(words: RegExp, text: string): boolean {
  return text.slice(0, 2_000).search(words) !== -1;
}
