import type { Evidence } from "../domain/evidence.ts";
import { partText, type Snapshot } from "../domain/snapshot.ts";

/** How much text around the match is given, so that it can be found again when positions moved. */
const contextLength = 32;

/** A piece of evidence in the terms of the W3C's Web Annotation model. */
export interface WebAnnotation {
  readonly "@context": "http://www.w3.org/ns/anno.jsonld";
  readonly type: "Annotation";
  readonly motivation: "identifying";
  readonly body: {
    readonly type: "TextualBody";
    readonly value: string;
    readonly format: "text/plain";
  };
  readonly target: {
    readonly type: "SpecificResource";
    readonly source: string;
    readonly state: {
      readonly type: "TimeState";
      readonly sourceDate: string;
      readonly cached: string;
    };
    readonly selector: readonly [
      {
        readonly type: "TextQuoteSelector";
        readonly exact: string;
        readonly prefix: string;
        readonly suffix: string;
      },
      { readonly type: "TextPositionSelector"; readonly start: number; readonly end: number },
    ];
  };
  /** The live page with the match highlighted, where it is text that a reader sees. */
  readonly textFragment: string | null;
}

/**
 * Evidence in a form that other tools read. `cached` is where the stored copy can be had; the
 * positions count in the part of it that the evidence names.
 */
export function webAnnotation(
  evidence: Evidence,
  snapshot: Snapshot,
  cached: string,
): WebAnnotation {
  const { url, match, locator, at, fact, supports } = evidence;
  const text = partText(snapshot, locator.part);
  const end = locator.start + match.length;
  const quote = {
    type: "TextQuoteSelector",
    exact: match,
    prefix: text.slice(Math.max(0, locator.start - contextLength), locator.start),
    suffix: text.slice(end, end + contextLength),
  } as const;
  return {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    type: "Annotation",
    motivation: "identifying",
    body: { type: "TextualBody", value: `${fact}: ${supports}`, format: "text/plain" },
    target: {
      type: "SpecificResource",
      source: url,
      state: { type: "TimeState", sourceDate: at, cached },
      selector: [quote, { type: "TextPositionSelector", start: locator.start, end }],
    },
    textFragment: textFragment(evidence),
  };
}

/** `https://acme.com/careers#:~:text=open%20roles`, or `null` when no reader could see the match. */
export function textFragment({ url, kind, match, locator }: Evidence): string | null {
  if (kind !== "text" || locator.part !== "body" || !/^https?:/.test(url)) return null;
  // Markup within the match is not on the screen: what is before it and behind it is.
  const shown = match
    .split(/<[^>]*>/)
    .map((piece) => piece.replace(/\s+/g, " ").trim())
    .filter(Boolean);
  const [first] = shown;
  if (first === undefined) return null;
  const last = shown.length > 1 ? shown.at(-1) : undefined;
  const directive = [first, ...(last === undefined ? [] : [last])].map(percentEncoded).join(",");
  const [page = url, fragment] = url.split("#", 2);
  return `${page}#${fragment ?? ""}:~:text=${directive}`;
}

/** `-`, `,` and `&` have a meaning of their own in a text directive. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll("-", "%2D");
}
