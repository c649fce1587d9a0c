import {
  type Attribute,
  contentEnd,
  type Markup,
  nextMarkup,
  readAttributes,
  readMarkup,
  scriptEnd,
} from "./markup.ts";

/** A stretch of a page, as a browser's tokenizer cuts it. */
export interface Token {
  /** `raw`: text that no markup is read from (`style`, `textarea`, what stands in an `iframe`). */
  readonly kind: "text" | "open" | "close" | "comment" | "script" | "raw";
  readonly from: number;
  readonly to: number;
  /** Inside a `<template>`: parsed, never shown nor run. */
  readonly inert: boolean;
  /** The tag's name; of `script` and `raw` the element's. */
  readonly name: string;
  /** Of `open`, `script` and `raw`: the element's. */
  readonly attributes: readonly Attribute[];
}

export interface Overlap {
  readonly tokens: readonly Token[];
  /** The href of the first `<base>` before the place, entities and all. */
  readonly base: string | undefined;
}

const rawElements = new Set([
  "style",
  "textarea",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
  "script",
]);
const none: readonly Attribute[] = [];

/**
 * The tokens that a stretch of a page touches. It walks the page from its beginning, because
 * only that tells an attribute from a comment for certain; no look-around can.
 */
export function tokensOver(text: string, start: number, end: number): Overlap {
  const tokens: Token[] = [];
  const state: State = { templates: [], foreign: 0, base: undefined };
  const add = (token: Omit<Token, "inert">): void => {
    if (token.from < end && token.to > start)
      tokens.push({ ...token, inert: state.templates.includes(true) });
  };

  const jsxOpening = seeker(text, "{/*");
  const jsxClosing = seeker(text, "*/}");
  let at = 0;
  while (at < end && at < text.length) {
    const open = nextMarkup(text, at);
    const jsx = jsxOpening(at);
    // What its author commented out, though no browser knows it.
    const jsxEnd = jsx < open ? jsxClosing(jsx + 3) : text.length;
    const textTo = jsxEnd < text.length ? jsx : open;
    if (textTo > at) add({ kind: "text", from: at, to: textTo, name: "", attributes: none });
    if (jsxEnd < text.length) {
      add({ kind: "comment", from: jsx, to: jsxEnd + 3, name: "", attributes: none });
      at = jsxEnd + 3;
      continue;
    }
    if (open >= text.length) break;
    const markup = readMarkup(text, open, state.foreign > 0);
    const attributes =
      markup.kind === "open" && markup.to > start ? attributesOf(text, markup) : none;
    if (markup.kind === "close") leave(markup, state);
    add({ kind: markup.kind, from: open, to: markup.to, name: markup.name, attributes });
    at = markup.kind === "open" ? enter(text, markup, state, add) : markup.to;
  }
  return { tokens, base: state.base };
}

interface State {
  /** Per open `<template>`: whether its content is inert. */
  readonly templates: boolean[];
  /** Open `<svg>` and `<math>` elements, where other rules of syntax hold. */
  foreign: number;
  base: string | undefined;
}

/** What an opened tag changes; answers where scanning goes on. */
function enter(
  text: string,
  markup: Markup,
  state: State,
  add: (token: Omit<Token, "inert">) => void,
): number {
  const { name, to } = markup;
  const isSelfClosed = text.charCodeAt(to - 2) === 47;
  if (name === "plaintext") {
    add({ kind: "raw", from: to, to: text.length, name, attributes: none });
    return text.length;
  }
  if (name === "base") state.base ??= rawValue(text, attributesOf(text, markup), "href");
  else if (name === "template") state.templates.push(!isShadowRoot(text, markup));
  else if ((name === "svg" || name === "math") && !isSelfClosed) state.foreign += 1;
  if (!rawElements.has(name) || (state.foreign > 0 && isSelfClosed)) return to;
  const end = name === "script" ? scriptEnd(text, to) : contentEnd(text, name, to);
  if (end > to) {
    const kind = name === "script" ? "script" : "raw";
    add({ kind, from: to, to: end, name, attributes: attributesOf(text, markup) });
  }
  return end;
}

function leave({ name }: Markup, state: State): void {
  if (name === "template") state.templates.pop();
  else if (name === "svg" || name === "math") state.foreign = Math.max(0, state.foreign - 1);
}

/** A declarative shadow root is shown; any other template is not. */
function isShadowRoot(text: string, markup: Markup): boolean {
  const mode = rawValue(text, attributesOf(text, markup), "shadowrootmode");
  return mode === "open" || mode === "closed";
}

/** Where `what` stands next, for positions that only grow: each stretch is searched once. */
function seeker(text: string, what: string): (at: number) => number {
  let found = -1;
  return (at) => {
    if (found < at) {
      const next = text.indexOf(what, at);
      found = next < 0 ? text.length : next;
    }
    return found;
  };
}

function attributesOf(text: string, { attributesFrom }: Markup): readonly Attribute[] {
  const attributes: Attribute[] = [];
  readAttributes(text, attributesFrom, attributes);
  return attributes;
}

/** The value of an attribute as it stands. Of two of one name a browser takes the first. */
export function rawValue(
  text: string,
  attributes: readonly Attribute[],
  name: string,
): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found && text.slice(found.from, found.to);
}
