import { describe, expect, test } from "vitest";
import type { Agent, AgentTools, AttemptReport, Outcome } from "../../src/agents/agent.ts";
import {
  factsFrom,
  learnFrom,
  type AttemptSeen,
  withMemory,
} from "../../src/agents/memory-facts.ts";
import type { Handoff, Look } from "../../src/domain/handoff.ts";
import type { Tier } from "../../src/domain/tier.ts";
import { createMemory, type Memory } from "../../src/memory/host-memory.ts";
import { answer, cite, page } from "../evidence/support.ts";
import { test as redisTest } from "../support/redis.ts";

const blocked: Outcome = { kind: "unproven", reason: "blocked", to: "browser" };
const undisclosed: Outcome = { kind: "unproven", reason: "not_disclosed", to: null };
const careersUrl = "https://acme.com/careers";
const board = "https://boards.greenhouse.io/acme";

const look = (url: string, status: Look["answer"]): Look => ({
  url,
  answer: status,
  snapshot: null,
});

function reportOf(report: Partial<AttemptReport>): AttemptReport {
  return { outcome: undisclosed, why: "", looked: [], findings: {}, snapshots: [], ...report };
}

function lessons(report: Partial<AttemptReport>, more: Partial<AttemptSeen> = {}) {
  const observed: AttemptSeen = {
    tier: "http",
    domain: "acme.com",
    report: reportOf(report),
    verdict: undefined,
    ...more,
  };
  return Object.fromEntries(factsFrom(observed).map(({ host, facts }) => [host, facts]));
}

/** A confirmed answer that stands on the careers page, fetched or rendered. */
function answeredFrom(source: "http" | "browser", url = careersUrl): Partial<AttemptReport> {
  const careers = page(url, `<a href="${board}">Jobs</a>`, { source });
  const claim = answer({ ats: "greenhouse", careers_url: url }, [cite(careers, board)]);
  return { outcome: { kind: "claimed", claim }, snapshots: [careers] };
}
const confirmed = { verdict: { confirmed: true } } as const;

describe("what an attempt teaches", () => {
  test("a wall that every plain fetch of the own host met", () => {
    const looked = [look("https://acme.com/", 403), look("https://www.acme.com/", 403)];

    expect(lessons({ looked })).toEqual({ "acme.com": { blocksBots: true } });
    expect(lessons({ looked }, { tier: "browser" })).toEqual({});
  });

  test("a wall that looks like a page, when our own code judged so", () => {
    const looked = [look("https://acme.com/", 200)];

    expect(lessons({ looked, outcome: blocked })).toEqual({ "acme.com": { blocksBots: true } });
    expect(lessons({ looked })).toEqual({ "acme.com": { blocksBots: false } });
  });

  test("nothing of what a model said: neither its reason nor its careers page", () => {
    const looked = [look("https://acme.com/", 200)];
    const said = { looked, outcome: blocked, stop: "gave_up" } as const;
    const claimed = { ...answeredFrom("http"), origin: "model" } as const;

    expect(lessons(said)).toEqual({ "acme.com": { blocksBots: false } });
    expect(lessons(claimed, confirmed)).toEqual({ "acme.com": { needsBrowser: false } });
  });

  test("nothing where no answer came, or robots.txt forbade the look", () => {
    const looked = [
      look("https://acme.com/", "timeout"),
      look("https://acme.com/a", "robots_denied"),
    ];

    expect(lessons({ looked, outcome: blocked })).toEqual({});
    expect(lessons({ looked }, { domain: undefined })).toEqual({});
  });

  test("how hosts answer that many companies share, but no stranger's host", () => {
    const looked = [
      look("https://jobs.lever.co/acme", 403),
      look("https://api.lever.co/v0/postings/acme", 200),
      look("https://partner.example/", 403),
    ];

    expect(lessons({ looked })).toEqual({
      "jobs.lever.co": { blocksBots: true },
      "api.lever.co": { blocksBots: false },
    });
  });

  test("that a browser was needed, or was not, once the answer is confirmed", () => {
    const rendered = lessons(answeredFrom("browser"), { ...confirmed, tier: "browser" });
    const fetched = lessons(answeredFrom("http"), { ...confirmed, tier: "browser" });

    expect(rendered).toEqual({ "acme.com": { needsBrowser: true, careersUrl } });
    expect(fetched).toEqual({ "acme.com": { careersUrl } });
    expect(lessons(answeredFrom("browser"), { tier: "browser" })).toEqual({});
  });

  test("the careers page only where evidence stands on it, on the record's own site", () => {
    const elsewhere = answeredFrom("http", "https://careers.example/acme");
    const own = answeredFrom("http");
    const untold = { ...own, outcome: { ...own.outcome } } as Partial<AttemptReport>;
    if (untold.outcome?.kind === "claimed" && untold.outcome.claim.kind === "answer")
      untold.outcome.claim.output["careers_url"] = "https://acme.com/never-seen";

    expect(lessons(elsewhere, confirmed)).toEqual({ "acme.com": { needsBrowser: false } });
    expect(lessons(untold, confirmed)).toEqual({ "acme.com": { needsBrowser: false } });
  });
});

test("what an agent noted itself is taught too, a careers page for the own host only", () => {
  const learnt = [
    { host: "acme.com", facts: { careersUrl } },
    { host: "jobs.lever.co", facts: { needsBrowser: true, careersUrl } },
  ];

  expect(lessons({ learnt })).toEqual({
    "acme.com": { careersUrl },
    "jobs.lever.co": { needsBrowser: true },
  });
});

const tools = { signal: new AbortController().signal } as unknown as AgentTools;

function handoffOf(record: string, tier: Tier = "http", input: object = { domain: "acme.com" }) {
  const task = { workflow: "ats", batch: "b", record, tier, attempt: 1 };
  return { task, context: { input, notes: [] } } as unknown as Handoff;
}

/** Says whether a record was worked on, or sent straight to the browser. */
async function wayOf(memory: Memory, handoff: Handoff, maxTier?: Tier): Promise<string> {
  const agent: Agent = async (_, { memory: scope }) => {
    expect(scope).toBeDefined();
    return reportOf({ why: "worked" });
  };
  const report = await withMemory(agent, "ats", memory, maxTier)(handoff, tools);
  if (report.why !== "worked") expect(report.outcome).toEqual(blocked);
  return report.why === "worked" ? "worked" : "short cut";
}

describe("an agent with memory", () => {
  redisTest("works as ever on a host that is not known well enough", async ({ redis }) => {
    const memory = createMemory({ redis, days: 30, hosts: 100 });
    for (const record of ["a-0", "a-1"])
      await learnFrom(memory, { workflow: "ats", record }, [
        { host: "acme.com", facts: { blocksBots: true } },
      ]);

    expect(await wayOf(memory, handoffOf("b-1"))).toBe("worked");
  });

  redisTest("goes straight to the browser when records agree on a wall", async ({ redis }) => {
    const memory = createMemory({ redis, days: 30, hosts: 100 });
    for (const record of ["a-0", "a-1", "a-2"])
      await memory.learn("ats", "acme.com", { blocksBots: true }, record);
    const records = Array.from({ length: 400 }, (_, i) => `b-${i}`);

    const ways = await Promise.all(records.map((record) => wayOf(memory, handoffOf(record))));
    const again = await Promise.all(records.map((record) => wayOf(memory, handoffOf(record))));

    // About one in ten checks whether the wall still stands, and always the same ones.
    const checks = ways.filter((way) => way === "worked").length;
    expect(checks).toBeGreaterThan(20);
    expect(checks).toBeLessThan(65);
    expect(again).toEqual(ways);
  });

  redisTest("unlearns with the first record that gets through", async ({ redis }) => {
    const memory = createMemory({ redis, days: 30, hosts: 100 });
    for (const record of ["a-0", "a-1", "a-2"])
      await memory.learn("ats", "acme.com", { blocksBots: true }, record);
    const short = "b-1";
    expect(await wayOf(memory, handoffOf(short))).toBe("short cut");

    const open = reportOf({ looked: [look("https://acme.com/", 200)] });
    const taught = factsFrom({
      tier: "http",
      domain: "acme.com",
      report: open,
      verdict: undefined,
    });
    await learnFrom(memory, { workflow: "ats", record: "b-9" }, taught);

    expect(await wayOf(memory, handoffOf(short))).toBe("worked");
  });

  redisTest(
    "stays on its tier where no browser may follow, or it is not the first",
    async ({ redis }) => {
      const memory = createMemory({ redis, days: 30, hosts: 100 });
      for (const record of ["a-0", "a-1", "a-2"])
        await memory.learn("ats", "acme.com", { blocksBots: true }, record);

      expect(await wayOf(memory, handoffOf("b-1"), "classifier")).toBe("worked");
      expect(await wayOf(memory, handoffOf("b-1", "classifier"))).toBe("worked");
      expect(await wayOf(memory, handoffOf("b-1", "http", {}))).toBe("worked");
    },
  );

  redisTest("teaches nothing by the short cut itself", async () => {
    const report = reportOf({ outcome: blocked, looked: [] });

    expect(lessons(report)).toEqual({});
  });
});
