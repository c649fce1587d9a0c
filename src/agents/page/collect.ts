import type { Range } from "./comments.ts";
import { scriptComments } from "./comments.ts";
import { unescapeHtml } from "./entities.ts";
import type { Link, LinkTag, Meta, Page, Place, Reference, Script, Span } from "./page.ts";

export interface Attribute extends Span {
  readonly name: string;
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
type Draft<T> = { -readonly [K in keyof T]: T[K] };

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
const addressInside = /(?:https?:)?\\?\/\\?\/[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'<>)]*/i;
const limit = 3_000;

/** Sorts the elements of one page into what the agents ask for. */
export function createCollector() {
  const links: Draft<Link>[] = [];
  const scripts: Draft<Script>[] = [];
  const iframes: Draft<Reference>[] = [];
  const forms: Draft<Reference>[] = [];
  const linkTags: Draft<LinkTag>[] = [];
  const others: Draft<Reference>[] = [];
  const metas: Meta[] = [];
  const ids: string[] = [];
  let refresh: Draft<Reference> | undefined;
  let base: string | undefined;
  let lang = "";
  let openLink: Draft<Link> | undefined;

  function element(tag: string, attributes: readonly Attribute[], placeOf: () => Place): void {
    const value = (name: string) =>
      attributes.find((attribute) => attribute.name === name)?.raw ?? "";
    const id = value("id");
    if (id !== "" && ids.length < limit) ids.push(id);
    if (tag === "html") lang = value("lang");
    else if (tag === "base") base ??= unescapeHtml(value("href"));
    else if (tag === "meta") meta(attributes, placeOf);
    const own = findAddress(tag, attributes);
    const reference = own && {
      tag,
      attribute: own.name,
      raw: own.raw,
      start: own.start,
      url: "",
      place: placeOf(),
    };
    if (tag === "script") {
      scripts.push({
        src: reference,
        inline: undefined,
        type: value("type").toLowerCase(),
        id,
        place: placeOf(),
      });
    } else if (reference !== undefined) sort(tag, reference, value);
    elsewhere(tag, attributes, own, placeOf);
  }

  function sort(tag: string, reference: Draft<Reference>, value: (name: string) => string): void {
    if (tag === "a" || tag === "area") {
      const label = unescapeHtml(`${value("aria-label")} ${value("title")}`).trim();
      openLink = { ...reference, text: label, rel: value("rel").toLowerCase() };
      if (links.length < limit) links.push(openLink);
    } else if (tag === "form") forms.push(reference);
    else if (tag === "link") {
      linkTags.push({
        ...reference,
        rel: value("rel").toLowerCase(),
        hreflang: value("hreflang").toLowerCase(),
      });
    } else iframes.push(reference);
  }

  /** Addresses where none are expected: `onclick`, `data-url`, `data-domain`. */
  function elsewhere(
    tag: string,
    attributes: readonly Attribute[],
    own: Attribute | undefined,
    placeOf: () => Place,
  ): void {
    for (const attribute of attributes) {
      const { name, raw, start } = attribute;
      if (
        attribute === own ||
        !raw.includes("//") ||
        tag === "meta" ||
        tag === "img" ||
        name === "srcset"
      )
        continue;
      const found = addressInside.exec(raw.slice(0, 2_000));
      if (found === null || others.length >= limit) continue;
      others.push({
        tag,
        attribute: name,
        raw: found[0],
        start: start + found.index,
        url: "",
        place: placeOf(),
      });
    }
  }

  function meta(attributes: readonly Attribute[], placeOf: () => Place): void {
    const content = attributes.find(({ name }) => name === "content");
    const named = attributes.find(({ name }) =>
      /^(?:name|property|itemprop|http-equiv)$/.test(name),
    );
    if (content === undefined || named === undefined) return;
    const name = named.raw.toLowerCase();
    metas.push({
      name,
      content: unescapeHtml(content.raw),
      span: { raw: content.raw, start: content.start },
    });
    const target =
      name === "refresh" ? /url\s*=\s*['"]?([^'"]+)/i.exec(content.raw)?.[1] : undefined;
    if (target === undefined || refresh !== undefined) return;
    const start = content.start + content.raw.indexOf(target);
    refresh = { tag: "meta", attribute: "content", raw: target, start, url: "", place: placeOf() };
  }

  return {
    element,
    linkText(text: string): void {
      if (openLink !== undefined && text !== "")
        openLink.text = `${text} ${openLink.text}`.trim().slice(0, 300);
      openLink = undefined;
    },
    /** The code of the script that was opened last; returns its comments. */
    script(source: string, start: number, end: number): Range[] {
      const script = scripts.at(-1);
      const raw = source.slice(start, end);
      if (script === undefined || raw.trim() === "") return [];
      script.inline = { raw, start };
      // JSON has no comments, and its addresses must not be taken for some.
      return script.type.includes("json") ? [] : scriptComments(source, start, end);
    },
    collected(pageUrl: string): Collected {
      const baseUrl = absolute(base ?? "", pageUrl) ?? pageUrl;
      const resolved = <T extends Draft<Reference>>(references: T[]): T[] =>
        references.filter((reference) => {
          reference.url = absolute(unescapeHtml(reference.raw), baseUrl) ?? "";
          return reference.url !== "";
        });
      for (const script of scripts)
        if (script.src !== undefined && resolved([script.src]).length === 0) script.src = undefined;
      return {
        baseUrl,
        lang,
        links: resolved(links),
        scripts,
        iframes: resolved(iframes),
        forms: resolved(forms),
        linkTags: resolved(linkTags),
        otherReferences: resolved(others),
        refresh: refresh && resolved([refresh])[0],
        metas,
        ids,
      };
    },
  };
}

function findAddress(tag: string, attributes: readonly Attribute[]): Attribute | undefined {
  const names = addressOf[tag];
  if (names === undefined) return undefined;
  const usable = ({ name, raw }: Attribute) =>
    names.includes(name) && raw !== "" && !/^(?:about:|javascript:|data:|#)/i.test(raw.trim());
  const found = attributes.filter(usable);
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
