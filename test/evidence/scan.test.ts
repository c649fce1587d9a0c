import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EvidenceKind } from "../../src/domain/evidence.ts";
import { tokensOver } from "../../src/evidence/scan/html.ts";
import { isInScriptComment } from "../../src/evidence/scan/script.ts";
import { spotOf } from "../../src/evidence/scan/spot.ts";
import { cite, dns, json, page } from "./support.ts";

const url = "https://boards.greenhouse.io/acme";

/** Where the verifier takes `match` to be, in a page: its address, or `refused`. */
function look(
  html: string,
  kind: EvidenceKind,
  match = url,
  from = page("https://acme.com/jobs", html),
): string {
  const evidence = cite(from, match, { kind });
  const { start } = evidence.locator;
  const spot = spotOf(evidence, {
    text: from.text,
    start,
    end: start + match.length,
    snapshot: from,
  });
  return typeof spot === "string" ? "refused" : (spot.address ?? "found");
}

describe("a link", () => {
  it.each([
    ["an anchor", `<a href="${url}">x</a>`],
    ["single quotes", `<a href='${url}'>x</a>`],
    ["no quotes", `<a href=${url}>x</a>`],
    ["capital letters", `<A HREF="${url}">x</A>`],
    ["spaces and line breaks", `<a\n  href = "\n ${url} ">x</a>`],
    [
      "other attributes with > and quotes",
      `<a title="a > b <!-- '" data-x='"' href="${url}">x</a>`,
    ],
    ["an area", `<area href="${url}">`],
    ["a link element", `<link rel="alternate" href="${url}">`],
    ["after a comment", `<!-- <a href="x"> --><a href="${url}">x</a>`],
    ["after a short comment", `<!--><a href="${url}">x</a>-->`],
    ["after a comment with an odd end", `<!-- a --!><a href="${url}">x</a>`],
    [
      "after comment-like text in a script",
      `<script>var a = "<!-- never closed";</script><a href="${url}">x</a>`,
    ],
    ["after comment-like text in an attribute", `<p title="<!--">hi</p><a href="${url}">x</a>`],
    ["after comment-like text in a style", `<style>a{/* <!-- */}</style><a href="${url}">x</a>`],
    ["after a title with markup", `<title><!-- </title><a href="${url}">x</a>`],
    ["after an unclosed JSX-like comment", `<p>{/* oops</p><a href="${url}">x</a>`],
    ["after a self-closed svg title", `<svg><title/><path/></svg><a href="${url}">x</a>`],
    ["after a less-than sign in text", `<p>a < b and 1 <2</p><a href="${url}">x</a>`],
    [
      "in a shadow root",
      `<div><template shadowrootmode="open"><a href="${url}">x</a></template></div>`,
    ],
    ["after a template", `<template><b></b></template><a href="${url}">x</a>`],
    ["in noscript", `<noscript><a href="${url}">x</a></noscript>`],
    [
      "after a doctype and a processing instruction",
      `<!doctype html><?xml version="1.0"?><a href="${url}">x</a>`,
    ],
    [
      "after an escaped script",
      `<script><!-- <script></script> --></script><a href="${url}">x</a>`,
    ],
  ])("is found: %s", (_what, html) => {
    expect(look(html, "link")).toBe(url);
  });

  it.each([
    ["in a comment", `<!-- <a href="${url}">x</a> -->`],
    ["in a comment that never ends", `<!-- <a href="${url}">x</a>`],
    ["in a conditional comment", `<!--[if IE]><a href="${url}">x</a><![endif]-->`],
    ["in a comment with > in it", `<!-- > <a href="${url}">x</a> -->`],
    ["in a bogus comment", `<!a href="${url}">`],
    ["in a processing instruction", `<?a href="${url}">`],
    ["in an end tag", `</a href="${url}">`],
    ["in a JSX comment", `<div>{/* <a href="${url}">x</a> */}</div>`],
    ["in a template", `<template><a href="${url}">x</a></template>`],
    [
      "in a template within a template",
      `<template><template></template><a href="${url}">x</a></template>`,
    ],
    ["in a script's string", `<script>var a = '<a href="${url}">x</a>';</script>`],
    [
      "in a double-escaped script",
      `<script><!-- <script> </script> <a href="${url}">x</a> --></script>`,
    ],
    ["in a style", `<style><a href="${url}">x</a></style>`],
    ["in a textarea", `<textarea><a href="${url}">x</a></textarea>`],
    ["in what stands in an iframe", `<iframe><a href="${url}">x</a></iframe>`],
    ["in a title", `<title><a href="${url}">x</a></title>`],
    ["in plain text", `<p>${url}</p>`],
    ["in another attribute", `<a title="${url}" href="/">x</a>`],
    ["in a data attribute", `<a data-href="${url}" href="/">x</a>`],
    ["in an attribute that quotes a link", `<p title='<a href="${url}">'>x</p>`],
    ["in a second href", `<a href="/" href="${url}">x</a>`],
    ["in another element's href", `<base href="${url}">`],
    ["in a tag that never ends", `<a href="${url}"`],
    ["in a quote that never ends", `<a href="${url}>x</a>`],
    ["over several attributes", `<a class=${url} href=x>`],
  ])("is refused: %s", (_what, html) => {
    expect(look(html, "link")).toBe("refused");
  });

  it("is read whole, entities decoded and resolved against the base", () => {
    expect(look(`<a href="${url}-labs?a=1&amp;b=2">x</a>`, "link")).toBe(`${url}-labs?a=1&b=2`);
    expect(
      look(`<base href="https://boards.greenhouse.io/"><a href="acme">x</a>`, "link", "acme"),
    ).toBe(url);
    expect(
      look(`<a href="//boards.greenhouse.io/acme">x</a>`, "link", "boards.greenhouse.io/acme"),
    ).toBe(url);
    expect(
      look(
        `<a href="https:&#x2F;&#47;boards.greenhouse.io/acme">x</a>`,
        "link",
        "boards.greenhouse.io/acme",
      ),
    ).toBe(url);
    expect(look(`<a href="javascript:go('${url}')">x</a>`, "link")).toBe("found");
  });
});

describe("every channel", () => {
  it.each([
    ["script", `<script src="${url}"></script>`, url],
    ["script", `<script type="text/plain" data-src="${url}"></script>`, url],
    ["script", `<script>load("${url}")</script>`, url],
    ["script", `<script>var s = "<!-- -->"; load('${url}')</script>`, url],
    ["script", `<script><!--\nload("${url}")\n//--></script>`, url],
    ["script", `<script type="application/json">{"u":"${url}"}</script>`, url],
    ["script", `<script>var re = /["'/]/; load("${url}")</script>`, url],
    ["script", "<script>var t = `// ${a ? `/*` : '}'} `; load(\"" + url + '")</script>', url],
    ["script", `<script>// load("${url}")</script>`, "refused"],
    ["script", `<script>/* load("${url}") */</script>`, "refused"],
    ["script", `<script>a = 1; // x\n// load("${url}")\n</script>`, "refused"],
    ["script", `<script>a = b / c; /* "${url}" */ d / e</script>`, "refused"],
    ["script", `<script src="/a.js">load("${url}")</script>`, "refused"],
    ["script", `<script type="text/x-handlebars-template">${url}</script>`, "refused"],
    ["script", `<script type="application/ld+json">{"url":"${url}"}</script>`, "refused"],
    ["script", `<img src="${url}">`, "refused"],
    ["iframe", `<iframe src="${url}"></iframe>`, url],
    ["iframe", `<iframe data-lazy-src="${url}"></iframe>`, url],
    ["iframe", `<frame src="${url}">`, url],
    ["iframe", `<iframe title="${url}"></iframe>`, "refused"],
    ["iframe", `<iframe srcdoc="${url}"></iframe>`, "refused"],
    ["json_ld", `<script type="application/ld+json">{"url":"${url}"}</script>`, url],
    ["json_ld", `<script>{"url":"${url}"}</script>`, "refused"],
    ["redirect", `<meta http-equiv="Refresh" content="0; url=${url}">`, url],
    ["redirect", `<script>window.location.href = "${url}"</script>`, url],
    ["redirect", `<script>location.replace('${url}')</script>`, url],
    ["redirect", `<script>var x = "${url}"</script>`, "refused"],
    ["redirect", `<meta name="x" content="0; url=${url}">`, "refused"],
    ["redirect", `<a href="${url}">x</a>`, "refused"],
    ["dom", `<div data-url="${url}"></div>`, url],
    ["dom", `<div onclick="open('${url}')"></div>`, url],
    ["dom", `<!-- <div data-url="${url}"></div> -->`, "refused"],
    ["dom", `<script>"${url}"</script>`, "refused"],
    ["text", `<p>See <b>${url}</b>.</p>`, url],
    ["text", `<p title="${url}"></p>`, "refused"],
    ["text", `<script>"${url}"</script>`, "refused"],
    ["header", `<p>${url}</p>`, "refused"],
    ["network", `<p>${url}</p>`, "refused"],
    ["dns", `<p>${url}</p>`, "refused"],
  ] as const)("%s in %s", (kind, html, expected) => {
    expect(look(html, kind)).toBe(expected);
  });

  it("tells headers from cookies", () => {
    const snapshot = page("https://acme.com/", "", {
      headers: [
        ["set-cookie", "wd=1; path=/"],
        ["x-vendor", "wd=1"],
      ],
    });
    const at = (match: string, kind: EvidenceKind) => {
      const evidence = cite(snapshot, match, { kind, part: "headers" });
      const text = "set-cookie: wd=1; path=/\nx-vendor: wd=1\n";
      const start = text.indexOf(match);
      return typeof spotOf(evidence, { text, start, end: start + match.length, snapshot });
    };

    expect([
      at("wd=1; path", "cookie"),
      at("x-vendor: wd=1", "header"),
      at("x-vendor: wd=1", "cookie"),
      at("wd=1; path", "link"),
    ]).toEqual(["object", "object", "string", "string"]);
  });

  it("reads the request of a network line, not the page that made it", () => {
    const log = page("https://acme.com/", `GET xhr 200 ${url} https://acme.com/jobs\n`, {
      source: "network",
    });
    expect(look("", "network", url, log)).toBe(url);
    expect(look("", "network", "https://acme.com/jobs", log)).toBe("refused");
    expect(look("", "link", url, log)).toBe("refused");
  });

  it("reads bodies that are no pages as what they are", () => {
    const feed = json("https://acme.com/api", { u: url });
    const code = page("https://acme.com/a.js", `x("${url}"); // "https://old.example/"`, {
      headers: [["content-type", "text/javascript"]],
    });
    const zone = dns("jobs.acme.com", "CNAME", ["jobs.acme.com. 60 IN CNAME acme.teamtailor.com."]);
    expect(look("", "text", url, feed)).toBe(url);
    expect(look("", "link", url, feed)).toBe("refused");
    expect(look("", "script", url, code)).toBe(url);
    expect(look("", "script", "https://old.example/", code)).toBe("refused");
    expect(look("", "dns", "acme.teamtailor.com", zone)).toBe("found");
    expect(look("", "text", "acme.teamtailor.com", zone)).toBe("refused");
  });
});

const noise = fc.constantFrom(
  "<p>text</p>",
  "<!-- note -->",
  "<!-->",
  `<a title="<!--" href=/x>y</a>`,
  "<script>if (a < b) '<!--'</script>",
  "<style>b{}/*{/**/</style>",
  "<svg><title>t</title></svg>",
  "a < b",
  "{/* jsx */}",
  "<br/>",
  "<input value='>'>",
  "<template><i></i></template>",
  "<textarea><!--</textarea>",
  "<script>/* </scr */ `</x>`</script>",
  "é😀",
  "\n",
  "<![CDATA[x>",
  "</p>",
  "<title>{/*</title>",
);

describe("wherever it is planted", () => {
  const planted = [
    { html: `<a href="${url}">x</a>`, live: true },
    { html: `<!-- <a href="${url}">x</a> -->`, live: false },
    { html: `<template><a href="${url}">x</a></template>`, live: false },
    { html: `<script>"<a href='${url}'>"</script>`, live: false },
    { html: `{/* <a href="${url}">x</a> */}`, live: false },
    { html: `<p title="<a href='${url}'>"></p>`, live: false },
  ];

  it("a live link is found and a dead one refused, whatever surrounds it", () => {
    fc.assert(
      fc.property(
        fc.array(noise),
        fc.constantFrom(...planted),
        fc.array(noise),
        (before, { html, live }, after) => {
          expect(look(before.join("") + html + after.join(""), "link")).toBe(
            live ? url : "refused",
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it("every position of any text belongs to a token that holds it", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            "<",
            ">",
            "!",
            "-",
            "/",
            "a",
            "script",
            '"',
            "'",
            "=",
            " ",
            "{",
            "*",
            "}",
            "svg",
            "template",
          ),
        }),
        fc.nat(),
        (text, at) => {
          const position = text.length === 0 ? 0 : at % text.length;
          const { tokens } = tokensOver(text, position, position + 1);
          expect(tokens.length).toBe(text.length === 0 ? 0 : 1);
          for (const { from, to } of tokens) expect(from <= position && position < to).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("a script's position is told in a comment or out of it without ever failing", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            "/",
            "*",
            "'",
            '"',
            "`",
            "$",
            "{",
            "}",
            "\\",
            "\n",
            "a",
            "(",
            "<!--",
          ),
        }),
        (script) => {
          for (let at = 0; at <= script.length; at += 1)
            expect(typeof isInScriptComment(script, at)).toBe("boolean");
        },
      ),
    );
  });
});

it("stays linear on pages made to be slow", () => {
  const hostile = ["{/*", "<!--", "<a ", "<script><!--", "<svg>", "</", "<title>", "<!---->"].map(
    (piece) => piece.repeat(40_000),
  );
  for (const text of hostile)
    expect(tokensOver(text, text.length - 1, text.length).tokens.length).toBeLessThanOrEqual(1);
});

describe("a hostile script", () => {
  // Read to the end of the line at every slash, these take minutes.
  it.each([
    ["unfinished expressions", 'a=/["'],
    ["unfinished expressions with escapes", "a=/[\\\\"],
    ["divisions", "a=/b"],
  ])("of one long line of %s is read in one go", (_what, piece) => {
    const script = piece.repeat(100_000);
    const began = performance.now();
    expect(isInScriptComment(script, script.length - 1)).toBe(false);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("with an expression of usual length still hides what looks like a comment in it", () => {
    const script = `a = /[/*]${"x".repeat(200)}/; b = 1`;
    expect(isInScriptComment(script, script.length - 1)).toBe(false);
  });
});
