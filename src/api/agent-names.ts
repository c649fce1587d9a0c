import type { Workflow } from "../agents/workflow.ts";
import { tiers } from "../domain/tier.ts";
import type { AgentNames } from "./record-view.ts";

/** Who works on each tier of a workflow; nobody is known of one that is no longer loaded. */
export function agentNames(workflow: Workflow | undefined): AgentNames {
  if (!workflow) return {};
  return Object.fromEntries(tiers.map((tier) => [tier, workflow.agents[tier].spec.name]));
}
