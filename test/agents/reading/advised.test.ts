import { describe, expect, it } from "vitest";
import { attempt, climb, emptyReading, lever, type Mind, page } from "./world.ts";
import type { Sites } from "../ats/harness.ts";

const home = "https://acme.example/";
const board = (tenant: string): Sites => ({
  [`https://${tenant}.wd5.myworkdayjobs.com/External`]: `<html><head><title>Careers</title><script>window.workday = window.workday || { tenant: "${tenant}", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
});
const W = "https://globex.wd5.myworkdayjobs.com/External";
const follow =
  (wanted: RegExp): Mind =>
  ({ step, numbered }) =>
    step === "links" ? { numbers: numbered(wanted) } : { ...emptyReading, links: numbered(wanted) };

/** Ways to a stranger's board, whose vendor does not say whose it is, that only a model would take. */
const detours: readonly (readonly [name: string, sites: Sites])[] = [
  [
    "an own redirector",
    { [home]: page(`<a href="/r/7">Ahoy</a>`), "https://acme.example/r/7": { to: W } },
  ],
  [
    "a short link",
    {
      [home]: page(`<a href="https://sho.example/7">Ahoy</a>`),
      "https://sho.example/7": { to: W },
    },
  ],
  [
    "a page that embeds it and calls itself careers",
    {
      [home]: page(`<a href="/b/7">Ahoy</a>`),
      "https://acme.example/b/7": page(`<h1>Careers</h1><iframe src="${W}"></iframe>`, "Careers"),
    },
  ],
  [
    "a page further on",
    {
      [home]: page(`<a href="/b/7">Ahoy</a>`),
      "https://acme.example/b/7": page(`<a href="/b/7/jobs">Open positions</a>`, "Seven"),
      "https://acme.example/b/7/jobs": page(
        `<h1>Open positions</h1><a href="${W}">Search jobs</a>`,
        "Jobs",
      ),
    },
  ],
];

describe("what only a model's word led to", () => {
  it.each(detours)("proves nothing by %s when nobody says whose it is", async (_name, sites) => {
    const all = { ...sites, ...board("globex") };
    const { result, first } = await climb(
      { sites: all },
      { http: follow(/Ahoy/), classifier: follow(/Ahoy/) },
    );

    expect(first.report.outcome.kind).toBe("unproven");
    expect(typeof result).toBe("string");
  });

  const ownDoors = detours.filter(([name]) => name !== "a short link");

  it.each(ownDoors)(
    "proves it by %s when the tenant is called like the company",
    async (_name, sites) => {
      const own = JSON.parse(JSON.stringify(sites).replaceAll("globex", "acme")) as Sites;
      const { result } = await climb(
        { sites: { ...own, ...board("acme") } },
        { http: follow(/Ahoy/), classifier: follow(/Ahoy/) },
      );

      expect(result).toMatchObject({ ats: "workday", tenant: "acme" });
    },
  );

  it("proves it when the vendor names the company, whatever the tenant is called", async () => {
    const sites = {
      [home]: page(`<a href="/b/7">Ahoy</a>`),
      "https://acme.example/b/7": page(`<a href="https://jobs.lever.co/zq7">Berths</a>`),
      ...lever("zq7", "Acme"),
    };
    const { result } = await attempt("http", { sites }, follow(/Ahoy/));

    expect(result).toMatchObject({ ats: "lever", tenant: "zq7" });
  });

  it("proves nothing by linked data that a model quotes, when nobody says whose it is", async () => {
    const sites = {
      [home]: page(`<a href="/careers">Careers</a>`),
      "https://acme.example/careers": page(
        `<h1>Careers</h1><script type="application/ld+json">{"@type":"Organization","name":"Friend","url":"${W}"}</script>`,
        "Careers",
      ),
      ...board("globex"),
    };
    const { report } = await attempt("classifier", { sites }, () => ({
      ...emptyReading,
      evidence: [1, 2, 3].map((n) => ({
        document: `d${n}`,
        channel: "json_ld",
        quote: W,
        shows: "workday",
      })),
      system: "workday",
      tenant: "globex",
    }));

    expect(report.outcome.kind).toBe("unproven");
  });
});
