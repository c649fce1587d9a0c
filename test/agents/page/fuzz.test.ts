import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkedData } from "../../../src/agents/page/json-ld.ts";
import { addressesIn, liveSource, visibleText } from "../../../src/agents/page/live-source.ts";
import type { Span } from "../../../src/agents/page/page.ts";
import { rankLink } from "../../../src/agents/page/link-rank.ts";
import { parsePage } from "../../../src/agents/page/parse.ts";
import { parkingOf, stateOf } from "../../../src/agents/page/site-state.ts";
import { snapshotOf } from "../ats/harness.ts";

const piece = fc.constantFrom(
  "<a href='",
  "<a href=",
  '"',
  "'",
  ">",
  "</a>",
  "<script>",
  "</script>",
  "<!--",
  "-->",
  "{/*",
  "*/}",
  "/*",
  "*/",
  "//x.test/a",
  "\n",
  "\\/",
  "<iframe src=",
  "https://v.test/x",
  "&amp;",
  "&#x2F;",
  "&#0;",
  "&#x110000;",
  "<base href=//",
  "<meta http-equiv=refresh content='0;url=",
  "<template>",
  "</template>",
  "<svg/>",
  "<title>",
  "</title>",
  "<h1>",
  "<noscript>",
  "<textarea>",
  "<pre>",
  "</p>",
  "text",
  "%E0%A4%A",
  "http://[",
  "javascript:",
  "data:",
  "<script type=application/ld+json>",
  '{"@type":',
  "🦊",
  "\0",
);

describe("reading a page", () => {
  it("survives any source, and every span stands verbatim where it says", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const snapshot = snapshotOf("https://acme.test/x/", pieces.join(""), { type: "text/html" });
        const page = parsePage(snapshot);
        const spans: Span[] = [
          ...page.links,
          ...page.iframes,
          ...page.forms,
          ...page.linkTags,
          ...page.otherReferences,
          ...page.metas.map(({ span }) => span),
        ];
        for (const { inline, src } of page.scripts) {
          if (inline) spans.push(inline, ...addressesIn(inline.raw, inline.start));
          if (src) spans.push(src);
        }
        for (const { raw, start } of spans)
          expect(snapshot.text.slice(start, start + raw.length)).toBe(raw);
        expect(liveSource(page)).toHaveLength(snapshot.text.length);
        visibleText(page);
        linkedData(page);
        stateOf(page);
        parkingOf(page);
        for (const link of page.links) rankLink(link);
      }),
      { numRuns: 500 },
    );
  });
});
