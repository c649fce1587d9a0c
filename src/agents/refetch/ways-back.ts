import type { Evidence } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { DnsType } from "../../web/web.ts";
import type { Look } from "./look-again.ts";

const dnsTypes: Readonly<Record<string, DnsType>> = {
  A: "A",
  NS: "NS",
  CNAME: "CNAME",
  MX: "MX",
  TXT: "TXT",
};

/** How what a snapshot shows can be had again, best way first; empty when there is none. */
export function waysBack(
  { locator }: Evidence,
  old: Snapshot,
  hasBrowser: boolean,
): readonly Look[] {
  switch (old.source) {
    case "http":
      return [{ by: "http", url: old.requestedUrl }];
    case "dns":
      return dnsLook(old.url);
    case "network":
      return hasBrowser
        ? browserLooks([old.requestedUrl, old.url, askerOf(old, locator.start)])
        : [];
    case "browser":
      // Without a browser the plain page may show the same.
      return hasBrowser
        ? browserLooks([old.requestedUrl, old.url])
        : [{ by: "http", url: old.requestedUrl }];
  }
}

function dnsLook(url: string): Look[] {
  const [, name = "", asked = ""] = /^dns:([^?/]+)\?type=([A-Z]+)$/.exec(url) ?? [];
  const type = Object.hasOwn(dnsTypes, asked) ? dnsTypes[asked] : undefined;
  return name === "" || type === undefined ? [] : [{ by: "dns", name, type }];
}

function browserLooks(urls: readonly (string | undefined)[]): Look[] {
  return [...new Set(urls)].flatMap((url): Look[] =>
    url !== undefined && /^https?:/.test(url) ? [{ by: "browser", url }] : [],
  );
}

/** The page that made the request, when it was not the first: clicks lead from page to page. */
function askerOf({ text }: Snapshot, start: number): string | undefined {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  return text.slice(from).split("\n", 1)[0]?.split(" ")[4];
}

/** Which of the new snapshots may stand for the old one, most alike first. */
export function likely(old: Snapshot, anew: readonly Snapshot[]): readonly Snapshot[] {
  // A render stands for a render; a plain page stands for one only where there is no browser.
  const fitting = anew.filter(({ source }) =>
    old.source === "browser" ? source === "browser" || source === "http" : source === old.source,
  );
  if (old.source !== "browser") return fitting;
  return fitting
    .map((snapshot) => ({ snapshot, likeness: likenessOf(snapshot, old) }))
    .filter(({ likeness }) => likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ snapshot }) => snapshot);
}

/** A page has many frames: only that of the same address can show what the old one showed. */
function likenessOf(anew: Snapshot, old: Snapshot): number {
  if (plain(anew.url) === plain(old.url)) return 3;
  if (plain(anew.requestedUrl) === plain(old.requestedUrl)) return 2;
  return withoutQuery(anew.url) === withoutQuery(old.url) ? 1 : 0;
}

function plain(url: string): string {
  return url.replace(/#.*$/, "").replace(/\/$/, "");
}

function withoutQuery(url: string): string {
  return plain(url.replace(/[?#].*$/, ""));
}
