import { describe, expect, it } from "vitest";
import { attempt, climb, greenhouse, Instead, lever, type Mind, page } from "./world.ts";
import type { Sites } from "../ats/harness.ts";

const home = "https://acme.example/";
const L = "https://jobs.lever.co/acme";

/** Sites whose way to the jobs a person would see at once. */
const odd: readonly (readonly [name: string, wanted: RegExp, sites: Sites])[] = [
  [
    "a sailor's word for joining",
    /Come aboard/,
    {
      [home]: page(`<nav><a href="/wares">Wares</a><a href="/deck">Come aboard</a></nav>`),
      "https://acme.example/deck": page(`<a href="${L}">See what we sail for</a>`, "On deck"),
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a pun, and a page that embeds the board",
    /Be a maker/,
    {
      [home]: page(
        `<nav><a href="/wares">Wares</a></nav><main><a href="/makers">Be a maker</a></main>`,
      ),
      "https://acme.example/makers": page(
        `<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>`,
        "Makers",
      ),
      ...greenhouse("acme", "Acme"),
    },
  ],
  [
    "a short link of another site",
    /Grow with Acme's people/,
    {
      [home]: page(`<footer><a href="https://sho.example/x7">Grow with Acme's people</a></footer>`),
      "https://sho.example/x7": { to: L },
      ...lever("acme", "Acme"),
    },
  ],
  [
    "a language without words of ours",
    /Tule mukaan/,
    {
      [home]: page(
        `<nav><a href="/tuotteet">Tuotteet</a><a href="/mukaan">Tule mukaan porukkaan</a></nav>`,
      ),
      "https://acme.example/mukaan": page(`<a href="${L}">Katso paikat</a>`, "Mukaan"),
      ...lever("acme", "Acme"),
    },
  ],
];

const choose =
  (wanted: RegExp): Mind =>
  ({ numbered }) => ({ numbers: numbered(wanted) });

describe("a discoverer with a small model", () => {
  it.each(odd)("finds the jobs behind %s, which patterns do not", async (_name, wanted, sites) => {
    const without = await attempt("http", { sites });
    const advised = await attempt("http", { sites }, choose(wanted));

    expect(without.result).toBe("no_candidate_found");
    expect(advised.result).toMatchObject({ tenant: "acme" });
    expect(advised.report).toMatchObject({ origin: "model", stop: "submitted" });
    expect(advised.report.why).toMatch(/A model chose 1 of \d+ links/);
  });

  it("asks nobody when patterns find the answer", async () => {
    const sites = { [home]: page(`<a href="${L}">Open positions</a>`), ...lever("acme", "Acme") };
    const { asks, report, result } = await attempt("http", { sites }, () => ({ numbers: [1] }));

    expect(result).toMatchObject({ ats: "lever" });
    expect(asks).toEqual([]);
    expect(report.origin).toBeUndefined();
  });

  it("ignores numbers that mean no link, and counts them", async () => {
    const sites = odd[0]?.[2] ?? {};
    const { report } = await attempt("http", { sites }, () => ({ numbers: [0, -3, 999, 12.0] }));

    expect(report.fired).toEqual(["quote", "quote", "quote", "quote"]);
    expect(report).toMatchObject({ stop: "gave_up", outcome: { kind: "unproven" } });
  });

  it("counts no more than a row can carry", async () => {
    const numbers = Array.from({ length: 20_000 }, () => 7_000);
    const { report } = await attempt("http", { sites: odd[0]?.[2] ?? {} }, () => ({ numbers }));

    expect(report.fired).toHaveLength(50);
  });

  it("follows three links at most, whatever is chosen", async () => {
    const links = Array.from({ length: 30 }, (_, i) => `<a href="/p${i}">Page ${i}</a>`).join("");
    const { asked } = await attempt("http", { sites: { [home]: page(links) } }, ({ numbered }) => ({
      numbers: numbered(/./),
    }));

    expect(asked.filter((url) => /\/p\d+$/.test(url)).length).toBeLessThanOrEqual(3);
  });

  it("reads a page that a model chose as what it is: a customer's story proves nothing", async () => {
    const sites = {
      [home]: page(`<a href="/wares">Wares</a><a href="/globex-and-us">Globex and us</a>`),
      "https://acme.example/globex-and-us": page(
        `<a href="https://jobs.lever.co/globex">Globex</a>`,
      ),
      ...lever("globex", "Globex"),
    };
    const { result } = await attempt("http", { sites }, choose(/Globex/));

    expect(result).not.toMatchObject({ ats: expect.anything() });
  });

  it("offers no blogs, files, profiles or vendors", async () => {
    const { asks } = await attempt(
      "http",
      {
        sites: {
          [home]: page(
            `<a href="/blog/we-hire">Blog</a><a href="/a.pdf">Brochure</a><a href="https://www.linkedin.com/company/acme">LinkedIn</a><a href="/deck">Deck</a>`,
          ),
        },
      },
      () => undefined,
    );

    expect(asks[0]?.user).toContain("/deck");
    expect(asks[0]?.user).not.toMatch(/\/blog|\.pdf|linkedin/);
  });

  it.each([
    [
      { kind: "unavailable", retryAt: 5, detail: "cooling", elsewhere: false },
      { kind: "postponed", by: "models", retryAt: 5 },
      "models_unavailable",
    ],
    [
      { kind: "limit", limit: "batch_ceiling", detail: "" },
      { kind: "unproven", reason: "batch_ceiling" },
      "batch_budget",
    ],
    [
      { kind: "limit", limit: "record_budget", detail: "" },
      { kind: "unproven", reason: "record_budget" },
      "record_budget",
    ],
    [
      { kind: "limit", limit: "agent_tokens", detail: "" },
      { kind: "unproven", reason: "record_budget" },
      "tokens",
    ],
    [
      { kind: "refusal", detail: "no" },
      { kind: "unproven", reason: "no_candidate_found" },
      "refused",
    ],
    [
      { kind: "truncated", detail: "" },
      { kind: "unproven", reason: "no_candidate_found" },
      "tokens",
    ],
    [
      { kind: "invalid", detail: "" },
      { kind: "unproven", reason: "no_candidate_found" },
      "no_progress",
    ],
    [{ kind: "failed", detail: "" }, { kind: "unproven", reason: "no_candidate_found" }, "refused"],
  ] as const)("keeps what patterns found when the reply is %o", async (reply, outcome, stop) => {
    const sites = odd[0]?.[2] ?? {};
    const without = await attempt("http", { sites });
    const { report } = await attempt("http", { sites }, () => new Instead(reply));

    expect(report.outcome).toMatchObject(outcome);
    expect(report.stop).toBe(stop);
    expect(report.findings).toEqual(without.report.findings);
    expect(report.snapshots.map(({ hash }) => hash)).toEqual(
      without.report.snapshots.map(({ hash }) => hash),
    );
  });

  it("goes on without fetching anew after it was put off", async () => {
    const sites = odd[0]?.[2] ?? {};
    const first = await attempt(
      "http",
      { sites },
      () => new Instead({ kind: "unavailable", retryAt: 5, detail: "", elsewhere: false }),
    );
    const stored = new Map(first.report.snapshots.map((snapshot) => [snapshot.hash, snapshot]));
    const note = {
      tier: "http" as const,
      agent: "discoverer",
      attempt: 1,
      why: "",
      rejections: [],
    };
    const second = await attempt(
      "http",
      {
        sites,
        notes: [
          {
            ...note,
            looked: [...first.report.looked],
            findings: JSON.parse(JSON.stringify(first.report.findings)),
          },
        ],
      },
      choose(/Come aboard/),
      (hash) => stored.get(hash),
    );

    expect(second.result).toMatchObject({ ats: "lever" });
    expect(second.asked).not.toContain(home);
    expect(second.asks[0]?.user).toBe(first.asks[0]?.user);
  });

  it("never shows a model whose row it is, or when", async () => {
    const { asks } = await climb(
      { sites: odd[0]?.[2] ?? {} },
      { http: () => undefined, classifier: () => undefined },
    );

    expect(asks.length).toBeGreaterThan(0);
    for (const { system, user } of asks) expect(system + user).not.toMatch(/b-secret|2026/);
  });
});
