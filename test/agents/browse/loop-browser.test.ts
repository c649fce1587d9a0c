import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recruitingSystems } from "../../../specs/ats/catalogue.ts";
import type { AttemptReport } from "../../../src/agents/agent.ts";
import { atsAgents } from "../../../src/agents/ats/ats-agents.ts";
import type { Handoff } from "../../../src/domain/handoff.ts";
import { createReplay } from "../../../src/agents/browse/replay.ts";
import { atsRule } from "../../../src/evidence/rules/ats.ts";
import { verify } from "../../../src/evidence/verify.ts";
import type { ConversationAsk } from "../../../src/models/access.ts";
import type { Turn } from "../../../src/models/provider.ts";
import { parseAllowedRanges } from "../../../src/web/address-policy.ts";
import { fakeWeb, snapshotOf } from "../ats/harness.ts";
import {
  type Answer,
  config,
  type Site,
  startRenderer,
  startSite,
  type TestRenderer,
} from "../../web/browser/lab.ts";
import { call, depsOf, giveUp, memoryCheckpoints, scriptedModel, textOf } from "./loop-support.ts";

let site: Site;
let renderer: TestRenderer;
beforeAll(async () => {
  site = await startSite("127.0.0.2");
  renderer = await startRenderer();
});
afterAll(async () => {
  await renderer?.close();
  await site?.close();
});

const agents = atsAgents(recruitingSystems);
const rule = atsRule(recruitingSystems);
const input = { company: "Acme", domain: "acme.test", careers_url: null };
const words = "Acme makes lamps and shades that people like. ".repeat(20);
const html = (body: string, script = "") =>
  `<!doctype html><html lang="en"><head><title>Acme</title></head><body>${body}<p>${words}</p><script>${script}</script></body></html>`;
const vendors = {
  "https://boards-api.greenhouse.io/v1/boards/acme": JSON.stringify({ name: "Acme", content: "" }),
  "https://jobs.lever.co/acme": `<html><head><title>Acme</title><meta property="og:title" content="Acme jobs"></head><body class="list"><a class="posting" href="/x">Engineer</a></body></html>`,
};

/** What a visitor does next: the name of something to click, text to type into the search field, a path to open. */
type Deed =
  | { readonly click: string }
  | { readonly search: string }
  | "signals"
  | { readonly open: string };

/** A mind that does one deed after the other by what the page shows, and then gives up. */
function visitor(deeds: readonly Deed[]) {
  return (ask: ConversationAsk, count: number): Turn => {
    const deed = deeds[count];
    const said = textOf(ask.messages);
    const refOf = (pattern: RegExp) => [...said.matchAll(pattern)].at(-1)?.[1] ?? "e9999";
    if (deed === undefined) return giveUp;
    if (deed === "signals") return call("page_signals", {});
    if ("open" in deed) return call("open", { url: deed.open });
    if ("search" in deed)
      return call("type", {
        ref: refOf(/(?:searchbox|textbox)[^\n]*\[ref=(\w+)\]/g),
        text: deed.search,
        submit: true,
      });
    return call("click", { ref: refOf(new RegExp(`"${deed.click}"[^\\n]*\\[ref=(\\w+)\\]`, "g")) });
  };
}

async function investigate(
  answers: Record<string, Answer>,
  deeds: readonly Deed[],
  checkpoints = memoryCheckpoints(),
): Promise<{ report: AttemptReport; answer: unknown; model: ReturnType<typeof scriptedModel> }> {
  site.serve(answers);
  const home = `http://acme.test:${site.port}/`;
  const seen = snapshotOf(home, answers["/"] as string);
  const handoff: Handoff = {
    task: { workflow: "ats", batch: "b", record: "b-1", tier: "browser", attempt: 1 },
    context: {
      input,
      notes: [
        {
          tier: "classifier",
          agent: "classifier",
          attempt: 1,
          why: "",
          looked: [],
          rejections: [],
          findings: {
            pages: [{ snapshot: seen.hash, url: home, kind: "home", via: null }],
            leads: [],
            walled: [],
            shells: [],
            failures: [],
            candidates: [],
            frontEnd: null,
          },
        },
      ],
    },
    constraints: { timeoutMs: 60_000, maxPages: 20 },
    deadline: Date.now() + 60_000,
  };
  const model = scriptedModel(visitor(deeds));
  const deps = depsOf(model, renderer.sessions);
  const report = await agents.browser(handoff, {
    web: fakeWeb(vendors, undefined),
    renderer,
    recall: async (hash) => (hash === seen.hash ? seen : undefined),
    checkpoints,
    browsing: { asks: new Set(), allowed: parseAllowedRanges(config.ASSAY_ALLOW_ADDRESSES) },
    signal: deps.signal,
    sessions: renderer.sessions,
    model: {
      ...deps.model,
      access: { ...model, complete: () => Promise.reject(new Error("not asked here")) },
    },
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

/** What of the company's own evidence a replay of the model's ways does not show again. */
async function shownAnew({ outcome, trails = [] }: AttemptReport): Promise<readonly string[]> {
  if (outcome.kind !== "claimed") return ["nothing was claimed"];
  const replay = createReplay(trails, {
    sessions: renderer.sessions,
    allowed: parseAllowedRanges(config.ASSAY_ALLOW_ADDRESSES),
    signal: AbortSignal.timeout(30_000),
  });
  const seen = await replay();
  const missing = outcome.claim.evidence.filter(
    ({ url, match }) =>
      url.startsWith("http://acme.test") && !seen.some(({ text }) => text.includes(match)),
  );
  return missing.map(({ match }) => match);
}

const greenhouseFrame = `<iframe src="https://boards.greenhouse.io/embed/job_board?for=acme"></iframe>`;
const sites: readonly {
  readonly name: string;
  readonly answers: Record<string, Answer>;
  readonly deeds: readonly Deed[];
  readonly ats: string;
}[] = [
  {
    name: "behind a country picker",
    answers: {
      "/": html(
        `<h1>Where are you?</h1><button data-to="/at">Austria</button> <button data-to="/fr">France</button>`,
        `for (const b of document.querySelectorAll("button")) b.onclick = () => { location.href = b.dataset.to + "/moon"; }`,
      ),
      "/fr/moon": html(`<h1>Bonjour</h1>`),
      "/at/moon": html(`<h1>Become one of us</h1>${greenhouseFrame}`),
    },
    deeds: [{ click: "Austria" }],
    ats: "greenhouse",
  },
  {
    name: "behind a button with an odd name",
    answers: {
      "/": html(
        `<div role="button" tabindex="0" id="b">Be a moonbeam</div>`,
        `document.getElementById("b").onclick = () => { location.href = "/beam"; }`,
      ),
      "/beam": html(
        `<h1>Moonbeams</h1><button id="n">On we go</button>`,
        `n.onclick = () => { location.href = "/beam/two" }`,
      ),
      "/beam/two": html(
        `<h1>Two</h1><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script><div id="grnhse_app"></div>`,
      ),
    },
    deeds: [{ click: "Be a moonbeam" }, { click: "On we go" }],
    ats: "greenhouse",
  },
  {
    name: "behind a search that loads the frame",
    answers: {
      "/": html(`<button id="n">Crew</button>`, `n.onclick = () => { location.href = "/crew" }`),
      "/crew": html(
        `<h1>Crew</h1><form role="search"><input type="search" name="q" aria-label="Search"></form><div id="list"></div>`,
        `document.forms[0].onsubmit = (e) => { e.preventDefault(); const f = document.createElement("iframe"); f.src = ["https:", "", "boards.greenhouse.io", "embed", "job_board?for=" + "acme"].join("/"); list.append(f); }`,
      ),
    },
    deeds: [{ click: "Crew" }, { search: "engineer" }],
    ats: "greenhouse",
  },
  {
    name: "behind a menu of two steps that builds its page by script",
    answers: {
      "/": html(
        `<button id="m">More</button><nav id="n" hidden><button id="p">Inside Acme</button></nav><main id="main"></main>`,
        `m.onclick = () => { n.hidden = false; }; p.onclick = () => { history.pushState({}, "", "/inside"); main.innerHTML = '<h2>Inside</h2>' + atob("${btoa(greenhouseFrame)}"); }`,
      ),
    },
    deeds: [{ click: "More" }, { click: "Inside Acme" }],
    ats: "greenhouse",
  },
  {
    name: "where a button sends its visitor straight to the vendor",
    answers: {
      "/": html(
        `<button id="p">Come aboard</button>`,
        `p.onclick = () => { location.href = ["https:", "", "jobs.lever.co", "acme"].join("/"); }`,
      ),
    },
    deeds: [{ click: "Come aboard" }],
    ats: "lever",
  },
];

describe("on real pages, the investigator", () => {
  it.each(sites)("only with a model finds the system $name", { timeout: 90_000 }, async (each) => {
    const { answer, report, model } = await investigate(each.answers, each.deeds);

    expect(answer).toMatchObject({ ats: each.ats, tenant: "acme" });
    expect(report).toMatchObject({ origin: "model", stop: "proven" });
    expect(model.paid()).toBe(each.deeds.length);
    expect(await shownAnew(report)).toEqual([]);
  });

  it(
    "counts nothing for the company's that the model itself opened",
    { timeout: 90_000 },
    async () => {
      const answers = { "/": html("<h1>Acme</h1>") };
      const deeds = [
        { open: "https://jobs.lever.co/acme" },
        "signals",
        { open: "https://jobs.lever.co/acme/1" },
      ] as const;

      const { report } = await investigate(answers, deeds);

      expect(report.outcome).toMatchObject({ kind: "unproven" });
    },
  );

  it("goes on at its step in another worker's browser", { timeout: 90_000 }, async () => {
    const each = sites[1];
    if (each === undefined) throw new Error("no such site");
    const checkpoints = memoryCheckpoints();
    checkpoints.dieAfter = 3;
    await expect(investigate(each.answers, each.deeds, checkpoints)).rejects.toThrow();
    checkpoints.dieAfter = Number.POSITIVE_INFINITY;

    const { answer, model } = await investigate(each.answers, each.deeds.slice(1), checkpoints);

    expect(answer).toMatchObject({ ats: "greenhouse", tenant: "acme" });
    expect(model.paid()).toBe(1);
  });
});
