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

function told(patterns: readonly string[], group: "company" | "website", text: string): string[] {
  const values = patterns.map((pattern) => new RegExp(pattern).exec(text)?.groups?.[group]);
  const said = values.filter((value) => value !== undefined).map(plain);
  return [...new Set(said)].filter((value) => value !== "");
}

function plain(written: string): string {
  return decodeEntities(decodeEscapes(written)).trim();
}
