import { describe, expect, it } from "vitest";
import { locateQuote } from "../../../src/agents/reading/quote.ts";
import type { Evidence, EvidenceKind } from "../../../src/domain/evidence.ts";
import { partText } from "../../../src/domain/snapshot.ts";
import { spotOf } from "../../../src/evidence/scan/spot.ts";
import { fetched } from "./html.ts";

const L = "https://jobs.lever.co/acme";
const body = `<html><head><title>Jobs at Acme today</title><meta name="x" content="${L}/meta">
<script src="${L}/script.js"></script>
<script>/* ${L}/old */ load("${L}/code"); // ${L}/line
</script>
<script type="application/ld+json">{"url":"${L}/ld"}</script>
<script type="text/template"><a href="${L}/tpl">x</a></script>
<script type="application/json">{"u":"${L}/data"}</script>
</head><body><!-- ${L}/comment -->
<a href="${L}/link">Our openings &amp; more</a><iframe src="${L}/frame"></iframe>
<div data-board="${L}/dom" data-board="${L}/twice">We hire people every day at ${L}/text now</div>
<pre>${L}/pre</pre><textarea>${L}/area</textarea><template><p>${L}/template</p></template>
</body></html>`;

const page = fetched(body, {
  headers: [
    ["content-type", "text/html"],
    ["x-powered-by", "Career Engine 4"],
    ["set-cookie", "careers_session=1; path=/"],
  ],
  redirects: [
    { status: 301, from: "https://acme.example/jobs", to: "https://acme.example/careers" },
  ],
});

const standing: readonly (readonly [EvidenceKind, string])[] = [
  ["link", `${L}/link`],
  ["script", `${L}/script.js`],
  ["script", `${L}/code`],
  ["script", `${L}/data`],
  ["json_ld", `${L}/ld`],
  ["iframe", `${L}/frame`],
  ["dom", `${L}/dom`],
  ["dom", `data-board="${L}/dom"`],
  ["dom", `${L}/meta`],
  ["text", "We hire people every day"],
  ["text", "Our openings &amp; more"],
  ["header", "x-powered-by: Career Engine 4"],
  ["cookie", "careers_session=1"],
  ["redirect", "https://acme.example/careers"],
];

const missing: readonly (readonly [EvidenceKind, string])[] = [
  ["text", `${L}/link`],
  ["link", `${L}/text`],
  ["link", `href="${L}/link"`],
  ["iframe", `${L}/link`],
  ["script", `${L}/old`],
  ["script", `${L}/line`],
  ["script", `${L}/ld`],
  ["json_ld", `${L}/code`],
  ["text", `${L}/comment`],
  ["dom", `${L}/comment`],
  ["link", `${L}/tpl`],
  ["script", `${L}/tpl`],
  ["text", `${L}/pre`],
  ["text", `${L}/area`],
  ["text", `${L}/template`],
  ["text", "Our openings & more"],
  ["text", "we hire people every day"],
  ["text", "We hire  people every day"],
  ["text", "We hire"],
  ["text", "        "],
  ["cookie", "x-powered-by: Career Engine 4"],
  ["header", `${L}/text`],
  ["redirect", "https://acme.example/jobs"],
  ["dns", `${L}/text`],
  ["network", `${L}/text`],
];

describe("a quote", () => {
  it.each(standing)("stands in the channel %s: %s", (channel, quote) => {
    const at = locateQuote(page, channel, quote);

    expect(at?.match).toBe(quote);
    expect(partText(page, at?.part ?? "body").startsWith(quote, at?.start)).toBe(true);
  });

  it.each(standing)("found in %s is what the verifier finds there too: %s", (channel, quote) => {
    const at = locateQuote(page, channel, quote);
    const locator = { part: at?.part ?? "body", start: at?.start ?? -1 };
    const evidence = { kind: channel, fact: "leads", locator } as Evidence;
    const text = partText(page, locator.part);
    const end = locator.start + quote.length;
    const spot = spotOf(evidence, { text, start: locator.start, end, snapshot: page });

    expect(spot).toBeTypeOf("object");
  });

  it.each(missing)("does not stand in the channel %s: %s", (channel, quote) => {
    expect(locateQuote(page, channel, quote)).toBeUndefined();
  });

  it("stands in a request's address and not in the page that made it", () => {
    const log = fetched(
      "GET fetch 200 https://api.lever.co/v0/postings/acme https://acme.example/careers\n",
      { source: "network", headers: [] },
    );

    expect(locateQuote(log, "network", "https://api.lever.co/v0/postings/acme")).toBeDefined();
    expect(locateQuote(log, "network", "https://acme.example/careers")).toBeUndefined();
    expect(locateQuote(log, "text", "https://api.lever.co/v0")).toBeUndefined();
  });

  it("is looked for in data and scripts as in what they are", () => {
    const data = fetched(`{"url":"${L}"}`, { headers: [["content-type", "application/json"]] });
    const code = fetched(`// ${L}/no\nopen("${L}/yes")`, {
      headers: [["content-type", "text/javascript"]],
    });

    expect(locateQuote(data, "script", L)).toBeDefined();
    expect(locateQuote(data, "link", L)).toBeUndefined();
    expect(locateQuote(code, "script", `${L}/yes`)).toBeDefined();
    expect(locateQuote(code, "script", `${L}/no`)).toBeUndefined();
    expect(locateQuote(code, "text", `${L}/yes`)).toBeUndefined();
  });

  it("longer than any place is not looked for", () => {
    const long = "a".repeat(5_000);

    expect(locateQuote(fetched(`<p>${long}</p>`), "text", long)).toBeUndefined();
  });
});
