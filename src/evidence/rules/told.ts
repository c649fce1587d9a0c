import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import { decodeEntities, decodeEscapes } from "../scan/decode.ts";

/** Whom the vendor's answer names as the tenant's owner, by each of the catalogue's patterns. */
export function namesTold(probes: readonly Probe[], text: string): string[] {
  return told(
    probes.flatMap(({ companyPatterns }) => companyPatterns),
    "company",
    text,
  );
}

/** The web sites that it names as the owner's, as addresses. */
export function websitesTold(probes: readonly Probe[], text: string): string[] {
  const written = told(
    probes.flatMap(({ websitePatterns }) => websitePatterns),
    "website",
    text,
  );
  return written
    .map((site) => (/^https?:/i.test(site) ? site : `https://${site}`))
    .filter((site) => URL.canParse(site));
}

const titles =
  /<title[^>]{0,80}>([^<]{2,200})<\/title>|property=["']og:(?:title|site_name)["'][^>]{0,80}content=["']([^"']{2,200})/gi;

/** The parts of a page's titles, any of which may be its owner's name. */
export function titlesTold(text: string): string[] {
  return [...text.matchAll(titles)]
    .slice(0, 4)
    .flatMap(([, title, og]) =>
      plain(title ?? og ?? "").split(/\s+[|–—·:-]\s+|\s+(?:at|@|bei|chez|en|bij)\s+/i),
    )
    .map((part) => part.trim())
    .filter((part) => part.length >= 2);
}

const headlines = /<(title|h1)\b[^>]{0,200}>([\s\S]{0,300}?)<\/\1/gi;
const gone =
  /not found|\b404\b|no longer (?:active|available|exists?|accepting)|does(?:n.t| not) exist|inactive|deactivated|expired|unavailable|closed/i;

/** Whether a page's title or headline says that what was asked for is not there. */
export function saysGone(text: string): boolean {
  return [...text.matchAll(headlines)]
    .slice(0, 3)
    .some(([, , words = ""]) => gone.test(words.replace(/<[^>]*>/g, " ")));
}

function told(patterns: readonly string[], group: "company" | "website", text: string): string[] {
  const values = patterns.map((pattern) => new RegExp(pattern).exec(text)?.groups?.[group]);
  const said = values.filter((value) => value !== undefined).map(plain);
  return [...new Set(said)].filter((value) => value !== "");
}

function plain(written: string): string {
  return decodeEntities(decodeEscapes(written)).trim();
}
