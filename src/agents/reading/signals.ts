import type { EvidenceKind } from "../../domain/evidence.ts";
import { siteOf } from "../../domain/site.ts";
import type { Page, Reference } from "../page/page.ts";

/** One thing that a page loads, links or declares, as it stands there. */
export interface Signal {
  readonly channel: EvidenceKind;
  /** Verbatim, so that it can be quoted. */
  readonly raw: string;
  /** Absolute, for addresses. */
  readonly url: string | undefined;
  /** What a person reads there. */
  readonly text: string;
}

/** Headers that tell what a site is made with; the others change with every visit. */
const telling =
  /^(?:server|x-powered-by|x-generator|link|content-security-policy|x-served-by-vendor)$/i;
const mostOfAKind = 400;

/** What the source of a page shows besides its text: frames and scripts first, links last. */
export function signalsOf(page: Page): Signal[] {
  const { snapshot, iframes, scripts, forms, otherReferences, metas, links } = page;
  const site = siteOf(snapshot.url);
  const of = (channel: EvidenceKind, references: readonly Reference[]): Signal[] =>
    references.slice(0, mostOfAKind).map(({ raw, url }) => ({ channel, raw, url, text: "" }));
  return [
    ...of("iframe", iframes),
    ...of(
      "script",
      scripts.flatMap(({ src }) => src ?? []),
    ),
    ...of("dom", forms),
    ...of("dom", otherReferences),
    ...metas
      .filter(({ content }) => /^(?:https?:)?\/\//.test(content))
      .slice(0, mostOfAKind)
      .map(({ span, content }) => ({
        channel: "dom" as const,
        raw: span.raw,
        url: content,
        text: "",
      })),
    ...links
      .filter(({ url }) => siteOf(url) !== site)
      .slice(0, mostOfAKind)
      .map(({ raw, url, text }) => ({ channel: "link" as const, raw, url, text })),
    ...headersOf(page),
  ];
}

function headersOf({ snapshot }: Page): Signal[] {
  return snapshot.headers.flatMap(([name, value]): Signal[] => {
    const line = `${name}: ${value}`;
    // A nonce is new with every visit: the same question must stay the same.
    if (!telling.test(name) || /'nonce-/.test(value)) return [];
    return [{ channel: "header", raw: line, url: undefined, text: "" }];
  });
}
