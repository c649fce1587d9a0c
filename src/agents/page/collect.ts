import { unescapeHtml } from "./entities.ts";
import type { Link, LinkTag, Meta, Page, Place, Reference, Script, Span } from "./page.ts";

export interface Attribute extends Span {
  readonly name: string;
}

/** A start tag, as it was read. */
export interface Element {
  readonly tag: string;
  readonly attributes: readonly Attribute[];
  readonly place: Place;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** What is found on the way through a page; addresses stay as written until the end. */
export interface Collection {
  readonly links: Draft<Link>[];
  readonly scripts: Draft<Script>[];
  readonly iframes: Draft<Reference>[];
  readonly forms: Draft<Reference>[];
  readonly linkTags: Draft<LinkTag>[];
  readonly others: Draft<Reference>[];
  readonly metas: Meta[];
  readonly ids: string[];
  refresh: Draft<Reference> | undefined;
  base: string | undefined;
  lang: string;
  openLink: Draft<Link> | undefined;
}

export function createCollection(): Collection {
  return {
    links: [],
    scripts: [],
    iframes: [],
    forms: [],
    linkTags: [],
    others: [],
    metas: [],
    ids: [],
    refresh: undefined,
    base: undefined,
    lang: "",
    openLink: undefined,
  };
}

/** Attributes that hold an address on the tags that people use them for; the rest is searched for one. */
const addressOf: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "data-href", "data-url"],
  area: ["href"],
  iframe: [
    "src",
    "data-src",
    "data-lazy-src",
    "data-cookieblock-src",
    "data-cmp-src",
    "data-litespeed-src",
  ],
  frame: ["src"],
  embed: ["src"],
  object: ["data"],
  script: [
    "src",
    "data-src",
    "data-cookieblock-src",
    "data-cmp-src",
    "data-rocket-src",
    "data-litespeed-src",
  ],
  form: ["action"],
  link: ["href"],
};
const addressInside =
  /(?:https?:)?\\?\/\\?\/[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,24}(?:(?!&(?:quot|apos|lt|gt|#0?3[49]|#x2[27]);)[^\s"'<>)\\]|\\\/)*/gi;
const mostInside = 8;
const mostOfAKind = 3_000;

/** Takes one start tag in. */
export function collect(into: Collection, element: Element): void {
  const { tag, attributes, place } = element;
  const id = valueOf(element, "id");
  if (id !== "" && into.ids.length < mostOfAKind) into.ids.push(id);
  const own = findAddress(tag, attributes);
  const reference = own && {
    tag,
    attribute: own.name,
    raw: own.raw,
    start: own.start,
    url: "",
    place,
  };
  switch (tag) {
    case "html":
      into.lang = valueOf(element, "lang");
      break;
    case "base":
      into.base ??= unescapeHtml(valueOf(element, "href"));
      break;
    case "meta":
      collectMeta(into, element);
      return;
    case "script":
      into.scripts.push({
        src: reference,
        inline: undefined,
        type: valueOf(element, "type").toLowerCase(),
        id,
        place,
      });
      break;
    default:
      if (reference !== undefined) sort(into, reference, element);
  }
  if (tag !== "img") collectElsewhere(into, element, own);
}

function valueOf({ attributes }: Element, name: string): string {
  return attributes.find((attribute) => attribute.name === name)?.raw ?? "";
}

function sort(into: Collection, reference: Draft<Reference>, element: Element): void {
  const rel = valueOf(element, "rel").toLowerCase();
  switch (element.tag) {
    case "a":
    case "area": {
      const text = unescapeHtml(
        `${valueOf(element, "aria-label")} ${valueOf(element, "title")}`,
      ).trim();
      into.openLink = { ...reference, text, rel };
      if (into.links.length < mostOfAKind) into.links.push(into.openLink);
      break;
    }
    case "form":
      into.forms.push(reference);
      break;
    case "link":
      into.linkTags.push({
        ...reference,
        rel,
        hreflang: valueOf(element, "hreflang").toLowerCase(),
      });
      break;
    default:
      into.iframes.push(reference);
  }
}

/** Addresses where none are expected: `onclick`, `data-url`, `data-domain`. */
function collectElsewhere(
  into: Collection,
  { tag, attributes, place }: Element,
  own: Attribute | undefined,
): void {
  for (const attribute of attributes) {
    const { name, raw, start } = attribute;
    if (attribute === own || name === "srcset" || !/\/\/|\\\/\\\//.test(raw)) continue;
    for (const found of [...raw.slice(0, 20_000).matchAll(addressInside)].slice(0, mostInside)) {
      if (into.others.length >= mostOfAKind) break;
      into.others.push({
        tag,
        attribute: name,
        raw: found[0],
        start: start + found.index,
        url: "",
        place,
      });
    }
  }
}

function collectMeta(into: Collection, { attributes, place }: Element): void {
  const content = attributes.find(({ name }) => name === "content");
  const named = attributes.find(({ name }) => /^(?:name|property|itemprop|http-equiv)$/.test(name));
  if (content === undefined || named === undefined) return;
  const { raw, start } = content;
  const name = named.raw.toLowerCase();
  into.metas.push({ name, content: unescapeHtml(raw), span: { raw, start } });
  const target = name === "refresh" ? /url\s*=\s*['"]?([^'"]+)/i.exec(raw)?.[1] : undefined;
  if (target === undefined || into.refresh !== undefined) return;
  into.refresh = {
    tag: "meta",
    attribute: "content",
    raw: target,
    start: start + raw.indexOf(target),
    url: "",
    place,
  };
}

/** The text of the link that was opened last. */
export function collectLinkText(into: Collection, text: string): void {
  if (into.openLink !== undefined && text !== "")
    into.openLink.text = `${text} ${into.openLink.text}`.trim().slice(0, 300);
  into.openLink = undefined;
}

/** The code of the script that was opened last. Says whether it is code: data has no comments. */
export function collectCode(into: Collection, code: Span): boolean {
  const script = into.scripts.at(-1);
  if (script === undefined || code.raw.trim() === "") return false;
  script.inline = code;
  return !script.type.includes("json");
}

type Collected = Pick<
  Page,
  | "baseUrl"
  | "lang"
  | "links"
  | "scripts"
  | "iframes"
  | "forms"
  | "linkTags"
  | "metas"
  | "otherReferences"
  | "refresh"
  | "ids"
>;

/** Everything found, addresses made absolute; what is no web address is left out. */
export function collected(from: Collection, pageUrl: string): Collected {
  const baseUrl = absolute(from.base ?? "", pageUrl) ?? pageUrl;
  const resolved = <T extends Draft<Reference>>(references: T[]): T[] =>
    references.filter((reference) => {
      reference.url = absolute(unescapeHtml(reference.raw), baseUrl) ?? "";
      return reference.url !== "";
    });
  for (const script of from.scripts) script.src = script.src && resolved([script.src])[0];
  return {
    baseUrl,
    lang: from.lang,
    links: resolved(from.links),
    scripts: from.scripts,
    iframes: resolved(from.iframes),
    forms: resolved(from.forms),
    linkTags: resolved(from.linkTags),
    otherReferences: resolved(from.others),
    refresh: from.refresh && resolved([from.refresh])[0],
    metas: from.metas,
    ids: from.ids,
  };
}

const nowhere = /^\s*(?:about:|javascript:|data:|#)/i;

function findAddress(tag: string, attributes: readonly Attribute[]): Attribute | undefined {
  const names = addressOf[tag];
  if (names === undefined) return undefined;
  const found = attributes.filter(
    ({ name, raw }) => names.includes(name) && raw !== "" && !nowhere.test(raw),
  );
  return found.find(({ name }) => name === names[0]) ?? found[0];
}

/** The absolute web address, or `undefined` when it is none. */
export function absolute(address: string, base: string): string | undefined {
  const trimmed = address.trim().replaceAll("\\/", "/");
  try {
    const url = new URL(trimmed, base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
