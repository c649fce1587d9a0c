/** One piece of markup, cut as the HTML standard's tokenizer cuts it. `to` is where the next begins. */
export interface Markup {
  readonly kind: "open" | "close" | "comment" | "text" | "raw";
  readonly to: number;
  /** Lower case; empty unless `open` or `close`. */
  readonly name: string;
  /** Where its attributes begin. */
  readonly attributesFrom: number;
}

export interface Attribute {
  /** Lower case. */
  readonly name: string;
  /** Positions of the value, without its quotes. */
  readonly from: number;
  readonly to: number;
}

const tab = 9;
const lineFeed = 10;
const formFeed = 12;
const carriageReturn = 13;
const space = 32;
const bang = 33;
const doubleQuote = 34;
const quote = 39;
const slash = 47;
const equals = 61;
const greater = 62;
const question = 63;

/** Where the next markup begins at or after `at`, the end of the text if there is none. */
export function nextMarkup(text: string, at: number): number {
  for (let open = text.indexOf("<", at); open >= 0; open = text.indexOf("<", open + 1)) {
    const next = text.charCodeAt(open + 1);
    if (isLetter(next) || next === slash || next === bang || next === question) return open;
  }
  return text.length;
}

/** The markup that begins with the `<` at `at`. */
export function readMarkup(text: string, at: number, isForeign: boolean): Markup {
  const next = text.charCodeAt(at + 1);
  if (next === bang || next === question) return declaration(text, at, isForeign);
  const isClose = next === slash;
  const nameFrom = at + (isClose ? 2 : 1);
  if (!isLetter(text.charCodeAt(nameFrom))) return comment(after(text, ">", nameFrom));
  const nameTo = tagNameEnd(text, nameFrom);
  const to = readAttributes(text, nameTo);
  // The page ends within the tag: a browser drops it.
  if (to === undefined) return comment(text.length);
  const name = text.slice(nameFrom, nameTo).toLowerCase();
  return { kind: isClose ? "close" : "open", to, name, attributesFrom: nameTo };
}

function declaration(text: string, at: number, isForeign: boolean): Markup {
  if (text.startsWith("<!--", at)) return comment(commentEnd(text, at + 4));
  if (isForeign && text.startsWith("<![CDATA[", at)) {
    return { ...comment(after(text, "]]>", at + 9)), kind: "text" };
  }
  const declared = comment(after(text, ">", at));
  return /^<!doctype/i.test(text.slice(at, at + 9)) ? { ...declared, kind: "raw" } : declared;
}

function comment(to: number): Markup {
  return { kind: "comment", to, name: "", attributesFrom: to };
}

/** `-->` and `--!>` end a comment, and `>` or `->` right at its beginning. */
function commentEnd(text: string, from: number): number {
  if (text.startsWith(">", from)) return from + 1;
  if (text.startsWith("->", from)) return from + 2;
  const plain = text.indexOf("-->", from);
  const odd = text.slice(from, plain < 0 ? text.length : plain).indexOf("--!>");
  if (odd >= 0) return from + odd + 4;
  return plain < 0 ? text.length : plain + 3;
}

/**
 * Reads attributes from `at` to the tag's end and returns where that is, `undefined` when the
 * text ends first. A quote means something only right after `=`, as browsers see it.
 */
export function readAttributes(text: string, at: number, into?: Attribute[]): number | undefined {
  let i = at;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === greater) return i + 1;
    if (isSpace(c) || c === slash) {
      i += 1;
      continue;
    }
    const nameTo = attributeNameEnd(text, i);
    const value = readValue(text, nameTo);
    if (value === undefined) return undefined;
    into?.push({ name: text.slice(i, nameTo).toLowerCase(), from: value.from, to: value.to });
    i = value.next;
  }
  return undefined;
}

function readValue(
  text: string,
  nameTo: number,
): { from: number; to: number; next: number } | undefined {
  const sign = skipSpace(text, nameTo);
  if (text.charCodeAt(sign) !== equals) return { from: nameTo, to: nameTo, next: nameTo };
  const from = skipSpace(text, sign + 1);
  const c = text.charCodeAt(from);
  if (c === doubleQuote || c === quote) {
    const to = text.indexOf(c === quote ? "'" : '"', from + 1);
    return to < 0 ? undefined : { from: from + 1, to, next: to + 1 };
  }
  let to = from;
  while (to < text.length && text.charCodeAt(to) !== greater && !isSpace(text.charCodeAt(to)))
    to += 1;
  return { from, to, next: to };
}

function tagNameEnd(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === greater || c === slash || isSpace(c)) break;
  }
  return i;
}

function attributeNameEnd(text: string, from: number): number {
  // A leading `=` is part of the name.
  let i = from + 1;
  for (; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === equals || c === greater || c === slash || isSpace(c)) break;
  }
  return i;
}

/** Where the content of a raw element ends: before its own end tag. */
export function contentEnd(text: string, name: string, from: number): number {
  for (let i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
    if (isTagName(text, i + 2, name)) return i;
  }
  return text.length;
}

/**
 * Where a script's content ends. After `<!--` and `<script` within it, the next `</script>`
 * closes only that inner one: an old rule that browsers still keep.
 */
export function scriptEnd(text: string, from: number): number {
  let i = from;
  let close = -1;
  for (;;) {
    if (close < i) close = contentEnd(text, "script", i);
    const escape = text.slice(i, close).indexOf("<!--");
    if (escape < 0 || close === text.length) return close;
    const escapeFrom = i + escape;
    // `-->` may share its dashes with `<!--`.
    const escaped = text.slice(escapeFrom + 2, close).indexOf("-->");
    const escapeTo = escaped < 0 ? undefined : escapeFrom + 2 + escaped + 3;
    if (escapeTo !== undefined) i = escapeTo;
    else if (hasScriptTag(text, escapeFrom + 4, close)) i = close + 2;
    else return close;
  }
}

function hasScriptTag(text: string, from: number, to: number): boolean {
  for (let i = text.indexOf("<", from); i >= 0 && i < to; i = text.indexOf("<", i + 1)) {
    if (isTagName(text, i + 1, "script")) return true;
  }
  return false;
}

function isTagName(text: string, from: number, name: string): boolean {
  const c = text.charCodeAt(from + name.length);
  const isEnd = c === greater || c === slash || isSpace(c);
  return isEnd && text.slice(from, from + name.length).toLowerCase() === name;
}

function after(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? text.length : found + what.length;
}

function skipSpace(text: string, from: number): number {
  let i = from;
  while (isSpace(text.charCodeAt(i))) i += 1;
  return i;
}

function isSpace(c: number): boolean {
  return c === space || c === lineFeed || c === tab || c === carriageReturn || c === formFeed;
}

function isLetter(c: number): boolean {
  const lower = c | 32;
  return lower >= 97 && lower <= 122;
}
