import { describe, expect, it } from "vitest";
import { technologies } from "../../../specs/tech-stack/technologies.ts";
import { reader } from "../../../specs/tech-stack/workflow.ts";
import { createCatalogue } from "../../../src/agents/tech-stack/catalogue.ts";
import { createReader } from "../../../src/agents/tech-stack/reader.ts";
import type { Handoff } from "../../../src/domain/handoff.ts";
import { techStackRule } from "../../../src/evidence/rules/tech-stack.ts";
import { verify } from "../../../src/evidence/verify.ts";
import { fakeWeb, type Sites } from "../ats/harness.ts";
import { fakeModel, Instead, type Mind, page } from "./world.ts";

const read = createReader(createCatalogue(technologies), reader);
const rule = techStackRule(technologies);
const input = { domain: "acme.example", company: "Acme" };
const limits = reader.constraints.model;

async function attempt(sites: Sites, mind?: Mind) {
  if (limits === undefined) throw new Error("the reader has no model");
  const web = fakeWeb(sites, {});
  const fake = fakeModel(mind ?? (() => undefined), limits);
  const handoff: Handoff = {
    task: { workflow: "tech-stack", batch: "b", record: "b-1", tier: "classifier", attempt: 1 },
    context: { input, notes: [] },
    constraints: { timeoutMs: 60_000, maxPages: reader.constraints.maxPages },
    deadline: Date.now() + 60_000,
  };
  const report = await read(handoff, {
    web,
    renderer: undefined,
    recall: async () => undefined,
    signal: new AbortController().signal,
    ...(mind && { model: fake.model }),
  });
  const { outcome } = report;
  const known = new Map(report.snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  const verdict =
    outcome.kind === "claimed"
      ? verify(outcome.claim, { input }, (hash) => known.get(hash), rule)
      : undefined;
  return { report, verdict, asks: fake.asks, asked: web.asked };
}

const empty = { evidence: [], links: [], scripts: [] };
const home = "https://acme.example/";
const stripe = `<script src="https://js.stripe.com/v3/"></script>`;

describe("the reader of a site's technologies, with a model", () => {
  it("finds the page that uses what no usual page does", async () => {
    const sites = {
      [home]: page(`<nav><a href="/harbour">Settle up</a><a href="/fleet">The fleet</a></nav>`),
      "https://acme.example/harbour": page(stripe),
      "https://acme.example/fleet": page("Ships"),
    };
    const without = await attempt(sites);
    const advised = await attempt(sites, ({ numbered }) => ({
      ...empty,
      links: numbered(/Settle/),
    }));

    expect(without.verdict).toBeUndefined();
    expect(advised.verdict).toEqual({ confirmed: true });
    expect(advised.report).toMatchObject({ origin: "model", stop: "submitted" });
  });

  it("reads a script of the site's own that it would have left out", async () => {
    const files = [1, 2, 3, 4, 5, 6].map((n) => `/assets/a${n}.js`);
    const sites: Sites = {
      [home]: page(files.map((src) => `<script src="${src}"></script>`).join("")),
      ...Object.fromEntries(
        files.map((src) => [
          `https://acme.example${src}`,
          { type: "text/javascript", body: "var a = 1;" },
        ]),
      ),
    };
    const { asked, report } = await attempt(sites, ({ numbered }) => ({
      ...empty,
      scripts: numbered(/a6\.js/),
    }));

    expect(asked).toContain("https://acme.example/assets/a6.js");
    expect(report.stop).toBe("no_progress");
  });

  it("takes nothing on a model's word, and counts what it refuses", async () => {
    const sites = {
      [home]: page(`<p>We love Stripe at https://stripe.com/ very much.</p><!-- ${stripe} -->`),
    };
    const quotes = [
      { document: "d1", channel: "script", quote: "https://js.stripe.com/v3/", shows: "stripe" },
      { document: "d1", channel: "text", quote: "We love Stripe at", shows: "stripe" },
      { document: "d7", channel: "text", quote: "We love Stripe at", shows: "stripe" },
    ];
    const { report } = await attempt(sites, () => ({
      evidence: quotes,
      links: [99],
      scripts: [0],
    }));

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "not_disclosed" });
    expect(report.fired?.toSorted()).toEqual(["catalogue", "quote", "quote", "quote", "quote"]);
  });

  it("asks nobody when the pages prove something", async () => {
    const { asks, verdict } = await attempt({ [home]: page(stripe) }, () => empty);

    expect(asks).toEqual([]);
    expect(verdict).toEqual({ confirmed: true });
  });

  it("reads all that it would have read without a model when none can answer", async () => {
    const sites = { [home]: page(`<a href="/pricing">Pricing</a>`) };
    const without = await attempt(sites);
    const put = await attempt(sites, () => new Instead({ kind: "refusal", detail: "" }));

    expect(new Set(put.asked)).toEqual(new Set(without.asked));
    expect(put.report.stop).toBe("refused");
  });
});
