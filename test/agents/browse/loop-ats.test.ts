import { describe, expect, it } from "vitest";
import { recruitingSystems } from "../../../specs/ats/catalogue.ts";
import type { AttemptReport } from "../../../src/agents/agent.ts";
import { atsAgents } from "../../../src/agents/ats/ats-agents.ts";
import type { Handoff } from "../../../src/domain/handoff.ts";
import { atsRule } from "../../../src/evidence/rules/ats.ts";
import { verify } from "../../../src/evidence/verify.ts";
import type { Renderer } from "../../../src/web/web.ts";
import { fakeWeb, renderedPage, type Sites } from "../ats/harness.ts";
import {
  call,
  click,
  depsOf,
  type FakePage,
  fakeSessions,
  giveUp,
  home,
  memoryCheckpoints,
  open,
  scriptedModel,
} from "./loop-support.ts";

const agents = atsAgents(recruitingSystems);
const rule = atsRule(recruitingSystems);
const input = { company: "Acme", domain: "acme.example", careers_url: null };
const words = "Acme makes things that people like. ".repeat(20);
const html = (body: string) =>
  `<html><head><title>Acme</title></head><body>${body}<p>${words}</p></body></html>`;

const grow = "https://acme.example/grow";
const board = "https://boards.greenhouse.io/embed/job_board?for=acme";
const pages: Record<string, FakePage> = {
  [home]: {
    tree: `- button "Grow" [ref=e1]`,
    html: html("<button>Grow</button>"),
    clicks: { e1: grow },
  },
  [grow]: {
    tree: `- iframe [ref=e2]`,
    html: html(`<h1>Careers</h1><iframe src="${board}"></iframe>`),
  },
};
const vendors: Sites = {
  "https://lampstand.wd5.myworkdayjobs.com/External": `<html><head><link rel="canonical" href="https://lampstand.wd5.myworkdayjobs.com/External"><title>Careers</title><script>window.workday = window.workday || { tenant: "lampstand", siteId: "External", postingAvailable: true };</script></head><body><div id="root"></div></body></html>`,
  [home]: html("<button>Grow</button>"),
  "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme", content: "" }),
  "https://boards-api.greenhouse.io/v1/boards/other": JSON.stringify({
    name: "Other",
    content: "",
  }),
  "https://jobs.lever.co/acme": `<html><head><title>Acme</title><meta property="og:title" content="Acme jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
};

async function investigate(
  script: Parameters<typeof scriptedModel>[0],
  site = pages,
  checkpoints = memoryCheckpoints(),
): Promise<{ report: AttemptReport; answer: unknown; model: ReturnType<typeof scriptedModel> }> {
  const handoff: Handoff = {
    task: { workflow: "ats", batch: "b", record: "b-1", tier: "browser", attempt: 1 },
    context: { input, notes: [] },
    constraints: { timeoutMs: 60_000, maxPages: 20 },
    deadline: Date.now() + 60_000,
  };
  const renderer: Renderer = {
    render: async (url) =>
      url === home
        ? renderedPage(home, site[home]?.html ?? "")
        : { ok: false, kind: "timeout", url, detail: "not in this test" },
  };
  const model = scriptedModel(script);
  const sessions = fakeSessions(site);
  const deps = depsOf(model, sessions);
  const report = await agents.browser(handoff, {
    web: fakeWeb(vendors, undefined),
    renderer,
    recall: async () => undefined,
    model: {
      ...deps.model,
      access: { ...model, complete: () => Promise.reject(new Error("not asked here")) },
    },
    sessions,
    checkpoints,
    signal: deps.signal,
  });
  const { outcome, snapshots } = report;
  const byHash = new Map(snapshots.map((snapshot) => [snapshot.hash, snapshot]));
  const verdict =
    outcome.kind === "claimed"
      ? verify(outcome.claim, { input }, (hash) => byHash.get(hash), rule)
      : undefined;
  const answer =
    outcome.kind === "claimed" && outcome.claim.kind === "answer" && verdict?.confirmed === true
      ? outcome.claim.output
      : (verdict ?? outcome);
  return { report, answer, model };
}

const submission = (document: string, channel: string, quote: string, system: string) =>
  call("submit", {
    evidence: [{ document, channel, quote, shows: system }],
    system,
    tenant: "acme",
  });

describe("the investigator with a model", () => {
  it("answers as soon as the page that the model went to proves it, with evidence that verifies", async () => {
    const { report, answer } = await investigate([click("e1")]);

    expect(answer).toMatchObject({ ats: "greenhouse", tenant: "acme" });
    expect(report).toMatchObject({ origin: "model", stop: "proven" });
    expect(report.trails).toEqual([
      { url: home, deeds: [{ kind: "click", place: { line: `- button "Grow"`, nth: 0 } }] },
    ]);
  });

  it("asks no model where patterns settle it", async () => {
    const { answer, model } = await investigate([], {
      ...pages,
      [home]: { tree: "", html: html(`<h1>Careers</h1><iframe src="${board}"></iframe>`) },
    });

    expect(answer).toMatchObject({ ats: "greenhouse" });
    expect(model.paid()).toBe(0);
  });

  it("keeps its own reason when the model gives up", async () => {
    const { report } = await investigate([giveUp]);

    expect(report.outcome).toMatchObject({ kind: "unproven", reason: "no_candidate_found" });
    expect(report.stop).toBe("gave_up");
    expect(report.origin).toBeUndefined();
  });

  it("refuses quotes that do not stand, and ends at the second", async () => {
    const lie = submission("d1", "link", "https://jobs.lever.co/acme", "lever");
    const { report } = await investigate([lie, { ...lie, raw: 2 }]);

    expect(report).toMatchObject({ stop: "rejected_twice", fired: ["quote", "quote"] });
    expect(report.outcome).toMatchObject({ kind: "unproven" });
  });

  it("refuses systems that the catalogue does not know", async () => {
    const { report } = await investigate([
      submission("d1", "text", "Acme makes things", "acmehire"),
      giveUp,
    ]);

    expect(report.fired).toEqual(["catalogue"]);
  });

  it("refuses a quote that stands but shows nothing of the system", async () => {
    const { report, model } = await investigate([
      submission("d1", "text", "Acme makes things that people like.", "lever"),
      giveUp,
    ]);

    expect(report.fired).toEqual(["catalogue"]);
    expect(JSON.stringify(model.asks[1]?.messages)).toContain("no quote holds an address of lever");
  });

  it.each(["-", home])(
    "takes no board for the company's because the model opened it (asked by %s)",
    async (from) => {
      const made = "https://jobs.lever.co/acme";
      const site = {
        ...pages,
        [made]: {
          tree: "- list",
          html: html("jobs"),
          requests: [`GET document 200 ${made} ${from}`],
        },
      };
      const quoted = submission("d4", "network", made, "lever");
      const { report } = await investigate([open(made), quoted, giveUp], site);

      expect(report.outcome.kind).toBe("unproven");
      expect(report.stop).toBe("gave_up");
    },
  );

  it("takes what an own page sent its visitor to", async () => {
    const made = "https://jobs.lever.co/acme";
    const site = {
      ...pages,
      [home]: { ...pages[home], tree: `- button "Grow" [ref=e1]`, clicks: { e1: made } },
      [made]: { tree: "- list", html: html("jobs") },
    };
    const { answer } = await investigate([click("e1")], site);

    expect(answer).toMatchObject({ ats: "lever", tenant: "acme" });
  });

  it("gives no more weight to a neighbour's board because the model clicked it", async () => {
    const careers = "https://acme.example/careers";
    const neighbours = "https://lampstand.wd5.myworkdayjobs.com/External";
    const site = {
      ...pages,
      [home]: { ...pages[home], tree: `- link "Careers" [ref=e1]`, clicks: { e1: careers } },
      [careers]: {
        tree: `- button "More" [ref=e2]`,
        html: html(`<h1>Careers</h1>`),
        clicks: { e2: neighbours },
      },
      [neighbours]: { tree: "- list", html: html("jobs of others") },
    };

    const { report } = await investigate([click("e1"), click("e2"), giveUp], site);

    expect(report.outcome.kind).toBe("unproven");
    expect(JSON.stringify(report.findings)).toContain("workday/lampstand: alive");
  });

  it("waits for models that rest, and goes on without rendering again", async () => {
    const checkpoints = memoryCheckpoints();
    const rest = { kind: "unavailable", retryAt: 9, detail: "rest", elsewhere: false } as const;
    const { report } = await investigate([rest], pages, checkpoints);
    const again = await investigate([click("e1")], pages, checkpoints);

    expect(report.outcome).toMatchObject({ kind: "postponed", by: "models", retryAt: 9 });
    expect(again.answer).toMatchObject({ ats: "greenhouse", tenant: "acme" });
  });

  it.each([
    ["batch_ceiling", "batch_ceiling", "batch_budget"],
    ["record_budget", "record_budget", "record_budget"],
    ["agent_tokens", "record_budget", "tokens"],
  ] as const)("says %s as reason %s when money stops it", async (limit, reason, stop) => {
    const { report } = await investigate([{ kind: "limit", limit, detail: "" }]);

    expect(report.outcome).toMatchObject({ kind: "unproven", reason });
    expect(report.stop).toBe(stop);
  });

  it("leaves what the harness noted for the reader of the row", async () => {
    const { report } = await investigate([open("http://10.0.0.1/"), giveUp]);

    expect(report.findings).toMatchObject({
      browsed: { refused: [{ what: `open {"url":"http://10.0.0.1/"}`, why: "literal_address" }] },
    });
    expect(report.why).toContain("A model took 2 steps");
  });
});
