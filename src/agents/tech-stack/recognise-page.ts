import { unescapeHtml } from "../page/entities.ts";
import type { Page, Reference, Script, Span } from "../page/page.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import { attributesOf } from "./elements.ts";
import { loadsOf } from "./loads.ts";
import { codeMask, isAtWork } from "./script-code.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Script types that browsers run, and `text/plain`, which consent platforms run once allowed. */
const running = /^$|^(?:text|application)\/(?:java|ecma)script\b|^module$|^text\/plain$/;
/** Link types that load something; `preconnect` and `dns-prefetch` are only a wish. */
const loading = /\b(?:stylesheet|preload|modulepreload|prefetch)\b/;

/** Everything that the source of one page proves about what it was built with and what it loads. */
export function recognisePage(catalogue: Catalogue, page: Page): Sighting[] {
  return [
    ...page.scripts.flatMap((script) => ofScript(catalogue, page, script)),
    ...page.iframes.flatMap((frame) => ofReference(catalogue, page, frame, "iframe")),
    ...page.linkTags
      .filter(({ rel }) => loading.test(rel))
      .flatMap((link) => ofReference(catalogue, page, link, "link")),
    ...ofMetas(catalogue, page),
    ...ofElements(catalogue, page),
  ];
}

function ofScript(catalogue: Catalogue, page: Page, script: Script): Sighting[] {
  const { src, inline, type } = script;
  if (!running.test(type)) return [];
  if (src !== undefined) return ofReference(catalogue, page, src, "script");
  if (inline === undefined || hasSource(page.snapshot.text, inline.start)) return [];
  return ofCode(catalogue, page.snapshot, inline);
}

/** A script with any `src`, even an empty one, never runs what stands in it. */
function hasSource(source: string, codeStart: number): boolean {
  const before = source.slice(Math.max(0, codeStart - 4_000), codeStart);
  return /[\s"'/]src[\s=/>]/i.test(before.slice(before.toLowerCase().lastIndexOf("<script")));
}

/** What a script that the site serves itself proves by its code. */
export function recogniseBundle(catalogue: Catalogue, snapshot: Snapshot): Sighting[] {
  return ofCode(catalogue, snapshot, { raw: snapshot.text, start: 0 });
}

function ofCode(catalogue: Catalogue, snapshot: Snapshot, { raw, start }: Span): Sighting[] {
  let mask: Uint8Array | undefined;
  return catalogue.code.flatMap((probe) => {
    for (const { 0: match, index } of raw.matchAll(probe.pattern ?? /(?!)/g)) {
      mask ??= codeMask(raw);
      if (!isAtWork(mask, index, index + match.length)) continue;
      const position = { kind: "script", part: "body", start: start + index, match } as const;
      return [sighting(probe, snapshot, position)];
    }
    return [];
  });
}

function ofReference(
  catalogue: Catalogue,
  page: Page,
  { url, raw, start }: Reference,
  kind: "script" | "iframe" | "link",
): Sighting[] {
  return loadsOf(catalogue, url, page.snapshot.url, [kind]).map((probe) =>
    sighting(probe, page.snapshot, { kind, part: "body", start, match: raw }),
  );
}

function ofMetas(catalogue: Catalogue, page: Page): Sighting[] {
  return page.metas.flatMap(({ name, content, span }) =>
    (catalogue.metas.get(name) ?? [])
      .filter(({ pattern }) => pattern?.test(content.trim()) ?? true)
      .map((probe) =>
        sighting(probe, page.snapshot, {
          kind: "dom",
          part: "body",
          start: span.start,
          match: span.raw,
        }),
      ),
  );
}

function ofElements(catalogue: Catalogue, page: Page): Sighting[] {
  const names = new Set(catalogue.elements.keys());
  return attributesOf(page, names).flatMap(({ tag, name, raw, start }) =>
    (catalogue.elements.get(name) ?? [])
      .filter(
        ({ signature, pattern }) =>
          (signature.tag === undefined || signature.tag === tag) &&
          (pattern === undefined || pattern.test(unescapeHtml(raw))),
      )
      .map((probe) =>
        sighting(probe, page.snapshot, {
          kind: "dom",
          part: "body",
          start,
          match: raw === "" ? name : raw,
        }),
      ),
  );
}
