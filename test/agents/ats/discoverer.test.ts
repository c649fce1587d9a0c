import { describe, expect, it } from "vitest";
import { climb } from "./harness.ts";

const home = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const greenhouse = (token: string, name: string) => ({
  [`https://boards-api.greenhouse.io/v1/boards/${token}`]: JSON.stringify({ name, content: "" }),
});
const noGreenhouse = (token: string) => ({
  [`https://boards-api.greenhouse.io/v1/boards/${token}`]: {
    status: 404,
    body: '{"status":404,"error":"Job board not found"}',
  },
  [`https://job-boards.greenhouse.io/${token}`]: {
    status: 404,
    body: "<title>Page not found</title> no longer active",
  },
});
const lever = (site: string, name: string) => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});
const noLever = (site: string) => ({
  [`https://jobs.lever.co/${site}`]: { status: 404, body: "<title>Not found – 404 error</title>" },
  [`https://api.lever.co/v0/postings/${site}?mode=json&limit=1`]: {
    status: 404,
    body: '{"ok":false,"error":"Document not found"}',
  },
});

describe("the discoverer answers", () => {
  it("when the home page links straight to a board that names the company", async () => {
    const { result, asked } = await climb({
      sites: {
        "https://acme.example/": home(
          `<nav><a href="https://boards.greenhouse.io/acme">Careers</a></nav>`,
        ),
        ...greenhouse("acme", "Acme Inc."),
      },
    });

    expect(result).toEqual({
      ats: "greenhouse",
      tenant: "acme",
      front_end: null,
      careers_url: null,
      board_url: "https://boards.greenhouse.io/acme",
    });
    expect(asked).toHaveLength(2);
  });

  it("when the careers page embeds the board", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<footer><a href="/careers">Careers</a></footer>`),
        "https://acme.example/careers": home(
          `<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>`,
        ),
        ...greenhouse("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({
      ats: "greenhouse",
      tenant: "acme",
      careers_url: "https://acme.example/careers",
    });
  });

  it("when the list is one hop behind a careers page that says little", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/company/careers">Join us</a>`),
        "https://acme.example/company/careers": home(
          `<h1>Work at Acme</h1><a href="/company/careers/open-positions">See open positions</a>`,
        ),
        "https://acme.example/company/careers/open-positions": home(
          `<script>window.leverJobsOptions = {accountName: 'acme', includeCss: true};</script>`,
        ),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "lever", tenant: "acme" });
  });

  it("when the careers address redirects to the vendor", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/jobs">Jobs</a>`),
        "https://acme.example/jobs": { to: "https://jobs.lever.co/acme" },
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({
      ats: "lever",
      tenant: "acme",
      board_url: "https://jobs.lever.co/acme",
    });
  });

  it.each([
    ["Karriere", "/karriere", "Offene Stellen"],
    ["Carrières", "/carrieres", "Voir toutes nos offres"],
    ["Trabaja con nosotros", "/trabaja-con-nosotros", "Ver vacantes"],
    ["Lavora con noi", "/lavora-con-noi", "Posizioni aperte"],
    ["Werken bij Acme", "/werken-bij", "Bekijk alle vacatures"],
    ["Trabalhe conosco", "/trabalhe-conosco", "Vagas abertas"],
    ["Jobba hos oss", "/jobba-hos-oss", "Lediga tjänster"],
    ["Ledige stillinger", "/ledige-stillinger", "Se alle ledige stillinger"],
    ["Avoimet työpaikat", "/tyopaikat", "Avoimet tehtävät"],
    ["Kariera", "/kariera", "Zobacz oferty"],
    ["Kariéra", "/kariera", "Volné pozice"],
    ["Kariyer", "/kariyer", "Açık pozisyonlar"],
    ["採用情報", "/recruit/", "募集職種一覧"],
    ["加入我们", "/join", "查看职位"],
    ["채용", "/recruit", "채용공고 보기"],
    ["Вакансии", "/vakansii", "Все вакансии"],
  ])("in the language of a link called %s", async (text, path, openings) => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/produkt">X</a><a href="${path}">${text}</a>`),
        [`https://acme.example${path}`]: home(
          `<h1>${text}</h1><a href="https://boards.greenhouse.io/acme">${openings}</a>`,
        ),
        ...greenhouse("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "greenhouse" });
  });

  it("from a usual place when nothing links to the careers page", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/products">Products</a>`),
        "https://acme.example/careers": home(
          `<h1>Careers</h1><a href="https://jobs.lever.co/acme">View jobs</a>`,
          "Careers at Acme",
        ),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "lever", careers_url: "https://acme.example/careers" });
  });

  it("on www. or plain http when the bare domain does not answer", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": { fails: "refused" },
        "https://www.acme.example/": { fails: "tls_invalid" },
        "http://www.acme.example/": home(`<a href="https://jobs.lever.co/acme">Jobs</a>`),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "lever" });
  });

  it("after a rebrand, from the new domain", async () => {
    const { result, report } = await climb({
      sites: {
        "https://acme.example/": { to: "https://acme.test/" },
        "https://acme.test/": home(`<a href="https://jobs.lever.co/acme">Jobs</a>`),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "lever" });
    const { outcome } = report;
    expect(outcome.kind === "claimed" && outcome.claim.evidence.map(({ fact }) => fact)).toEqual([
      "site",
      "leads",
      "leads",
      "alive",
      "identity",
    ]);
  });

  it("from the company's own careers site on another domain", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="https://acmecareers.test/">Careers</a>`),
        "https://acmecareers.test/": home(
          `<h1>Careers at Acme</h1><a href="https://jobs.lever.co/acme">See open roles</a>`,
          "Acme Careers",
        ),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toMatchObject({ ats: "lever", careers_url: "https://acmecareers.test/" });
  });

  it("with the live board when a dead one of a former system is still linked", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(
          `<a href="/careers">Careers</a><footer><a href="https://jobs.lever.co/acme">Jobs</a></footer>`,
        ),
        "https://acme.example/careers": home(
          `<a href="https://jobs.lever.co/acme">All jobs</a><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>`,
        ),
        ...greenhouse("acme", "Acme"),
        ...noLever("acme"),
      },
    });

    expect(result).toMatchObject({ ats: "greenhouse" });
  });

  it("without the company's name, when the domain says who it is", async () => {
    const { result } = await climb({
      company: null,
      sites: {
        "https://acme.example/": home(`<a href="https://boards.greenhouse.io/acme">Careers</a>`),
        ...greenhouse("acme", "ACME GmbH"),
      },
    });

    expect(result).toMatchObject({ ats: "greenhouse" });
  });
});

describe("the discoverer refuses", () => {
  it("an embed that is commented out", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<!-- <script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script> -->{/* <iframe src="https://jobs.lever.co/acme"></iframe> */}<p>Write to us</p>`,
        ),
        ...greenhouse("acme", "Acme"),
      },
    });

    expect(result).toBe("not_disclosed");
  });

  it("a board that names somebody else", async () => {
    const { result, report } = await climb({
      company: "Tata Consultancy Services",
      domain: "tcs.example",
      sites: {
        "https://tcs.example/": home(
          `<a href="https://boards.greenhouse.io/tcs">Careers</a>`,
          "TCS",
        ),
        ...greenhouse("tcs", "Thornbury Community Services"),
      },
    });

    expect(result).toMatch(/not_disclosed|no_candidate_found/);
    expect(report.why).toContain("Thornbury Community Services");
  });

  it("a board that is closed", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<a href="https://boards.greenhouse.io/acme">Open positions</a>`,
        ),
        ...noGreenhouse("acme"),
      },
    });

    expect(result).toBe("not_disclosed");
  });

  it("a list of integrations", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(
          `<h2>Integrations</h2><ul><li><a href="https://boards.greenhouse.io/demo1">Greenhouse</a><li><a href="https://jobs.lever.co/demo2">Lever</a><li><a href="https://demo3.bamboohr.com/careers">BambooHR</a></ul>`,
        ),
        ...greenhouse("demo1", "Demo"),
        ...lever("demo2", "Demo"),
      },
    });

    expect(result).toBe("no_candidate_found");
  });

  it("the buyer's site that an acquired company's domain leads to", async () => {
    const { result } = await climb({
      company: "Acme",
      sites: {
        "https://acme.example/": { to: "https://globex.test/" },
        "https://globex.test/": home(
          `<a href="https://boards.greenhouse.io/globex">Careers</a>`,
          "Globex",
        ),
        ...greenhouse("globex", "Globex"),
      },
    });

    expect(result).toBe("out_of_scope");
  });

  it("a lookalike host", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<a href="https://boards.greenhouse.io.evil.test/acme">Open positions</a>`,
        ),
        "https://boards.greenhouse.io.evil.test/acme": home("Acme jobs", "Acme"),
      },
    });

    expect(result).toBe("not_disclosed");
  });
});

describe("the discoverer ends", () => {
  it("a record whose domain does not exist, with the DNS answers", async () => {
    expect((await climb({ sites: {} })).result).toBe("ended: no_such_domain");
  });

  it("a record whose domain is for sale", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": `<html><head><title>acme.example</title></head><body><h1>acme.example</h1><p>This domain is for sale!</p><a href="https://sedo.com/x">Buy this domain</a></body></html>`,
      },
    });

    expect(result).toBe("ended: parked");
  });

  it("a record whose domain leads to a seller of domains", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": {
          status: 302,
          to: "https://www.hugedomains.com/domain_profile.cfm?d=acme.example",
        },
        "https://www.hugedomains.com/domain_profile.cfm?d=acme.example":
          "<title>acme.example is for sale</title>",
      },
    });

    expect(result).toBe("ended: parked");
  });
});

describe("the discoverer passes on", () => {
  it("a bot wall straight to the browser", async () => {
    const { report } = await climb({
      sites: {
        "https://acme.example/": {
          status: 403,
          body: "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>",
        },
      },
    });

    expect(report.outcome).toEqual({ kind: "unproven", reason: "blocked", to: "browser" });
  });

  it("a site that does not answer", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": { fails: "timeout" },
        "https://www.acme.example/": { fails: "timeout" },
        "http://www.acme.example/": { fails: "timeout" },
      },
    });

    expect(result).toBe("unreachable");
  });

  it("a host that asks for patience to later", async () => {
    const { report } = await climb({
      sites: { "https://acme.example/": { fails: "rate_limited", retryAt: 99 } },
    });

    expect(report.outcome).toMatchObject({ kind: "postponed", retryAt: 99 });
  });

  it("two systems on equal ground to later, while one of them asks for patience", async () => {
    const busy = { fails: "rate_limited", retryAt: 99 } as const;
    const { report } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<a href="https://boards.greenhouse.io/acme">View open roles</a><a href="https://jobs.lever.co/acme">View open roles</a>`,
        ),
        ...greenhouse("acme", "Acme"),
        "https://api.lever.co/v0/postings/acme?mode=json&limit=1": busy,
        "https://api.lever.co/v0/postings/acme?mode=json": busy,
        "https://jobs.lever.co/acme": busy,
      },
    });

    expect(report.outcome).toMatchObject({ kind: "postponed", retryAt: 99 });
  });

  it("a board whose vendor asks for patience to later, however it is embedded", async () => {
    const busy = { fails: "rate_limited", retryAt: 99 } as const;
    const { report } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<h1>Open roles</h1><iframe src="https://jobs.lever.co/acme"></iframe>`,
        ),
        "https://api.lever.co/v0/postings/acme?mode=json&limit=1": busy,
        "https://jobs.lever.co/acme": busy,
      },
    });

    expect(report.outcome).toMatchObject({ kind: "postponed", retryAt: 99 });
  });

  it("two live systems on equal ground as a conflict", async () => {
    const { result } = await climb({
      sites: {
        "https://acme.example/": home(`<a href="/careers">Careers</a>`),
        "https://acme.example/careers": home(
          `<a href="https://boards.greenhouse.io/acme">View open roles</a><a href="https://jobs.lever.co/acme">View open roles</a>`,
        ),
        ...greenhouse("acme", "Acme"),
        ...lever("acme", "Acme"),
      },
    });

    expect(result).toBe("conflict");
  });
});
