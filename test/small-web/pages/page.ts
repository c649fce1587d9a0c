import type { Company } from "../companies/company.ts";

export interface Link {
  readonly text: string;
  readonly href: string;
  /** Further attributes, as written: `target="_blank"`. */
  readonly attributes?: string;
}

/** A piece of a page's middle; every style draws it in its own way. */
export type Section =
  | { readonly is: "hero"; readonly title: string; readonly text: string; readonly action?: Link }
  | { readonly is: "prose"; readonly title: string; readonly paragraphs: readonly string[] }
  | { readonly is: "cards"; readonly title: string; readonly cards: readonly Card[] }
  | { readonly is: "action"; readonly text: string; readonly link: Link }
  | { readonly is: "figures"; readonly figures: readonly (readonly [string, string])[] }
  /** HTML as somebody pasted it. */
  | { readonly is: "raw"; readonly html: string };

export interface Card {
  readonly title: string;
  readonly text: string;
  readonly link?: Link;
}

/** What a page says, before a style draws it. */
export interface PageParts {
  readonly company: Company;
  readonly title: string;
  readonly url: string;
  readonly nav: readonly Link[];
  readonly footer: readonly Link[];
  readonly sections: readonly Section[];
  /** HTML for the end of `<head>`, and for the end of `<body>`. */
  readonly head: string;
  readonly end: string;
  readonly charset: string;
  readonly isHome: boolean;
  /** Without what home pages gather over the years. */
  readonly isLight: boolean;
  /** Tells pages of one style apart: which classes, which extras. */
  readonly seed: string;
}

/** A site builder or theme: how pages made with it look in the source. */
export interface Style {
  readonly name: string;
  readonly doctype?: string;
  readonly htmlAttributes: (parts: PageParts) => string;
  readonly head: (parts: PageParts) => string;
  readonly bodyAttributes: (parts: PageParts) => string;
  readonly header: (parts: PageParts) => string;
  readonly section: (section: Section, index: number, parts: PageParts) => string;
  readonly footer: (parts: PageParts) => string;
  readonly scripts: (parts: PageParts) => string;
  /** What its servers say about themselves. */
  readonly headers: Readonly<Record<string, string>>;
}
