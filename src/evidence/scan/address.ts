import { decodeEntities, decodeEscapes } from "./decode.ts";

/** What can't stand in an address that is written into text or code. */
const border = /[\s"'`<>(){}[\]|^,;]/;

const longestAddress = 2_000;

const quoteReference = /&(?:quot|apos|lt|gt|#0?3[49]|#x2[27])(?![a-z0-9])/i;

/**
 * The absolute address that a stretch of text or code is part of, read as far as it goes to
 * both sides: `jobs.lever.co/acme` within `"https:\/\/jobs.lever.co\/acme-labs"` is that of acme-labs.
 */
export function addressAround(text: string, start: number, end: number): string | undefined {
  return addressAt(text, start) ?? addressAt(text, firstScheme(text, start, end));
}

function addressAt(text: string, at: number): string | undefined {
  let from = at;
  while (from > 0 && at - from < longestAddress && !border.test(text.charAt(from - 1))) from -= 1;
  let to = at;
  while (to < text.length && to - at < longestAddress && !border.test(text.charAt(to))) to += 1;
  // An attribute's own text may quote the address by references.
  const [plain = ""] = text.slice(from, to).split(quoteReference);
  const written = decodeEntities(decodeEscapes(plain)).replace(/[\\.]+$/, "");
  const scheme = /(?:https?:)?\/\//i.exec(written);
  return scheme ? absolute(written.slice(scheme.index), undefined) : undefined;
}

function firstScheme(text: string, start: number, end: number): number {
  const scheme = /(?:https?:)?\\*\/\\*\//i.exec(text.slice(start, end));
  return start + (scheme?.index ?? 0);
}

/** An address as a browser resolves it; `undefined` unless it is one of the web. */
export function absolute(address: string, base: string | undefined): string | undefined {
  const against = base !== undefined && URL.canParse(base) ? base : nowhere;
  if (!URL.canParse(address, against)) return undefined;
  const url = new URL(address, against);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.origin !== nowhere ? url.href : undefined;
}

const nowhere = "https://nowhere.invalid";
