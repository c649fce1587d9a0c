import { Tokenizer } from "htmlparser2";
import type { Snapshot } from "../../domain/snapshot.ts";
import {
  type Attribute,
  collect,
  collectCode,
  type Collection,
  collected,
  collectLinkText,
  createCollection,
} from "./collect.ts";
import { isInside, joinRanges, type Range, scriptComments, templateComments } from "./comments.ts";
import { unescapeHtml } from "./entities.ts";
import { type Page, type Place, type Region, regions } from "./page.ts";
import { ignoredTokens } from "./tokens.ts";

const landmarks: ReadonlyMap<string, Region> = new Map(regions.map((name) => [name, name]));
const headings: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4"]);
/** Code shown to the reader, and what browsers keep aside: nothing in there is live. */
const quoted: ReadonlySet<string> = new Set(["pre", "code", "textarea", "xmp", "template"]);
const unread: ReadonlySet<string> = new Set(["script", "style", "template"]);
const unseen: ReadonlySet<string> = new Set(["title", "noscript", "textarea"]);
const kept: ReadonlySet<string> = new Set([
  ...regions,
  ...headings,
  ...quoted,
  ...unread,
  ...unseen,
  "a",
  "button",
]);
const deepest = 200;

interface OpenElement {
  readonly name: string;
  /** Where its content begins. */
  readonly start: number;
  text: string;
}

/** How far a source has been read. */
interface Reading {
  readonly source: string;
  readonly dead: Range[];
  /** Template comments: known before the first tag. */
  readonly deadMarkup: readonly Range[];
  readonly collection: Collection;
  /** Open elements among those that matter here, outermost first. */
  readonly open: OpenElement[];
  readonly textRanges: Range[];
  readonly headings: string[];
  heading: string;
  title: string;
  textLength: number;
  tag: string;
  tagStart: number;
  attributes: Attribute[];
}

/**
 * Reads a page's source in one pass, without building a tree. Never fails: whatever the source
 * is, what can be found in it is found, and every span stands verbatim in `snapshot.text`.
 */
export function parsePage(snapshot: Snapshot): Page {
  const reading = begin(snapshot.text);
  const tokenizer = new Tokenizer({ decodeEntities: false }, callbacks(reading));
  tokenizer.write(snapshot.text);
  tokenizer.end();
  const { collection, title, headings: headingTexts, dead, textRanges, textLength } = reading;
  return {
    snapshot,
    ...collected(collection, snapshot.url),
    title,
    headings: headingTexts,
    dead: joinRanges(dead),
    text: textRanges,
    textLength,
  };
}

function begin(source: string): Reading {
  const dead = templateComments(source);
  return {
    source,
    dead,
    deadMarkup: joinRanges(dead),
    collection: createCollection(),
    open: [],
    textRanges: [],
    headings: [],
    heading: "",
    title: "",
    textLength: 0,
    tag: "",
    tagStart: 0,
    attributes: [],
  };
}

function callbacks(reading: Reading): ConstructorParameters<typeof Tokenizer>[1] {
  const { source } = reading;
  let name = "";
  let valueStart = -1;
  let valueEnd = -1;
  return {
    ...ignoredTokens,
    onopentagname(start, end) {
      reading.tag = source.slice(start, end).toLowerCase();
      reading.tagStart = start;
      reading.attributes = [];
    },
    onattribname(start, end) {
      name = source.slice(start, end).toLowerCase();
      valueStart = -1;
    },
    onattribdata(start, end) {
      if (valueStart === -1) valueStart = start;
      valueEnd = end;
    },
    onattribend() {
      const raw = valueStart === -1 ? "" : source.slice(valueStart, valueEnd);
      if (reading.attributes.length < 60)
        reading.attributes.push({ name, raw, start: Math.max(valueStart, 0) });
      valueStart = -1;
    },
    onopentagend: (end) => openTag(reading, end),
    onselfclosingtag(end) {
      const { tag } = reading;
      openTag(reading, end);
      // `<script/>` and `<a/>` stay open by HTML's rules; a drawing without content doesn't.
      if (tag === "svg") closeTag(reading, tag, end);
    },
    onclosetag: (start, end) =>
      closeTag(reading, source.slice(start, end).toLowerCase(), source.lastIndexOf("<", start)),
    ontext: (start, end) => readText(reading, start, end),
    oncomment: (start, end) => void reading.dead.push([start, end]),
    onend() {
      for (const element of reading.open.splice(0).toReversed())
        finish(reading, element, source.length);
    },
  };
}

function openTag(reading: Reading, end: number): void {
  const { tag, attributes, open, tagStart } = reading;
  reading.tag = "";
  if (tag === "" || isInside(reading.deadMarkup, tagStart)) return;
  // A link ends where the next one begins.
  if (tag === "a") closeTag(reading, "a", tagStart - 1);
  if (kept.has(tag) && open.length < deepest && !isShadowRoot(tag, attributes))
    open.push({ name: tag, start: end + 1, text: "" });
  if (open.some(({ name }) => quoted.has(name))) return;
  collect(reading.collection, { tag, attributes, place: placeOf(reading) });
  if (tag === "img" || tag === "svg") addLabel(open, attributes);
}

/** A declarative shadow root is shown; any other template is not. */
function isShadowRoot(tag: string, attributes: readonly Attribute[]): boolean {
  return tag === "template" && attributes.some(({ name }) => name.startsWith("shadowroot"));
}

function placeOf({ open, heading }: Reading): Place {
  let region: Region = "body";
  let noscript = false;
  for (const { name } of open) {
    // Some systems make every entry of a menu an article: it stays a menu.
    const isFrame = region === "nav" || region === "header" || region === "footer";
    if (!(isFrame && name === "article")) region = landmarks.get(name) ?? region;
    noscript ||= name === "noscript";
  }
  return { region, heading, noscript };
}

/** What a picture says of itself is part of the text of the link around it. */
function addLabel(open: readonly OpenElement[], attributes: readonly Attribute[]): void {
  const around = open.findLast(({ name }) => name === "a" || name === "button");
  const label = attributes.find(
    ({ name }) => name === "alt" || name === "aria-label" || name === "title",
  );
  if (around !== undefined && label !== undefined) around.text += ` ${label.raw}`;
}

function closeTag(reading: Reading, name: string, end: number): void {
  const index = reading.open.findLastIndex((element) => element.name === name);
  if (index === -1) return;
  // Whatever was left open inside ends here too.
  for (const element of reading.open.splice(index).toReversed()) finish(reading, element, end);
}

function finish(reading: Reading, { name, start, text }: OpenElement, end: number): void {
  const { collection, source, dead } = reading;
  if (name === "a") collectLinkText(collection, clean(text));
  else if (name === "title") reading.title ||= clean(text);
  else if (headings.has(name)) {
    reading.heading = clean(text).slice(0, 200);
    if (reading.heading !== "" && reading.headings.length < 100)
      reading.headings.push(reading.heading);
  } else if (name === "script") {
    const isCode = collectCode(collection, { raw: source.slice(start, end), start });
    if (isCode) dead.push(...scriptComments(source, start, end));
  } else if (quoted.has(name)) dead.push([start, end]);
}

function readText(reading: Reading, start: number, end: number): void {
  const { open, source } = reading;
  if (unread.has(open.at(-1)?.name ?? "")) return;
  const raw = source.slice(start, end);
  const length = raw.trim().length;
  if (length === 0 || isInside(reading.deadMarkup, start)) return;
  let isSeen = true;
  for (const element of open) {
    if (element.text.length < 500 && takesText(element.name)) element.text += ` ${raw}`;
    if (unseen.has(element.name)) isSeen = false;
  }
  if (!isSeen) return;
  reading.textRanges.push([start, end]);
  reading.textLength += length;
}

function takesText(name: string): boolean {
  return name === "a" || name === "button" || name === "title" || headings.has(name);
}

/** Text as a person reads it: unescaped, white space folded. */
function clean(text: string): string {
  return unescapeHtml(text).replace(/\s+/g, " ").trim();
}
