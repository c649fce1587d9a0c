import { describe, expect, it } from "vitest";
import {
  attempt,
  climb,
  emptyReading,
  greenhouse,
  Instead,
  lever,
  type Mind,
  page,
} from "./world.ts";
import type { Sites } from "../ats/harness.ts";

const home = "https://acme.example/";
const careers = "https://acme.example/careers";
const L = "https://jobs.lever.co/acme";

/** A mind that quotes where the piece with `quote` is printed, as an honest reader would. */
const quoting =
  (quote: string, shows: string): Mind =>
  ({ user }) => {
    const blocks = user.split(/<<<begin (?=d\d)/).slice(1);
    const block = blocks.find((text) => text.includes(quote));
    const line = block?.split("\n").find((text) => text.includes(quote) && text.startsWith("["));
    if (block === undefined || line === undefined) return emptyReading;
    const [, channel = ""] = /^\[(\w+)\]/.exec(line) ?? [];
    const evidence = [{ document: block.split(" ")[0], channel, quote, shows }];
    return { ...emptyReading, evidence, system: shows, tenant: "acme" };
  };
const following =
  (wanted: RegExp): Mind =>
  ({ numbered }) => ({ ...emptyReading, links: numbered(wanted) });
const building =
  (...paths: string[]): Mind =>
  () => ({ ...emptyReading, paths });

/** Pages that say it to whoever reads them, in places where patterns don't look. */
const readable: readonly (readonly [name: string, mind: Mind, sites: Sites])[] = [
  [
    "an address printed on a page about the company",
    quoting(L, "lever"),
    {
      [home]: page(`<nav><a href="/about">About us</a></nav>`),
      "https://acme.example/about": page(`<p>What we look for is listed at ${L} every day.</p>`),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a meta tag",
    quoting(L, "Lever"),
    {
      [home]: page(`<a href="/careers">Careers</a>`),
      [careers]: `<html><head><title>Careers</title><meta name="jobs:board" content="${L}"></head><body><h1>Careers</h1>${"Acme makes things. ".repeat(40)}</body></html>`,
      ...lever("acme", "Acme"),
    },
  ],
  [
    "linked data about the organisation",
    quoting(L, "LEVER"),
    {
      [home]: page(`<a href="/careers">Careers</a>`),
      [careers]: page(
        `<h1>Careers</h1><script type="application/ld+json">{"@type":"Organization","name":"Acme","sameAs":["${L}"]}</script>`,
        "Careers",
      ),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a button whose script names a path",
    building("/deck/berths"),
    {
      [home]: page(`<button onclick="go('/deck/berths')">See the berths</button>`),
      "https://acme.example/deck/berths": page(`<a href="${L}">Berths</a>`, "Berths"),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a path that a script puts together",
    building("/people/berths"),
    {
      [home]: page(
        `<script>var base = "/people"; menu.push([base + "/berths", "Berths"]);</script>`,
      ),
      "https://acme.example/people/berths": page(
        `<h1>Our jobs</h1><a href="${L}">Berths</a>`,
        "Jobs",
      ),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a data attribute that holds a route",
    building("/deck"),
    {
      [home]: page(`<a href="#" data-route="/deck">Come aboard</a>`),
      "https://acme.example/deck": page(`<a href="${L}">Berths</a>`, "On deck"),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "two rival boards, of which an oddly named page lists the jobs",
    following(/Ship's log/),
    {
      [home]: page(`<a href="/careers">Careers</a>`),
      [careers]: page(
        `<h1>Careers</h1><a href="${L}">Open positions</a> <a href="https://boards.greenhouse.io/acme">Open positions</a> <a href="/log">Ship's log</a>`,
        "Careers",
      ),
      "https://acme.example/log": page(
        `<h1>Open positions</h1>${[1, 2, 3, 4].map((n) => `<a href="https://boards.greenhouse.io/acme/jobs/400${n}">Sailor ${n}</a>`).join("")}`,
        "Open positions",
      ),
      ...lever("acme", "Acme"),
      ...greenhouse("acme", "Acme"),
    },
  ],
  [
    "two oddly named links in a row",
    ({ numbered }) => ({ ...emptyReading, links: numbered(/Come aboard|Free berths/) }),
    {
      [home]: page(`<a href="/deck">Come aboard</a>`),
      "https://acme.example/deck": page(`<a href="/deck/list">Free berths</a>`, "On deck"),
      "https://acme.example/deck/list": page(`<a href="${L}">Sailor</a>`, "Berths"),
      ...lever("acme", "Acme"),
    },
  ],
];

describe("a classifier with a model", () => {
  it.each(readable)("reads %s, which patterns can't", async (_name, mind, sites) => {
    const without = await climb({ sites });
    const advised = await climb({ sites }, { classifier: mind });

    expect(without.verdict).toBeUndefined();
    expect(advised.result).toMatchObject({ tenant: "acme" });
    expect(advised.report).toMatchObject({ origin: "model", stop: "submitted" });
    expect(advised.report.why).toContain("A model read");
  });

  it("asks nobody when patterns settle it", async () => {
    const sites = {
      [home]: page(`<a href="/careers">Careers</a>`),
      [careers]: page(`<h1>Careers</h1><a href="${L}">Open positions</a>`),
      ...lever("acme", "Acme"),
    };
    const { asks, report } = await attempt("classifier", { sites }, quoting(L, "lever"));

    expect(asks).toEqual([]);
    expect(report.origin).toBeUndefined();
  });

  it("asks a second time only when it read something new, and never a third time", async () => {
    const chain = Array.from({ length: 6 }, (_, i) => [
      `https://acme.example/x${i}`,
      page(`<a href="/x${i + 1}">On and on ${i + 1}</a>`, `Page ${i}`),
    ]);
    const sites = { [home]: page(`<a href="/x0">On and on 0</a>`), ...Object.fromEntries(chain) };
    const on = await attempt("classifier", { sites }, following(/On and on/));
    const still = await attempt("classifier", { sites }, () => undefined);

    expect(on.asks.map(({ step }) => step)).toEqual(["read", "read-2"]);
    expect(still.asks).toHaveLength(1);
    expect(still.report.stop).toBe("gave_up");
  });

  it("ends in conflict where patterns and model name different systems", async () => {
    const sites = {
      [home]: page(`<nav><a href="/about">About us</a><a href="/careers">Careers</a></nav>`),
      [careers]: page(`<h1>Careers</h1><a href="/fleet">The fleet</a>`, "Careers"),
      "https://acme.example/fleet": page(`<h1>Jobs</h1><a href="${L}">Sailor</a>`, "Jobs"),
      "https://acme.example/about": page(
        `<p>Listed at https://boards.greenhouse.io/globex now.</p>`,
      ),
      ...lever("acme", "Acme"),
      ...greenhouse("globex", "Globex"),
    };
    const { report } = await attempt("classifier", { sites }, ({ numbered }) => ({
      ...emptyReading,
      system: "greenhouse",
      links: numbered(/The fleet/),
    }));

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "conflict" });
    expect(report.why).toMatch(/patterns point to Lever, a model to Greenhouse/);
  });

  it("tells the model what the verifier refused before", async () => {
    const sites = { [home]: page(`<a href="/about">About us</a>`) };
    const rejections = [{ kind: "wrong_company" as const, detail: "globex: names Globex Ltd" }];
    const note = {
      tier: "http" as const,
      agent: "discoverer",
      attempt: 1,
      why: "",
      looked: [],
      findings: null,
      rejections,
    };
    const { asks } = await attempt("classifier", { sites, notes: [note] }, () => undefined);

    expect(asks[0]?.user).toContain("wrong_company: globex: names Globex Ltd");
  });

  it("keeps what patterns found when no model can answer", async () => {
    const sites = { [home]: page(`<a href="/about">About us</a>`) };
    const without = await attempt("classifier", { sites });
    const put = await attempt(
      "classifier",
      { sites },
      () => new Instead({ kind: "unavailable", retryAt: 9, detail: "cooling", elsewhere: false }),
    );

    expect(put.report.outcome).toEqual({
      kind: "postponed",
      retryAt: 9,
      detail: "cooling",
      by: "models",
    });
    expect(put.report.findings).toEqual(without.report.findings);
  });
});
