import { describe, expect, it } from "vitest";
import { climb, type Sites } from "./harness.ts";

const page = (body: string, title = "Acme") =>
  `<html><head><title>${title}</title></head><body>${body}<p>${"Acme makes things that people like. ".repeat(20)}</p></body></html>`;
const careers = (body: string, more: Sites = {}): Sites => ({
  "https://acme.example/": page(`<a href="/careers">Careers</a>`),
  "https://acme.example/careers": page(`<h1>Careers</h1>${body}`, "Careers"),
  ...more,
});
const onHost = (html: string, more: Sites = {}): Sites => ({
  "https://acme.example/": page(`<a href="https://careers.acme.example/">Careers</a>`),
  "https://careers.acme.example/": html,
  ...more,
});
const teamtailor = (name: string) =>
  `<html><head><title>${name} careers - Jobs</title><meta name="generator" content="Teamtailor"><meta property="og:site_name" content="${name}"></head><body><h1>${name}</h1><ul><li>Engineer</li></ul></body></html>`;
const lever = (site: string, name: string): Sites => ({
  [`https://jobs.lever.co/${site}`]: `<html><head><title>${name}</title><meta property="og:title" content="${name} jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
});
const robots = { type: "text/plain", body: "User-agent: *\nDisallow: /\n" };

async function told(sites: Sites, names?: Readonly<Record<string, string>>): Promise<string> {
  const { result } = await climb({ sites, ...(names && { names }) }, "classifier");
  if (typeof result === "string") return result;
  const { ats, tenant, front_end: front } = result;
  return [ats, tenant, front].filter((value) => typeof value === "string").join(" ");
}

describe("without a tenant", () => {
  it("a vendor's file that any site may load proves nothing", async () => {
    const widget = "https://static.smartrecruiters.com/job-widget/1.6.1/script/smart_widget.js";
    expect(await told(careers(`<script src="${widget}"></script>`))).toBe("not_disclosed");
  });

  it("a vendor's file with the customer's key in its address does", async () => {
    const widget = "https://standaloneapi.recooty.app/api/widget/8f3a9c1d77";
    expect(await told(careers(`<script src="${widget}"></script>`))).toBe("recooty");
  });

  it("a vendor's page on an own host proves it while nobody else is named there", async () => {
    expect(await told(onHost(teamtailor("Acme")))).toBe("teamtailor");
    expect(await told(onHost(teamtailor("QuantumBet Gaming")))).toBe("not_disclosed");
  });

  it("an alias in DNS proves it only with the page that the host shows", async () => {
    const names = { "careers.acme.example": "ext.teamtailor.com" };
    const home = { "https://acme.example/": page("<p>Hello</p>") };
    const hosted = (name: string) => ({
      ...home,
      "https://careers.acme.example/": teamtailor(name),
    });
    expect(await told(hosted("Acme"), names)).toBe("teamtailor");
    expect(await told(hosted("QuantumBet Gaming"), names)).not.toMatch(/^teamtailor/);
    expect(await told(home, names)).not.toMatch(/^teamtailor/);
  });

  it("a link to somebody's job proves nothing; one that leads to a named tenant proves that", async () => {
    const link = careers(`<a href="https://grnh.se/ab12cd34ef">View open positions</a>`, {
      "https://grnh.se/ab12cd34ef": { to: "https://boards.greenhouse.io/acme/jobs/4012345" },
      "https://boards.greenhouse.io/acme/jobs/4012345": page("Engineer", "Engineer"),
      "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme" }),
    });
    expect(await told(link)).toBe("greenhouse acme");
    const others = careers(
      `<a href="https://apply.workable.com/j/AB12CD34EF">View open positions</a>`,
      {
        "https://apply.workable.com/j/AB12CD34EF": page("Driver", "Driver - Globex"),
      },
    );
    expect(await told(others)).toBe("not_disclosed");
  });
});

describe("the address that an own page links", () => {
  const api = {
    "https://app.dover.com/api/v1/careers-page-slug/acme": { status: 404, body: "{}" },
  };
  const link = `<a href="https://app.dover.com/jobs/acme">Open roles</a>`;

  it("is believed when it lives and names the company, whatever the API says", async () => {
    const board = { "https://app.dover.com/jobs/acme": page("Jobs at Acme", "Acme | Careers") };
    expect(await told(careers(link, { ...api, ...board }))).toBe("dover acme");
  });

  it.each([
    ["names nobody", page("Jobs", "Open roles")],
    ["names somebody else", page("Jobs", "Jobs at Globex")],
    ["says that it is closed", page("<h1>This board is no longer active</h1>", "Acme | Careers")],
  ])("is not when it %s", async (_what, html) => {
    const board = { "https://app.dover.com/jobs/acme": html };
    expect(await told(careers(link, { ...api, ...board }))).toBe("not_disclosed");
  });
});

describe("a tenant's host that is closed to robots", () => {
  const link = `<a href="https://careers-acme.icims.com/jobs/search">See all open jobs</a>`;
  const closed: Sites = {
    "https://careers-acme.icims.com/jobs/search": { fails: "robots_denied" },
  };

  it("proves the vendor by its robots.txt", async () => {
    const file = { "https://careers-acme.icims.com/robots.txt": robots };
    expect(await told(careers(link, { ...closed, ...file }))).toBe("icims");
  });

  it.each([
    ["is served by another host", { to: "https://www.icims.com/robots.txt" }],
    ["is not there", { status: 404, body: "" }],
    ["closes something else", { type: "text/plain", body: "User-agent: *\nDisallow: /admin/\n" }],
  ])("does not when that %s", async (_what, answer) => {
    const sites = careers(link, {
      ...closed,
      "https://careers-acme.icims.com/robots.txt": answer,
      "https://www.icims.com/robots.txt": robots,
    });
    expect(await told(sites)).not.toMatch(/^icims/);
  });
});

describe("the way to the openings is found", () => {
  it("through an address that a script puts together", async () => {
    const code = `var GH={base:"https://boards-api.greenhouse.io/v1/boards/",token:"acme"};fetch(GH.base+GH.token+"/jobs")`;
    const sites = careers(
      `<ul><li><a href="/careers?gh_jid=4012345">Engineer</a></li></ul><script src="/js/main.js"></script>`,
      {
        "https://acme.example/js/main.js": { type: "text/javascript", body: code },
        "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme" }),
      },
    );
    expect(await told(sites)).toBe("greenhouse acme");
  });

  it("through refreshes and scripts that lead on", async () => {
    const sites: Sites = {
      "https://acme.example/": page(`<a href="/jobs">Jobs</a>`),
      "https://acme.example/jobs": `<meta http-equiv="refresh" content="1;url=/go">`,
      "https://acme.example/go": `<script>window.location.href = "/out"</script>`,
      "https://acme.example/out": { to: "https://jobs.lever.co/acme" },
      ...lever("acme", "Acme"),
    };
    expect(await told(sites)).toBe("lever acme");
  });

  it("through the site's list of pages, by an address that is no usual one", async () => {
    const sites: Sites = {
      "https://acme.example/": page("<p>Hello</p>"),
      "https://acme.example/sitemap.xml": {
        type: "application/xml",
        body: "<urlset><url><loc>https://acme.example/inside/working-at-our-place</loc></url></urlset>",
      },
      "https://acme.example/inside/working-at-our-place": page(
        `<h1>Careers</h1><a href="https://jobs.lever.co/acme">Open positions</a>`,
        "Careers | Acme",
      ),
      ...lever("acme", "Acme"),
    };
    expect(await told(sites)).toBe("lever acme");
  });

  it("behind a front end, through the list that its page loads", async () => {
    const jobs = {
      jobs: [{ data: { apply_url: "https://careers-acme.icims.com/jobs/12/x/job" } }],
    };
    const sites = onHost(
      `<html data-jibe-search-version="4.11"><head><title>Acme jobs</title></head><body><search-app></search-app><script src="https://app.jibecdn.com/prod/search/4/main.js"></script></body></html>`,
      {
        "https://careers.acme.example/api/jobs": JSON.stringify(jobs),
        "https://careers-acme.icims.com/jobs/search": page("", "Careers | Acme"),
      },
    );
    expect(await told(sites)).toBe("icims acme jibe");
  });

  it("beside a front end that shows too little of itself", async () => {
    const sites = onHost(
      page(
        `<h1>Careers</h1><link rel="stylesheet" href="https://cdn.phenompeople.com/CareerConnectResources/main.css"><a href="https://jobs.lever.co/acme">Open positions</a>`,
      ),
      lever("acme", "Acme"),
    );
    expect(await told(sites)).toBe("lever acme");
  });
});

describe("a site that is none", () => {
  it.each([
    ["is for sale by name", "<h1>acme.example is for sale!</h1><p>Make an offer.</p>"],
    [
      "was registered a moment ago",
      "<h1>Diese Domain wurde soeben bei unserem Kunden registriert.</h1>",
    ],
    ["is said so with markup in between", "<p>This <b>domain</b> is <i>for sale</i>.</p>"],
  ])("ends as parked when it %s", async (_what, body) => {
    const { result } = await climb({ sites: { "https://acme.example/": body } });
    expect(result).toBe("ended: parked");
  });

  it("is no place holder when it sells houses", async () => {
    const sites = { "https://acme.example/": "<h1>Acme Homes</h1><p>This house is for sale!</p>" };
    expect((await climb({ sites })).result).not.toBe("ended: parked");
  });

  it("is unreachable, not blocked, when its server fails", async () => {
    const sites: Sites = {
      "https://acme.example/": { fails: "robots_denied" },
      "https://www.acme.example/": { fails: "robots_denied" },
      "https://acme.example/robots.txt": { status: 503, body: "" },
    };
    expect((await climb({ sites })).result).toBe("unreachable");
  });

  it("is no wall when a small page has a captcha in its form", async () => {
    const body = `<nav><a href="/careers">Careers</a></nav><form><div class="g-recaptcha"></div></form><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>`;
    const sites: Sites = {
      "https://acme.example/": body,
      "https://acme.example/careers": `<h1>Careers</h1><a href="https://jobs.lever.co/acme">Open positions</a>${body}`,
      ...lever("acme", "Acme"),
    };
    expect(await told(sites)).toBe("lever acme");
  });
});
