import { describe, expect, it } from "vitest";
import { climb, type Sites } from "./harness.ts";

const home = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const greenhouse = (token: string, name: string): Sites => ({
  [`https://boards-api.greenhouse.io/v1/boards/${token}`]: JSON.stringify({ name, content: "" }),
});
const lever = (site: string, name: string): Sites => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});
const workday = (tenant: string): Sites => ({
  [`https://${tenant}.wd5.myworkdayjobs.com/External`]: `<html><head><title>Careers</title><script>window.workday = window.workday || { tenant: "${tenant}", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
});
const careersPage = (body: string, more: Sites = {}): Sites => ({
  "https://acme.example/": home(`<a href="/careers">Careers</a>`),
  "https://acme.example/careers": home(`<h1>Careers</h1>${body}`),
  ...more,
});

async function answerOf(
  sites: Sites,
  more: { company?: string; domain?: string } = {},
): Promise<unknown> {
  const { result } = await climb({ sites, ...more }, "classifier");
  return typeof result === "string" ? result : result["ats"];
}

describe("no tier is taken in by", () => {
  it.each<[string, Sites, string]>([
    [
      "a word in prose",
      careersPage("<p>We cut greenhouse gas emissions and pull every lever.</p>"),
      "not_disclosed",
    ],
    [
      "a vendor's privacy notice",
      careersPage(`<a href="https://www.icims.com/legal/privacy-notice-website/">Privacy</a>`),
      "not_disclosed",
    ],
    [
      "a vendor's own site in the footer",
      careersPage(
        `<footer><a href="https://www.greenhouse.io/">Powered by Greenhouse</a></footer>`,
      ),
      "not_disclosed",
    ],
    [
      "the employees' log-in",
      careersPage(`<a href="https://wd5.myworkday.com/acme/d/home.htmld">Employee login</a>`),
      "not_disclosed",
    ],
    [
      "an image of a tracker",
      careersPage(`<img src="https://click.appcast.io/p.gif?x=careers-acme.icims.com" width=1>`),
      "not_disclosed",
    ],
    [
      "a quoted snippet",
      careersPage(
        `<pre><code>&lt;script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"&gt;</code></pre><textarea><iframe src="https://jobs.lever.co/acme"></iframe></textarea>`,
        { ...greenhouse("acme", "Acme"), ...lever("acme", "Acme") },
      ),
      "not_disclosed",
    ],
    [
      "a script's comment",
      careersPage(
        `<script>\n// var board = "https://boards.greenhouse.io/acme";\n/* load("https://jobs.lever.co/acme") */\n</script>`,
        { ...greenhouse("acme", "Acme"), ...lever("acme", "Acme") },
      ),
      "not_disclosed",
    ],
    [
      "a job board",
      careersPage(
        `<a href="https://www.welcometothejungle.com/en/companies/acme">See our jobs</a><a href="https://www.linkedin.com/company/acme/jobs">LinkedIn</a>`,
      ),
      "not_disclosed",
    ],
    [
      "the parent's board, by name",
      careersPage(
        `<a href="https://boards.greenhouse.io/globex">See open positions</a>`,
        greenhouse("globex", "Globex Holding"),
      ),
      "not_disclosed",
    ],
    [
      "the parent's board, by the link's own words",
      careersPage(
        `<a href="https://globex.wd5.myworkdayjobs.com/External">Careers at Globex</a>`,
        workday("globex"),
      ),
      "not_disclosed",
    ],
    [
      "clients' boards on an agency's page",
      careersPage(
        `<a href="https://globex.wd5.myworkdayjobs.com/External">Apply now</a><a href="https://initech.wd5.myworkdayjobs.com/External">Apply now</a>`,
        { ...workday("globex"), ...workday("initech") },
      ),
      "not_disclosed",
    ],
    [
      "a fund's portfolio",
      careersPage(
        ["one", "two", "three", "four", "five"]
          .map((slug) => `<a href="https://boards.greenhouse.io/${slug}">Open roles</a>`)
          .join(""),
        {
          ...greenhouse("one", "One"),
          ...greenhouse("two", "Two"),
          ...greenhouse("three", "Three"),
          ...greenhouse("four", "Four"),
          ...greenhouse("five", "Five"),
        },
      ),
      "not_disclosed",
    ],
    [
      "a blog post about another company's move",
      {
        "https://acme.example/": home(
          `<a href="/blog/how-globex-hires">How Globex hires with Lever: a careers story</a>`,
        ),
        "https://acme.example/blog/how-globex-hires": home(
          `<a href="https://jobs.lever.co/acme">jobs</a>`,
        ),
        ...lever("acme", "Acme"),
      },
      "no_candidate_found",
    ],
    [
      "a board at a look-alike host",
      careersPage(`<a href="https://jobs.lever.co.evil.test/acme">View open roles</a>`, {
        "https://jobs.lever.co.evil.test/acme": home("x"),
      }),
      "not_disclosed",
    ],
    [
      "an address inside another's query",
      careersPage(
        `<a href="https://news.test/?u=https://jobs.lever.co/acme">View open roles</a>`,
        lever("acme", "Acme"),
      ),
      "not_disclosed",
    ],
  ])("%s", async (_name, sites, expected) => {
    expect(await answerOf(sites)).toBe(expected);
  });
});

describe("every shape of an embed is read:", () => {
  it.each<[string, string, string, Sites]>([
    [
      "a frame",
      "lever",
      `<iframe src="https://jobs.lever.co/acme"></iframe>`,
      lever("acme", "Acme"),
    ],
    [
      "a frame that waits for consent",
      "lever",
      `<iframe data-src="https://jobs.lever.co/acme"></iframe>`,
      lever("acme", "Acme"),
    ],
    [
      "a frame for visitors without scripts",
      "lever",
      `<noscript><iframe src="https://jobs.lever.co/acme"></iframe></noscript>`,
      lever("acme", "Acme"),
    ],
    [
      "an address without scheme",
      "lever",
      `<a href="//jobs.lever.co/acme">Open positions</a>`,
      lever("acme", "Acme"),
    ],
    [
      "an address with escaped slashes",
      "lever",
      `<script>var f = {"src":"https:\\/\\/jobs.lever.co\\/acme"};</script>`,
      lever("acme", "Acme"),
    ],
    [
      "a button that opens a window",
      "lever",
      `<button onclick="window.open('https://jobs.lever.co/acme')">Jobs</button>`,
      lever("acme", "Acme"),
    ],
    [
      "entities in the address",
      "lever",
      `<a href="https:&#x2F;&#x2F;jobs.lever.co&#x2F;acme">Open positions</a>`,
      lever("acme", "Acme"),
    ],
    [
      "a meta refresh",
      "lever",
      `<meta http-equiv="refresh" content="0;url=https://jobs.lever.co/acme">`,
      lever("acme", "Acme"),
    ],
    [
      "single jobs instead of a board",
      "lever",
      `<a href="https://jobs.lever.co/acme/11111111-1111-1111-1111-111111111111">Engineer</a>`,
      lever("acme", "Acme"),
    ],
    [
      "the European silo",
      "greenhouse",
      `<script src="https://boards.eu.greenhouse.io/embed/job_board/js?for=acme"></script>`,
      {
        "https://boards-api.eu.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme" }),
        ...greenhouse("acme", "Somebody Else"),
      },
    ],
  ])("%s", async (_name, expected, body, vendor) => {
    expect(await answerOf(careersPage(body, vendor))).toBe(expected);
  });
});

describe("identity", () => {
  it.each([
    ["Acme Inc.", "acme.example", "Acme"],
    ["ACME Technologies", "acme.example", "Acme"],
    ["Café Öl GmbH", "cafe-oel.example", "Cafe Ol"],
    ["株式会社サンプル", "sample.example", "Sample"],
    ["International Business Machines", "ibm.example", "IBM"],
  ])("%s at %s is the %s of a board", async (company, domain, told) => {
    const result = await answerOf(
      {
        [`https://${domain}/`]: home(
          `<a href="https://boards.greenhouse.io/x1">Careers</a>`,
          company,
        ),
        ...greenhouse("x1", told),
      },
      { company, domain },
    );

    expect(result).toBe("greenhouse");
  });

  it.each([
    ["Acme Foods", "acmefoods.example", "Acme Health"],
    ["Tata Consultancy Services", "tcs.example", "Thornbury Community Services"],
    ["Pulse", "pulse.example", "Impulse Dynamics"],
  ])("%s at %s is not the %s of a board", async (company, domain, told) => {
    const result = await answerOf(
      {
        [`https://${domain}/`]: home(
          `<a href="https://boards.greenhouse.io/x1">Careers</a>`,
          company,
        ),
        ...greenhouse("x1", told),
      },
      { company, domain },
    );

    expect(result).not.toBe("greenhouse");
  });
});
