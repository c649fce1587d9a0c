import type { WorkflowRule } from "../evidence/verify.ts";
import type { Tier } from "../domain/tier.ts";
import type { AgentSpec, OrchestratorSpec } from "../specs/kit.ts";
import type { RenderPlan } from "../web/web.ts";
import type { Agent } from "./agent.ts";

/** A workflow ready to run: its contract, who works on each tier, and who checks them. */
export interface Workflow {
  readonly spec: OrchestratorSpec;
  readonly agents: Readonly<Record<Tier, { readonly spec: AgentSpec; readonly run: Agent }>>;
  readonly rule: WorkflowRule;
  /** What the verifier clicks when it renders a page anew; absent: nothing. */
  readonly refetchPlan?: RenderPlan;
  /** Content hash of each spec by agent name, the orchestrator's under the workflow's name. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The names of the specs that are not what a batch began under; none when it may go on. */
export function changedSpecs(
  { hashes }: Pick<Workflow, "hashes">,
  { specs }: { readonly specs: Readonly<Record<string, string>> },
): string[] {
  return Object.keys(hashes).filter((agent) => hashes[agent] !== specs[agent]);
}
