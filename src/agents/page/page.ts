import type { Snapshot } from "../../domain/snapshot.ts";

/** A piece of a snapshot's text, verbatim: `snapshot.text.slice(start, start + raw.length) === raw`. */
export interface Span {
  readonly raw: string;
  readonly start: number;
}

export const regions = ["nav", "header", "footer", "aside", "article", "main"] as const;
export type Region = (typeof regions)[number] | "body";

/** Where on the page something stands. */
export interface Place {
  /** The innermost landmark around it. */
  readonly region: Region;
  /** The text of the nearest heading before it. */
  readonly heading: string;
  /** Whether only visitors without scripts get it. */
  readonly noscript: boolean;
}

/** An address in an attribute: verbatim in `raw`, absolute and unescaped in `url`. */
export interface Reference extends Span {
  readonly tag: string;
  readonly attribute: string;
  readonly url: string;
  readonly place: Place;
}

export interface Link extends Reference {
  /** What a person reads on it: text, image text, label. */
  readonly text: string;
  readonly rel: string;
}

export interface Script {
  readonly src: Reference | undefined;
  /** The code between the tags; empty scripts have none. */
  readonly inline: Span | undefined;
  readonly type: string;
  readonly id: string;
  readonly place: Place;
}

/** A `<link>` tag: stylesheet, canonical, alternate, icon. */
export interface LinkTag extends Reference {
  readonly rel: string;
  readonly hreflang: string;
}

export interface Meta {
  /** `name`, `property`, `itemprop` or `http-equiv`, lower case. */
  readonly name: string;
  /** Unescaped. */
  readonly content: string;
  /** The content as it stands. */
  readonly span: Span;
}

/** What one pass over a page's source found, without what is commented out. */
export interface Page {
  readonly snapshot: Snapshot;
  /** What relative addresses count from: `<base href>` or the page's own address. */
  readonly baseUrl: string;
  readonly lang: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly links: readonly Link[];
  readonly scripts: readonly Script[];
  readonly iframes: readonly Reference[];
  readonly forms: readonly Reference[];
  readonly linkTags: readonly LinkTag[];
  readonly metas: readonly Meta[];
  /** Addresses in any other attribute: `data-href`, `onclick`, lazy `data-src`. */
  readonly otherReferences: readonly Reference[];
  readonly refresh: Reference | undefined;
  /** Ids of elements, in order: mount points such as `root` and `grnhse_app`. */
  readonly ids: readonly string[];
  /** Ranges of the source that no visitor gets: comments, quoted code. Sorted. */
  readonly dead: readonly (readonly [start: number, end: number])[];
  /** Ranges of visible text. */
  readonly text: readonly (readonly [start: number, end: number])[];
  /** Characters of visible text, white space at the ends of each piece not counted. */
  readonly textLength: number;
}

/** The content of the first `<meta>` with one of these names. */
export function metaOf(page: Page, ...names: readonly string[]): Meta | undefined {
  return page.metas.find(({ name, content }) => names.includes(name) && content !== "");
}
