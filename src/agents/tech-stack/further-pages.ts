import { parseUrl } from "../../web/url.ts";
import type { Page } from "../page/page.ts";
import { isOwn } from "./loads.ts";

/** Paths where companies put forms, payment and widgets, most telling first; in several languages. */
const telling = [
  /\b(?:cart|basket|checkout|warenkorb|panier|carrito|carrello|winkelwagen)\b/i,
  /\b(?:pricing|plans|preise|tarifs|precios|prezzi|prijzen)\b/i,
  /\b(?:contact|kontakt|contacto|contatti|demo|get-started)\b/i,
  /\b(?:shop|store|products?|boutique|tienda)\b/i,
  /\b(?:sign-?up|register|login|account)\b/i,
  /\b(?:careers|jobs|karriere|blog|news|about)\b/i,
] as const;

/** Where these pages usually are when the home page links none of them. */
const usual = ["/contact", "/pricing", "/cart", "/shop", "/about", "/blog"];

/** Own pages that may show more than the home page, most telling first, each once. */
export function pagesWorthReading(page: Page): string[] {
  const home = page.snapshot.url;
  const own = page.links
    .filter(({ url }) => isOwn(url, home))
    .map(({ url }) => url.replace(/#.*$/, ""));
  const linked = telling.flatMap((pattern) => {
    const found = own.find((url) => pattern.test(parseUrl(url)?.pathname ?? ""));
    return found === undefined ? [] : [found];
  });
  const guessed = usual.flatMap((path) => parseUrl(path, home)?.href ?? []);
  return [...new Set([...linked, ...guessed])].filter((url) => url !== home);
}
