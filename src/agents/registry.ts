import { recruitingSystems } from "../../specs/ats/catalogue.ts";
import { ats } from "../../specs/ats/orchestrator.ts";
import { technologies } from "../../specs/tech-stack/technologies.ts";
import { techStackOrchestrator } from "../../specs/tech-stack/workflow.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import { atsRule } from "../evidence/rules/ats.ts";
import { techStackRule } from "../evidence/rules/tech-stack.ts";
import type { WorkflowRule } from "../evidence/workflow-rule.ts";
import { requireSpecs } from "../specs/check.ts";
import { hashSpecs } from "../specs/hash.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import type { Agent } from "./agent.ts";
import { atsAgents } from "./ats/ats-agents.ts";
import { techStackAgents } from "./tech-stack/tech-stack-agents.ts";
import { clickWords } from "./page/careers-words.ts";
import type { Workflow } from "./workflow.ts";

/** Every workflow there is, checked; throws `SpecError` with the place and the cure. One line each. */
export function loadWorkflows(): ReadonlyMap<string, Workflow> {
  const all = [
    {
      ...workflow(ats, recruitingSystems, atsAgents(recruitingSystems), atsRule(recruitingSystems)),
      // Boards that open on a click have to be opened again.
      refetchPlan: { click: clickWords, maxClicks: 3 },
    },
    workflow(
      techStackOrchestrator,
      technologies,
      techStackAgents(technologies),
      techStackRule(technologies),
    ),
  ];
  requireSpecs(all.map(({ spec }) => spec));
  return new Map(all.map((one) => [one.spec.workflow, one]));
}

/** Joins a contract with who fulfils it. The hashes cover the contract and its signatures. */
function workflow(
  spec: OrchestratorSpec,
  signatures: unknown,
  run: Record<Tier, Agent>,
  rule: WorkflowRule,
): Workflow {
  const agents = Object.fromEntries(
    tiers.map((tier) => {
      const agent = spec.handoff.agents.find((one) => one.tier === tier);
      if (!agent) throw new Error(`${spec.workflow} has no agent for the ${tier} tier`);
      return [tier, { spec: agent, run: run[tier] }];
    }),
  ) as Workflow["agents"];
  return { spec, agents, rule, hashes: hashSpecs(spec, { signatures }) };
}
