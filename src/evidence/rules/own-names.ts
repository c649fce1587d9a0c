import { siteOf } from "../../domain/site.ts";
import { decodeEntities, decodeEscapes } from "../scan/decode.ts";
import type { Found } from "../workflow-rule.ts";
import type { OwnPages } from "./own-pages.ts";
import { isAside } from "./page-kind.ts";

const mostScanned = 400_000;

const siteName =
  /<meta[^>]{0,200}?(?:property|name)\s*=\s*["']?(?:og:site_name|application-name)["']?[^>]{0,200}?content\s*=\s*(?:"([^"]{2,120})"|'([^']{2,120})')/gi;
const organization =
  /"@type"\s*:\s*"(?:Organization|Corporation|LocalBusiness)"[^{}]{0,1500}?"(?:legalName|name)"\s*:\s*"((?:[^"\\]|\\.){2,120})"/g;
const copyright =
  /(?:©|&copy;|\(c\)|copyright)(?:\s|&nbsp;|©|&copy;)*(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|present))?)?[\s,.]*([^<>|\n©]{2,80})/gi;
const title = /<title[^>]{0,80}>([^<]{2,200})<\/title>/i;

/** What the record's own pages call their owner: in their site name, legal notice and linked data. */
export function ownNames(found: readonly Found[], pages: OwnPages): string[] {
  const snapshots = new Map(found.map(({ snapshot }) => [snapshot.hash, snapshot]));
  const own = [...snapshots.values()].filter(
    ({ source, url }) =>
      (source === "http" || source === "browser") &&
      pages.of(url) === "own" &&
      isMainHost(url) &&
      !isAside(url),
  );
  return [...new Set(own.flatMap(({ url, text }) => namesOn(text.slice(0, mostScanned), url)))];
}

/** `acme.com` and `www.acme.com`: what runs on other hosts may be a vendor's, and by now somebody else's. */
function isMainHost(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.replace(/^www\./, "") === siteOf(hostname);
}

function namesOn(html: string, url: string): string[] {
  const told = [
    ...html.matchAll(siteName),
    ...html.matchAll(organization),
    ...html.matchAll(copyright),
  ]
    .slice(0, 20)
    .map(([, one, other]) => decodeEntities(decodeEscapes(one ?? other ?? "")));
  const owners = told.map((name) =>
    name.replace(/[.,]?\s*(?:all rights reserved|alle rechte|tous droits)[\s\S]*$/i, "").trim(),
  );
  return [...owners, ...(new URL(url).pathname === "/" ? titleNames(html) : [])].filter(
    (name) => name.length >= 2,
  );
}

/** A front page's title has the name at one of its ends. */
function titleNames(html: string): string[] {
  const parts = decodeEntities(title.exec(html)?.[1] ?? "").split(/\s+[|–—·:-]\s+/);
  return [parts[0], parts.at(-1)].flatMap((part) => (part === undefined ? [] : [part.trim()]));
}
