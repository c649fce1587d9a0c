import { z } from "zod";
import type { Agent } from "../../src/agents/agent.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import { type AgentSpec, defineAgent, defineOrchestrator } from "../../src/specs/kit.ts";

const limits = { timeoutMs: 10_000, attempts: 1, cooldownMs: 0, maxPages: 1 };
const redlines = [{ never: "never answers without proof", check: "settle" }] as const;

function agentOf(tier: Tier): AgentSpec {
  return defineAgent({
    name: `nothing-${tier}`,
    tier,
    role: "Does nothing, so that the engine alone is measured.",
    inputs: z.strictObject({ name: z.string() }),
    outputs: z.strictObject({ answer: z.string() }),
    constraints: limits,
    redlines,
    handoff: { answered: "verify", unproven: "close" },
  });
}

/** A workflow whose agent closes every row at once: what remains is the engine. */
export function nullWorkflow(): Workflow {
  const agents = tiers.map(agentOf);
  const run: Agent = async () => ({
    outcome: { kind: "unproven", reason: "out_of_scope", to: null },
    why: "nothing to do",
    looked: [],
    findings: null,
    snapshots: [],
  });
  return {
    spec: defineOrchestrator({
      workflow: "nothing",
      title: "Nothing",
      role: "Does nothing, so that the engine alone is measured.",
      inputs: z.strictObject({ name: z.string() }),
      columns: { name: ["name"] },
      outputs: z.strictObject({ answer: z.string() }),
      constraints: { startsAt: "http", attempts: 3, deadlineMs: 60_000, maxUsdPerRecord: 0 },
      redlines,
      handoff: { agents, shortcuts: {} },
    }),
    agents: Object.fromEntries(
      agents.map((spec) => [spec.tier, { spec, run }]),
    ) as Workflow["agents"],
    rule: { answer: () => [], ending: () => [] },
    hashes: { nothing: "nothing" },
  };
}
