import { z } from "zod";
import type { Agent, AttemptReport } from "../../src/agents/agent.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import { sealSnapshot } from "../../src/domain/snapshot.ts";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import { defineAgent, defineOrchestrator } from "../../src/specs/kit.ts";

const redlines = [{ never: "never answers without proof", check: "settle" }] as const;
const inputs = z.strictObject({ domain: z.string().min(1) });
const outputs = z.strictObject({ colour: z.string(), shade: z.string().nullable() });

/**
 * Which colour does a company call its own? The domain tells the agent what to do: `closed…` is
 * given up, `browser…` answered by the browser only, `wrong…` claimed with proof that isn't
 * there, all others are answered at once.
 */
export function colourWorkflow(): Workflow {
  const agents = tiers.map((tier, i) =>
    defineAgent({
      name: `painter-${tier}`,
      tier,
      role: "Finds the colour.",
      inputs,
      outputs,
      constraints: { timeoutMs: 10_000, attempts: 1, cooldownMs: 0, maxPages: 1 },
      redlines,
      handoff: { answered: "verify", unproven: tiers[i + 1] ?? "close" },
    }),
  );
  return {
    spec: defineOrchestrator({
      workflow: "colour",
      title: "Colour",
      role: "Finds the colour.",
      inputs,
      columns: { domain: ["domain", "website"] },
      outputs,
      constraints: { startsAt: "http", attempts: 3, deadlineMs: 60_000, maxUsdPerRecord: 0 },
      redlines,
      handoff: { agents, shortcuts: {} },
    }),
    agents: Object.fromEntries(
      agents.map((spec) => [spec.tier, { spec, run: painter }]),
    ) as unknown as Record<Tier, Workflow["agents"][Tier]>,
    rule: { answer: () => [], ending: () => [] },
    hashes: { colour: "hash-of-colour" },
  };
}

const painter: Agent = async (handoff) => {
  const domain = z.string().parse(handoff.context.input["domain"]);
  const { tier } = handoff.task;
  if (domain.startsWith("closed")) return unproven("no_candidate_found");
  if (domain.startsWith("browser") && tier !== "browser") return unproven("not_disclosed");
  return answer(domain, domain.startsWith("wrong") ? "green" : "red");
};

const fetchedAt = "2026-11-01T12:00:00.000Z";
const page = "<html><body><p>We are Acme & friends.</p><p>Our colour is red-ish</p></body></html>";

function answer(domain: string, colour: string): AttemptReport {
  const url = `https://${domain}/about`;
  const snapshot = sealSnapshot(
    {
      source: "http",
      requestedUrl: url,
      url,
      status: 200,
      headers: [["content-type", "text/html"]],
      redirects: [],
      charset: "utf-8",
      fetchedAt,
    },
    Buffer.from(page),
  );
  const match = `Our colour is ${colour}-ish`;
  return {
    outcome: {
      kind: "claimed",
      claim: {
        kind: "answer",
        output: { colour, shade: null },
        evidence: [
          {
            fact: "leads",
            supports: "colour",
            url,
            kind: "text",
            match,
            locator: { part: "body", start: Math.max(page.indexOf(match), 0) },
            snapshot: snapshot.hash,
            at: fetchedAt,
            signature: null,
          },
        ],
      },
    },
    why: "the page says so",
    looked: [{ url, answer: 200, snapshot: snapshot.hash }],
    findings: null,
    snapshots: [snapshot],
  };
}

function unproven(reason: "no_candidate_found" | "not_disclosed"): AttemptReport {
  return {
    outcome: { kind: "unproven", reason, to: null },
    why: "nothing there",
    looked: [],
    findings: { candidates: ["red"] },
    snapshots: [],
  };
}
