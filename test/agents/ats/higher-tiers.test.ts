import { describe, expect, it } from "vitest";
import { climb, renderedPage } from "./harness.ts";

const home = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const shell = `<html><head><title>Acme</title><script src="/assets/main.js"></script></head><body><div id="root"></div></body></html>`;
const greenhouse = (token: string, name: string) => ({
  [`https://boards-api.greenhouse.io/v1/boards/${token}`]: JSON.stringify({ name, content: "" }),
});
const lever = (site: string, name: string) => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});
const workday = {
  "https://acme.wd5.myworkdayjobs.com/External": `<html><head><link rel="canonical" href="https://acme.wd5.myworkdayjobs.com/External"><title>Careers</title><script>window.workday = window.workday || { tenant: "acme", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
};

describe("the classifier", () => {
  it("takes the pages that the discoverer read, without asking for them again", async () => {
    const { runs, result } = await climb(
      {
        sites: {
          "https://acme.example/": home(
            `<a href="/careers">Careers</a><script src="/app.js"></script>`,
          ),
          "https://acme.example/careers": home(
            `<h1>Careers</h1><div id="ashby_embed"></div><script src="/app.js"></script>`,
          ),
          "https://acme.example/app.js": {
            type: "text/javascript",
            body: `fetch("https://boards-api.greenhouse.io/v1/boards/acme/jobs")`,
          },
          ...greenhouse("acme", "Acme"),
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme" });
    expect(runs[1]?.asked).not.toContain("https://acme.example/careers");
  });

  it("finds the system by the canonical name of a careers host", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="/about">About</a>`),
          "https://careers.acme.example/": home(`<h1>Jobs at Acme</h1>`),
        },
        names: { "careers.acme.example": "ext.teamtailor.com" },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "teamtailor", tenant: null });
  });

  it("reads the site's own feed of jobs, whose page shows no address", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="/careers">Careers</a>`),
          "https://acme.example/careers": home(
            `<h1>Careers</h1><script>fetch("/api/careers/jobs.json")</script>`,
          ),
          "https://acme.example/api/careers/jobs.json": JSON.stringify({
            jobs: [{ url: "https://jobs.lever.co/acme/11111111-1111-1111-1111-111111111111" }],
          }),
          ...lever("acme", "Acme"),
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "lever", tenant: "acme" });
  });

  it("takes a page for the careers page by what it calls itself", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<footer><a href="/company/team">About us</a></footer>`),
          "https://acme.example/company/team": home(
            `<a href="https://jobs.lever.co/acme">See who we look for</a>`,
            "Careers | Acme",
          ),
          ...lever("acme", "Acme"),
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "lever" });
  });

  it("finds a careers page by the sitemap", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="/products">Products</a>`),
          "https://acme.example/sitemap.xml": {
            type: "application/xml",
            body: `<urlset><url><loc>https://acme.example/products</loc></url><url><loc>https://acme.example/unternehmen/offene-stellen</loc></url></urlset>`,
          },
          "https://acme.example/unternehmen/offene-stellen": home(
            `<a href="https://jobs.lever.co/acme">Jetzt bewerben</a>`,
          ),
          ...lever("acme", "Acme"),
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "lever" });
  });

  it("finds the system behind a front end by its apply links", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="https://careers.acme.example/us/en">Careers</a>`),
          "https://careers.acme.example/us/en": home(
            `<script>var phApp = phApp || {"widgetApiEndpoint":"https://careers.acme.example/widgets","refNum":"ACMEUS","siteType":"external"};</script><script src="https://cdn.phenompeople.com/CareerConnectResources/ACMEUS/js/a.js"></script><a href="https://careers.acme.example/us/en/search-results">Search jobs</a>`,
          ),
          "https://careers.acme.example/us/en/search-results": home(
            `<a href="https://careers.acme.example/us/en/job/123456/Senior-Engineer">Senior Engineer</a>`,
          ),
          "https://careers.acme.example/us/en/job/123456/Senior-Engineer": home(
            `<script>phApp.ddo = {"applyUrl":"https:\\/\\/acme.wd5.myworkdayjobs.com\\/External\\/job\\/X_123\\/apply"}</script>`,
          ),
          ...workday,
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "workday", tenant: "acme", front_end: "phenom" });
  });

  it("prefers the jobs' system to the talent community's", async () => {
    const { result } = await climb(
      {
        sites: {
          "https://acme.example/": home(`<a href="/careers">Careers</a>`),
          "https://acme.example/careers": home(
            `<a href="https://acme.avature.net/talentcommunity">Join our talent community</a><a href="https://acme.wd5.myworkdayjobs.com/External">Search jobs</a>`,
          ),
          "https://acme.avature.net/talentcommunity": home("Talent community", "Acme"),
          ...workday,
        },
      },
      "classifier",
    );

    expect(result).toMatchObject({ ats: "workday" });
  });
});

describe("the investigator", () => {
  const acme = "https://acme.example/";
  const careers = "https://acme.example/careers";

  it("reads the frame that a script put into the page", async () => {
    const { result, tier } = await climb(
      {
        sites: {
          [acme]: home(`<a href="/careers">Careers</a>`),
          [careers]: shell,
          ...greenhouse("acme", "Acme"),
        },
        rendered: {
          [careers]: renderedPage(
            careers,
            home(
              `<iframe id="grnhse_iframe" src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe>`,
            ),
          ),
        },
      },
      "browser",
    );

    expect(tier).toBe("browser");
    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme", careers_url: careers });
  });

  it("reads the requests that the page made", async () => {
    const { result } = await climb(
      {
        sites: {
          [acme]: home(`<a href="/careers">Careers</a>`),
          [careers]: shell,
          ...greenhouse("acme", "Acme"),
        },
        rendered: {
          [careers]: renderedPage(careers, home("<ul><li>Engineer</ul>"), [
            `GET document 200 ${careers} -`,
            `GET fetch 200 https://boards-api.greenhouse.io/v1/boards/acme/jobs ${careers}`,
          ]),
        },
      },
      "browser",
    );

    expect(result).toMatchObject({ ats: "greenhouse", tenant: "acme" });
  });

  it("passes a wall that lets browsers through, from the home page on", async () => {
    const wall = { status: 403, body: "<title>Just a moment...</title>" };
    const { result, runs } = await climb(
      {
        sites: { [acme]: wall, [careers]: wall, ...lever("acme", "Acme") },
        rendered: {
          [acme]: renderedPage(acme, home(`<a href="/careers">Careers</a>`)),
          [careers]: renderedPage(
            careers,
            home(`<a href="https://jobs.lever.co/acme">Open positions</a>`),
          ),
        },
      },
      "browser",
    );

    expect(result).toMatchObject({ ats: "lever", tenant: "acme" });
    expect(runs[0]?.report.outcome).toMatchObject({ to: "browser" });
  });

  it("says blocked when the wall stays", async () => {
    const wall = { status: 403, body: "<title>Just a moment...</title>" };
    const { result } = await climb(
      {
        sites: { [acme]: wall },
        rendered: {
          [acme]: renderedPage(
            acme,
            "<title>Just a moment...</title><div id='cf-chl-widget'></div>",
          ),
        },
      },
      "browser",
    );

    expect(result).toBe("blocked");
  });

  it("says not disclosed when the careers page only gives an address to write to", async () => {
    const { result } = await climb(
      {
        sites: {
          [acme]: home(`<a href="/careers">Careers</a>`),
          [careers]: home(`<h1>Careers</h1>Write to <a href="mailto:jobs@acme.example">us</a>`),
        },
        rendered: { [careers]: renderedPage(careers, home(`<h1>Careers</h1>Write to us`)) },
      },
      "browser",
    );

    expect(result).toBe("not_disclosed");
  });

  it("says that no careers page was found", async () => {
    const { result } = await climb(
      {
        sites: { [acme]: home(`<a href="/products">Products</a>`) },
        rendered: { [acme]: renderedPage(acme, home(`<a href="/products">Products</a>`)) },
      },
      "browser",
    );

    expect(result).toBe("no_candidate_found");
  });
});
