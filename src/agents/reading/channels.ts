import { Tokenizer } from "htmlparser2";
import type { EvidenceKind } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { isInside, joinRanges, scriptComments, templateComments } from "../page/comments.ts";
import type { Range } from "../page/comments.ts";
import { ignoredTokens } from "../page/tokens.ts";

/** The stretches of a body that belong to each channel, in their order. */
export type Channels = ReadonlyMap<EvidenceKind, readonly Range[]>;

const known = new WeakMap<Snapshot, Channels>();

/** Sorts a body into channels: what is a link's address, what is code, what a visitor reads. */
export function channelsOf(snapshot: Snapshot): Channels {
  const channels = known.get(snapshot) ?? read(snapshot);
  known.set(snapshot, channels);
  return channels;
}

function read(snapshot: Snapshot): Channels {
  const whole: Range = [0, snapshot.text.length];
  switch (bodyOf(snapshot)) {
    case "markup":
      return readMarkup(snapshot.text);
    case "code":
      return new Map([["script", withoutComments(snapshot.text, whole)]]);
    case "data":
      return new Map(["script", "text", "dom"].map((kind) => [kind as EvidenceKind, [whole]]));
    case "lines":
      return new Map([[snapshot.source === "dns" ? "dns" : "network", linesOf(snapshot.text)]]);
    case "plain":
      return new Map(["text", "dom"].map((kind) => [kind as EvidenceKind, [whole]]));
  }
}

function bodyOf({ source, headers, text }: Snapshot) {
  if (source === "dns" || source === "network") return "lines";
  if (source === "browser") return "markup";
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/json/i.test(type)) return "data";
  if (/(?:java|ecma)script/i.test(type)) return "code";
  if (/html/i.test(type)) return "markup";
  if (type !== "") return "plain";
  return /^\s*[{[]/.test(text.slice(0, 200)) ? "data" : "markup";
}

/** Each line of an answer, or of a log of requests only its address. */
function linesOf(text: string): Range[] {
  return [...text.matchAll(/[^\n]+/g)].map(({ 0: line, index }) => {
    const before = /^[A-Z]+ \S+ \S+ (?=\S)/.exec(line)?.[0].length ?? 0;
    const length = before === 0 ? line.length : line.slice(before).search(/\s|$/);
    return [index + before, index + before + length];
  });
}

function withoutComments(source: string, [from, to]: Range): Range[] {
  const live: Range[] = [];
  let at = from;
  for (const [start, end] of joinRanges(scriptComments(source, from, to))) {
    if (start > at) live.push([at, start]);
    at = end;
  }
  if (at < to) live.push([at, to]);
  return live;
}

/** Elements whose content no visitor gets as it stands. */
const inert: ReadonlySet<string> = new Set([
  "template",
  "textarea",
  "xmp",
  "pre",
  "code",
  "noembed",
  "noframes",
]);
const unread: ReadonlySet<string> = new Set(["style", "title", "script"]);
const isSource = /^(?:src|data-(?:[a-z]+-)*src)$/;

interface Reader {
  readonly source: string;
  readonly ranges: Map<EvidenceKind, Range[]>;
  /** Names of open elements that matter. */
  readonly open: string[];
  readonly deadMarkup: readonly Range[];
  tag: string;
  tagStart: number;
  names: Set<string>;
  type: string;
  hasSource: boolean;
  codeStart: number;
}

function readMarkup(source: string): Channels {
  const reader: Reader = {
    source,
    ranges: new Map(),
    open: [],
    deadMarkup: joinRanges(templateComments(source)),
    tag: "",
    tagStart: 0,
    names: new Set(),
    type: "",
    hasSource: false,
    codeStart: -1,
  };
  const tokenizer = new Tokenizer({ decodeEntities: false }, callbacks(reader));
  tokenizer.write(source);
  tokenizer.end();
  return reader.ranges;
}

function callbacks(reader: Reader): ConstructorParameters<typeof Tokenizer>[1] {
  const { source, open } = reader;
  let name = "";
  let start = -1;
  let end = -1;
  const close = (tag: string, at: number) => {
    if (tag === "script") endScript(reader, at);
    const index = open.lastIndexOf(tag);
    if (index !== -1) open.length = index;
  };
  return {
    ...ignoredTokens,
    onopentagname(from, to) {
      reader.tag = source.slice(from, to).toLowerCase();
      reader.tagStart = from - 1;
      reader.names = new Set();
      reader.type = "";
      reader.hasSource = false;
    },
    onattribname(from, to) {
      name = source.slice(from, to).toLowerCase();
      start = -1;
    },
    onattribdata(from, to) {
      if (start === -1) start = from;
      end = to;
    },
    onattribend() {
      if (start !== -1 && !reader.names.has(name)) attribute(reader, name, [start, end]);
      if (name === "src") reader.hasSource = true;
      reader.names.add(name);
    },
    onopentagend: (at) => openTag(reader, at),
    onselfclosingtag: (at) => openTag(reader, at),
    onclosetag: (from, to) =>
      close(source.slice(from, to).toLowerCase(), source.lastIndexOf("<", from)),
    ontext(from, to) {
      if (open.some((tag) => inert.has(tag) || unread.has(tag))) return;
      add(reader, "text", [from, to]);
    },
  };
}

function attribute(reader: Reader, name: string, range: Range): void {
  const { tag, source } = reader;
  if (name === "type")
    reader.type = source
      .slice(...range)
      .trim()
      .toLowerCase();
  if (name === "href" && /^(?:a|area|link)$/.test(tag)) add(reader, "link", range);
  if (tag === "script" && isSource.test(name)) add(reader, "script", range);
  if (/^(?:iframe|frame|embed)$/.test(tag) && isSource.test(name)) add(reader, "iframe", range);
  if (tag === "object" && name === "data") add(reader, "iframe", range);
}

function openTag(reader: Reader, end: number): void {
  const { tag, open } = reader;
  if (tag === "") return;
  add(reader, "dom", [reader.tagStart, end + 1]);
  if (tag === "script") reader.codeStart = end + 1;
  if ((inert.has(tag) || unread.has(tag)) && open.length < 200) open.push(tag);
  reader.tag = "";
}

function endScript(reader: Reader, end: number): void {
  const { type, hasSource, codeStart, source } = reader;
  reader.codeStart = -1;
  if (codeStart === -1 || hasSource || /template|html|handlebars|mustache/.test(type)) return;
  if (type.includes("ld+json")) add(reader, "json_ld", [codeStart, end]);
  else if (type.includes("json")) add(reader, "script", [codeStart, end]);
  else for (const live of withoutComments(source, [codeStart, end])) add(reader, "script", live);
}

function add({ ranges, open, deadMarkup }: Reader, kind: EvidenceKind, range: Range): void {
  if (range[0] >= range[1] || isInside(deadMarkup, range[0])) return;
  if (open.some((tag) => inert.has(tag))) return;
  const list = ranges.get(kind);
  const last = list?.at(-1);
  // The tokenizer hands out one text in pieces.
  if (list !== undefined && last !== undefined && kind === "text" && last[1] === range[0])
    list[list.length - 1] = [last[0], range[1]];
  else if (list === undefined) ranges.set(kind, [range]);
  else list.push(range);
}
