import type { Evidence } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Spot } from "../workflow-rule.ts";
import { absolute, addressAround } from "./address.ts";
import { decodeEntities } from "./decode.ts";
import { type Overlap, type Token, tokensOver } from "./html.ts";
import { isInScriptComment } from "./script.ts";

/** What a place is read from: the text of the part, and the stretch that matched. */
export interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly snapshot: Snapshot;
}

type Kind = Evidence["kind"];

/** The place if it is in the channel that the evidence names, otherwise what it is instead. */
export function spotOf({ kind, fact, locator }: Evidence, place: Place): Spot | string {
  if (locator.part === "headers") return headerSpot(kind, place);
  if (locator.part === "redirects") return hopSpot(kind, place);
  const { source } = place.snapshot;
  if (source === "dns" || source === "network" || kind === "dns" || kind === "network") {
    if (source !== kind) return `a body of source ${source} holds no ${kind} evidence`;
    return source === "dns" ? lineSpot(place) : requestSpot(place);
  }
  if (kind === "header" || kind === "cookie") return `${kind} evidence stands in the headers`;
  return bodySpot(kind, fact, place);
}

function bodySpot(kind: Kind, fact: Evidence["fact"], place: Place): Spot | string {
  const body = bodyKind(place.snapshot);
  // What the vendor's own page says of its tenant may stand anywhere in it but in a comment.
  const isTold = fact === "alive" || fact === "identity" || fact === "ending";
  if (body === "html") return htmlSpot(kind, place, isTold);
  if (body === "script")
    return kind === "script" || isTold
      ? codeSpot(place, 0, place.text.length)
      : elsewhere(kind, body);
  if (body === "json" && kind === "script") return textSpot(place);
  return kind === "text" || kind === "dom" || isTold ? textSpot(place) : elsewhere(kind, body);
}

function bodyKind({ source, headers, text }: Snapshot): "html" | "script" | "json" | "text" {
  if (source === "browser") return "html";
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/json/i.test(type)) return "json";
  if (/(?:java|ecma)script/i.test(type)) return "script";
  if (/html/i.test(type)) return "html";
  if (type !== "") return "text";
  return /^\s*[{[]/.test(text.slice(0, 200)) ? "json" : "html";
}

function elsewhere(kind: Kind, where: string): string {
  return `${kind} evidence can't stand in ${where}`;
}

function lineAround({
  text,
  start,
  end,
}: Place): { from: number; to: number; value: string } | undefined {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const found = text.indexOf("\n", start);
  const to = found < 0 ? text.length : found;
  return end > to || start < from ? undefined : { from, to, value: text.slice(from, to) };
}

function lineSpot(place: Place): Spot | string {
  const line = lineAround(place);
  return line
    ? { ...line, address: undefined, tag: undefined, attribute: undefined }
    : "spans several lines";
}

function headerSpot(kind: Kind, place: Place): Spot | string {
  const spot = lineSpot(place);
  if (typeof spot === "string") return spot;
  const isCookie = /^set-cookie:/i.test(spot.value);
  if (kind === "header" || (kind === "cookie" && isCookie)) return spot;
  return elsewhere(kind, isCookie ? "a cookie" : "a header");
}

function hopSpot(kind: Kind, place: Place): Spot | string {
  if (kind !== "redirect") return elsewhere(kind, "a redirect");
  const spot = lineSpot(place);
  if (typeof spot === "string") return spot;
  const to = spot.value.slice(spot.value.indexOf(" -> ") + 4);
  // The target must be what was matched: the hop's origin is no proof of where it leads.
  const targetFrom = spot.to - to.length;
  return place.end > targetFrom
    ? { ...spot, address: absolute(to, undefined) }
    : "the match is where the hop came from";
}

/** `METHOD type status url initiating-page-url`: the match must lie in the url. */
function requestSpot(place: Place): Spot | string {
  const spot = lineSpot(place);
  if (typeof spot === "string") return spot;
  const request = /^(\S+ \S+ \S+ )(\S+)/.exec(spot.value);
  if (!request) return "is not a request's line";
  const from = spot.from + (request[1] ?? "").length;
  const url = request[2] ?? "";
  const overlaps = place.start < from + url.length && place.end > from;
  return overlaps
    ? { ...spot, address: absolute(url, undefined) }
    : "is not in the address of a request";
}

function textSpot(place: Place): Spot {
  return { ...whole(place), address: addressAround(place.text, place.start, place.end) };
}

function codeSpot(place: Place, from: number, to: number): Spot | string {
  const script = place.text.slice(from, to);
  const isHidden =
    isInScriptComment(script, place.start - from) ||
    isInScriptComment(script, place.end - 1 - from);
  if (isHidden) return "stands in a script's comment";
  return {
    ...whole(place),
    from,
    to,
    address: addressAround(script, place.start - from, place.end - from),
  };
}

function whole({ text, start, end }: Place) {
  return {
    value: text.slice(start, end),
    from: start,
    to: end,
    tag: undefined,
    attribute: undefined,
  };
}

function htmlSpot(kind: Kind, place: Place, isTold: boolean): Spot | string {
  const overlap = tokensOver(place.text, place.start, place.end);
  const { tokens } = overlap;
  const [first] = tokens;
  if (!first) return "stands nowhere in the page";
  if (isTold)
    return tokens.every(({ kind: each }) => each === "comment")
      ? "stands in a comment"
      : textSpot(place);
  if (tokens.some((token) => token.kind === "comment")) return "stands in a comment";
  if (tokens.some(({ inert }) => inert)) return "stands in a template";
  const single = tokens.length === 1 ? first : undefined;
  const spot = single && inElement(kind, single, place, overlap);
  if (spot !== undefined) return spot;
  if (kind === "dom" && tokens.every(isMarkup))
    return { ...whole(place), ...span(tokens), address: undefined };
  if (kind === "text" && tokens.some(isText) && tokens.every(isMarkup)) return textSpot(place);
  return elsewhere(kind, single ? `<${single.name || "text"}>` : "markup of several elements");
}

function isMarkup({ kind, name }: Token): boolean {
  return (
    kind === "open" || kind === "close" || kind === "text" || (kind === "raw" && name === "title")
  );
}

function isText({ kind }: Token): boolean {
  return kind === "text" || kind === "raw";
}

function span(tokens: readonly Token[]): { from: number; to: number } {
  return { from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0 };
}

/** What an element makes of the place; `undefined` when it is not one that `kind` asks for. */
function inElement(
  kind: Kind,
  token: Token,
  place: Place,
  { base }: Overlap,
): Spot | string | undefined {
  if (token.kind === "script") return inScript(kind, token, place);
  if (token.kind !== "open") return undefined;
  const attribute = token.attributes.find(({ from, to }) => place.start >= from && place.end <= to);
  if (!attribute) return undefined;
  const { name } = attribute;
  if (token.attributes.find((other) => other.name === name) !== attribute)
    return "stands in a repeated attribute, which counts for nothing";
  if (!isChannel(kind, token, name, place)) return undefined;
  const raw = place.text.slice(attribute.from, attribute.to);
  const value = decodeEntities(raw).trim();
  const target = kind === "redirect" ? refreshTarget(value) : value;
  if (target === undefined) return undefined;
  const ownBase =
    base === undefined ? undefined : absolute(decodeEntities(base), place.snapshot.url);
  const resolved = isAddress(kind, name, target)
    ? absolute(target, ownBase ?? place.snapshot.url)
    : undefined;
  const address =
    resolved ??
    (kind === "dom"
      ? addressAround(raw, place.start - attribute.from, place.end - attribute.from)
      : undefined);
  return { value, address, from: token.from, to: token.to, tag: token.name, attribute: name };
}

function isChannel(
  kind: Kind,
  { name: tag, attributes }: Token,
  attribute: string,
  { text }: Place,
): boolean {
  if (kind === "dom") return true;
  if (kind === "link") return attribute === "href" && ["a", "area", "link"].includes(tag);
  if (kind === "script") return tag === "script" && isSource(attribute);
  if (kind === "iframe")
    return tag === "object"
      ? attribute === "data"
      : ["iframe", "frame", "embed"].includes(tag) && isSource(attribute);
  if (kind !== "redirect" || tag !== "meta" || attribute !== "content") return false;
  const refresh = attributes.find(({ name }) => name === "http-equiv");
  return refresh !== undefined && /^refresh$/i.test(text.slice(refresh.from, refresh.to).trim());
}

/** `src`, or where a page keeps it until it is scrolled to or consented to. */
function isSource(attribute: string): boolean {
  return /^(?:src|data-(?:[a-z]+-)*src)$/.test(attribute);
}

function isAddress(kind: Kind, attribute: string, value: string): boolean {
  return (
    kind !== "dom" || /(?:href|src|url|action)$/.test(attribute) || /^(?:https?:)?\/\//i.test(value)
  );
}

function refreshTarget(content: string): string | undefined {
  return /^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content)?.[1]?.trim();
}

function inScript(kind: Kind, token: Token, place: Place): Spot | string | undefined {
  const type = attributeValue(token, place, "type")?.toLowerCase() ?? "";
  const isLinkedData = type.includes("ld+json");
  if (kind === "json_ld") return isLinkedData ? textSpot(place) : undefined;
  if (kind !== "script" && kind !== "redirect") return undefined;
  if (isLinkedData) return undefined;
  if (token.attributes.some(({ name }) => name === "src"))
    return "stands in a script that is loaded from elsewhere";
  if (/template|html|handlebars|mustache/.test(type)) return "stands in a template";
  const spot = /json/.test(type)
    ? {
        ...whole(place),
        from: token.from,
        to: token.to,
        address: addressAround(place.text, place.start, place.end),
      }
    : codeSpot(place, token.from, token.to);
  if (kind === "script" || typeof spot === "string") return spot;
  return isAssignment(place, token) ? spot : undefined;
}

/** Whether a script sends the browser to the place: `location = "…"`, `location.replace("…")`. */
function isAssignment({ text, start }: Place, token: Token): boolean {
  const before = text.slice(Math.max(token.from, start - 200), start);
  return /\blocation(?:\.href)?\s*=\s*["'`][^"'`\s]*$|\blocation\.(?:assign|replace)\(\s*["'`][^"'`\s]*$/.test(
    before,
  );
}

function attributeValue({ attributes }: Token, { text }: Place, name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found && text.slice(found.from, found.to);
}
