/** What a technology is for: each is a column of the results, in this order. */
export const categories = [
  "cms",
  "ecommerce",
  "payment",
  "frontend_framework",
  "analytics",
  "tag_manager",
  "advertising",
  "marketing_automation",
  "chat",
  "consent",
  "captcha",
  "monitoring",
  "cdn",
  "hosting",
  "dns_provider",
  "email_provider",
  "email_security",
  "email_delivery",
] as const;
export type Category = (typeof categories)[number];

/** One technology of the catalogue, as data: what it is, and what only its users show. */
export interface Technology {
  /** The slug that results use: `google-tag-manager`. */
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  /** Any one proves use, unless it is `weak`: then it takes two different ones. */
  readonly signatures: readonly Signature[];
}

export type Signature =
  | LoadSignature
  | CodeSignature
  | HeaderSignature
  | CookieSignature
  | DnsSignature
  | MetaSignature
  | ElementSignature;

interface Strength {
  /** A hint that other products share: it counts only beside another signature. */
  readonly weak?: true;
}

/**
 * What the page loads: `<script src>`, `<iframe src>`, `<link href>` (not `<a href>`: that is a
 * mention), or any request that the rendered page makes (`network`, which `script` and `iframe`
 * signatures imply).
 */
export interface LoadSignature extends Strength {
  readonly kind: "script" | "iframe" | "link" | "network";
  /** `js.stripe.com` exactly, `*.stripe.com` any name below it, `own` the page's own site, `any`. */
  readonly host: string;
  /** Pattern on path and query, from the first `/`. Omitted: any path. */
  readonly path?: string;
}

/** Inline script, outside comments and string contents: the snippet that starts the product. */
export interface CodeSignature extends Strength {
  readonly kind: "script";
  readonly code: string;
}

/** A response header of the record's own page; `name` in lower case, `value` any when omitted. */
export interface HeaderSignature extends Strength {
  readonly kind: "header";
  readonly name: string;
  readonly value?: string;
}

/** A cookie that the record's own page sets. */
export interface CookieSignature extends Strength {
  readonly kind: "cookie";
  /** Pattern on the whole name. */
  readonly name: string;
}

/** A record of the domain's own zone. */
export interface DnsSignature extends Strength {
  readonly kind: "dns";
  readonly type: "MX" | "TXT" | "NS" | "CNAME";
  /** On the target (MX, NS, CNAME) or the joined text (TXT), lower case, without the last dot. */
  readonly value: string;
}

/** `<meta name="generator" content="…">`. */
export interface MetaSignature extends Strength {
  readonly kind: "dom";
  readonly meta: string;
  readonly content: string;
}

/** An element that only the product writes. */
export interface ElementSignature extends Strength {
  readonly kind: "dom";
  /** Tag name, any when omitted. */
  readonly tag?: string;
  readonly attribute: string;
  /** Pattern on the attribute's value; any when omitted. */
  readonly value?: string;
}

/** Joins a category and its technologies; keeps the data files free of repetition. */
export function technologiesOf(
  category: Category,
  technologies: Readonly<Record<string, readonly [name: string, ...signatures: Signature[]]>>,
): readonly Technology[] {
  return Object.entries(technologies).map(([id, [name, ...signatures]]) => ({
    id,
    name,
    category,
    signatures,
  }));
}
