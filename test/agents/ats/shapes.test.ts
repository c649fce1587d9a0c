import { describe, expect, it } from "vitest";
import { climb, type Sites } from "./harness.ts";
const page = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const careers = (body: string, more: Sites = {}): Sites => ({
  "https://acme.example/": page(`<a href="/careers">Careers</a>`),
  "https://acme.example/careers": page(`<h1>Careers</h1>${body}`, "Careers"),
  ...more,
});
const lever = (site: string, name: string): Sites => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});
const wd = (tenant: string): Sites => ({
  [`https://${tenant}.wd5.myworkdayjobs.com/External`]: `<html><head><title>Careers</title><script>window.workday = window.workday || { tenant: "${tenant}", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
});
const L = "https://jobs.lever.co/acme";
const A = lever("acme", "Acme");
const W = "https://globex.wd5.myworkdayjobs.com/External";
const G = wd("globex");
/** Ways in which companies really show where their jobs are kept. */
const honest: readonly (readonly [string, Sites])[] = [
  ["area", careers(`<map><area href="${L}" alt="Jobs"></map>`, A)],
  ["onclick", careers(`<button onclick="window.open('${L}')">View jobs</button>`, A)],
  ["form", careers(`<form action="${L}"><button>View jobs</button></form>`, A)],
  [
    "base",
    {
      ...careers("", A),
      "https://acme.example/careers": `<html><head><base href="https://jobs.lever.co/"></head><body><h1>Careers</h1><a href="acme">Open positions</a></body></html>`,
    },
  ],
  [
    "srcdoc",
    careers(`<iframe srcdoc="&lt;a href='${L}'&gt;Open positions&lt;/a&gt;"></iframe>`, A),
  ],
  [
    "jsonld",
    careers(
      `<script type="application/ld+json">{"@type":"JobPosting","title":"Eng","url":"${L}/1a2b","hiringOrganization":{"@type":"Organization","name":"Acme"}}</script>`,
      A,
    ),
  ],
  ["location", careers(`<script>window.location.href="${L}"</script>`, A)],
  ["protocol-relative", careers(`<a href="//jobs.lever.co/acme">Open positions</a>`, A)],
  [
    "redirector",
    careers(`<a href="/out?url=${encodeURIComponent(L)}">Open positions</a>`, {
      ...A,
      [`https://acme.example/out?url=${encodeURIComponent(L)}`]: { to: L },
    }),
  ],
  [
    "redirector2",
    careers(`<a href="/go/jobs">Open positions</a>`, {
      ...A,
      "https://acme.example/go/jobs": { to: L },
    }),
  ],
  [
    "short foreign",
    careers(`<a href="https://bit.example/x7">View open positions</a>`, {
      ...A,
      "https://bit.example/x7": { to: L },
    }),
  ],
  [
    "quot json attr",
    careers(
      `<div data-props="{&quot;home&quot;:&quot;https://acme.example/&quot;,&quot;url&quot;:&quot;https:\\/\\/jobs.lever.co\\/acme&quot;,&quot;n&quot;:1}"></div>`,
      A,
    ),
  ],
  [
    "product named tenant",
    careers(
      `<p>We build Zetaplan for everybody.</p><a href="https://acme.wd5.myworkdayjobs.com/External">Search jobs</a>`,
      wd("acme"),
    ),
  ],
  [
    "hidden tab own",
    careers(`<div style="display:none"><a href="${L}">Open positions</a></div>`, A),
  ],
  [
    "subsidiary names own",
    careers(`<p>Acme is part of the Globex group.</p><a href="${L}">Open positions</a>`, A),
  ],
  [
    "safelinks",
    careers(
      `<a href="https://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(L)}&data=1">Open positions</a>`,
      { ...A },
    ),
  ],
  [
    "googleurl",
    careers(
      `<a href="https://www.google.com/url?q=${encodeURIComponent(L)}&sa=D">Open positions</a>`,
      { ...A },
    ),
  ],
  ["javascript href", careers(`<a href="javascript:window.open('${L}')">Open positions</a>`, A)],
  [
    "upper host",
    careers(`<a href="HTTPS://JOBS.LEVER.CO/acme?utm_source=site#x">Open positions</a>`, A),
  ],
  ["entities", careers(`<a href="https:&#x2F;&#x2F;jobs.lever.co&#47;acme">Open positions</a>`, A)],
  ["noscript", careers(`<noscript><a href="${L}">Open positions</a></noscript>`, A)],
  ["lazy iframe", careers(`<iframe data-src="${L}"></iframe>`, A)],
  [
    "canonical",
    {
      ...careers("", A),
      "https://acme.example/careers": `<html><head><link rel="canonical" href="${L}"><title>Careers</title></head><body><h1>Careers</h1>${"x ".repeat(200)}</body></html>`,
    },
  ],
  ["plain text", careers(`<p>See our openings at ${L}</p>`, A)],
  ["object", careers(`<object data="${L}"></object>`, A)],
  [
    "home only",
    {
      "https://acme.example/": page(
        `<section id="careers"><h2>Careers</h2><a href="${L}">Open positions</a></section>`,
      ),
      ...A,
    },
  ],
  ["data attr", careers(`<div class="jobs" data-board="${L}"></div>`, A)],
  [
    "data json attr",
    careers(`<div data-props='{"url":"https:\\/\\/jobs.lever.co\\/acme","n":1}'></div>`, A),
  ],
  [
    "link header",
    careers(
      `<a href="https://jobs.lever.co/acme/?department=Eng">Engineering</a><a href="https://jobs.lever.co/acme?department=Sales">Sales</a>`,
      A,
    ),
  ],
  [
    "mailto and link",
    careers(`<a href="mailto:jobs@acme.example">Mail</a><p>or <a href="${L}">here</a></p>`, A),
  ],
  [
    "stale then live hop",
    careers(
      `<a href="https://jobs.lever.co/acmeold">Old</a> <a href="/careers/openings">Openings</a>`,
      {
        ...lever("acme", "Acme"),
        "https://acme.example/careers/openings": page(`<h1>Openings</h1><a href="${L}">Apply</a>`),
        "https://jobs.lever.co/acmeold": { status: 404, body: "404 error" },
      },
    ),
  ],
  ["svg link", careers(`<svg><a xlink:href="${L}"><text>Open positions</text></a></svg>`, A)],
  [
    "workday unnamed abbreviation",
    careers(`<a href="https://acm.wd5.myworkdayjobs.com/External">Search jobs</a>`, wd("acm")),
  ],
  [
    "workday unnamed odd tenant",
    careers(
      `<a href="https://zxholdco.wd5.myworkdayjobs.com/External">Search jobs</a>`,
      wd("zxholdco"),
    ),
  ],
];

/** Ways in which somebody else's jobs, or nobody's, stand on a page. */
const deceptive: readonly (readonly [string, Sites])[] = [
  [
    "short foreign sister",
    careers(`<a href="https://bit.example/x7">View open positions</a>`, {
      ...G,
      "https://bit.example/x7": { to: W },
    }),
  ],
  [
    "twitter share",
    careers(`<a href="https://twitter.com/intent/tweet?url=${encodeURIComponent(L)}">Share</a>`, A),
  ],
  [
    "agency one client",
    careers(`<p>We are hiring for our client Globex.</p><a href="${W}">Apply now</a>`, G),
  ],
  [
    "agency client wo name",
    careers(
      `<p>On behalf of our client we look for people.</p><a href="https://zxholdco.wd5.myworkdayjobs.com/External">Apply now</a>`,
      wd("zxholdco"),
    ),
  ],
  [
    "sister",
    careers(`<p>Our sister company Globex is hiring.</p><a href="${W}">Open positions</a>`, G),
  ],
  [
    "parent",
    careers(`<p>Acme is part of the Globex group.</p><a href="${W}">Open positions</a>`, G),
  ],
  [
    "parent home",
    {
      "https://acme.example/": page(
        `<footer><p>Acme is a Globex company</p><a href="${W}">Careers</a></footer>`,
      ),
      ...G,
    },
  ],
  [
    "customer logos",
    {
      "https://acme.example/": page(
        `<h2>Trusted by</h2><a href="https://jobs.lever.co/globex"><img alt="Globex"></a>`,
      ),
      ...lever("globex", "Globex"),
    },
  ],
  [
    "demo embed",
    careers(`<h2>Live demo</h2><iframe src="https://demo-company.recruitee.com/"></iframe>`, {
      "https://demo-company.recruitee.com/": page("", "Jobs at Demo Company"),
      "https://demo-company.recruitee.com/api/offers/": `{"offers":[{"company_name":"Demo Company"}]}`,
    }),
  ],
  [
    "code sample",
    careers(
      `<pre>&lt;script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"&gt;</pre>`,
      { "https://boards-api.greenhouse.io/v1/boards/acme": `{"name":"Acme"}` },
    ),
  ],
  [
    "code sample textarea",
    careers(
      `<textarea><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script></textarea>`,
      { "https://boards-api.greenhouse.io/v1/boards/acme": `{"name":"Acme"}` },
    ),
  ],
  ["spam", careers(`<div style="display:none"><a href="${W}">Jobs</a></div>`, G)],
  [
    "open redirect",
    careers(`<a href="/out?url=${encodeURIComponent(W)}">Friends at Globex</a>`, {
      ...G,
      [`https://acme.example/out?url=${encodeURIComponent(W)}`]: { to: W },
    }),
  ],
  [
    "sponsored widget",
    careers(
      `<aside><h3>Jobs in your area</h3><script src="https://globex.breezy.hr/embed/js"></script></aside>`,
      {
        "https://globex.breezy.hr/": page("", "Globex"),
        "https://globex.breezy.hr/json": `[{"name":"x","company":{"name":"Globex"}}]`,
      },
    ),
  ],
  [
    "partner list",
    {
      ...careers("<p>Write to us.</p>"),
      "https://acme.example/": page(
        `<a href="/careers">Careers</a><a href="https://globex.wd5.myworkdayjobs.com/External">Partner jobs</a>`,
      ),
      ...G,
    },
  ],
];

describe("an own page shows its system by", () => {
  it.each(honest)("%s", async (_shape, sites) => {
    const { result } = await climb({ sites }, "classifier");
    expect(result).toMatchObject({ ats: expect.stringMatching(/^(?:lever|workday)$/) });
  });
});

describe("no answer comes from", () => {
  it.each(deceptive)("%s", async (_shape, sites) => {
    const { result } = await climb({ sites }, "classifier");
    expect(result).toEqual(expect.any(String));
  });
});
