import type { NanoDollars } from "../domain/money.ts";
import type { Tier } from "../domain/tier.ts";
import { type AgentFigures, type FigureSums, figuresOf } from "../records/agent-figures.ts";
import type { Batch } from "../records/batch.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import { type Interval, wilson } from "./statistics.ts";

/** How an agent did under one version of its spec, so that versions can be held side by side. */
export interface AgentPerformance extends AgentFigures {
  readonly workflow: string;
  /** `null` when the workflow is not loaded or has no such agent any more. */
  readonly tier: Tier | null;
  /** Whether new batches run under this version. */
  readonly isCurrent: boolean;
  /** Answered attempts of those that came to an end of their own; `null` when there is none. */
  readonly answeredShare: Interval | null;
  readonly nanoPerRecord: NanoDollars | null;
  readonly nanoPerAnswer: NanoDollars | null;
}

/** What is known of the loaded contracts. */
export type Contracts = ReadonlyMap<
  string,
  { readonly spec: OrchestratorSpec; readonly hashes: Readonly<Record<string, string>> }
>;

/** A batch, wherever it lies, and what it adds to its agents' figures. */
export interface Worked {
  readonly batch: Pick<Batch, "workflow">;
  figureSums(): Promise<FigureSums>;
}

/** Every agent's record over these batches, by workflow and spec; the version in force first. */
export async function performanceOver(
  batches: readonly Worked[],
  contracts: Contracts,
  workflow: string | undefined,
): Promise<AgentPerformance[]> {
  const byWorkflow = new Map<string, FigureSums[]>();
  for (const { batch, figureSums } of batches) {
    if (workflow !== undefined && batch.workflow !== workflow) continue;
    const sums = await figureSums();
    byWorkflow.set(batch.workflow, [...(byWorkflow.get(batch.workflow) ?? []), sums]);
  }
  return [...byWorkflow].flatMap(([name, sums]) =>
    figuresOf(sums)
      .map((one) => performanceOf(one, name, contracts))
      .toSorted(inForceFirst),
  );
}

function performanceOf(
  figures: AgentFigures,
  workflow: string,
  contracts: Contracts,
): AgentPerformance {
  const contract = contracts.get(workflow);
  const agent = contract?.spec.handoff.agents.find(({ name }) => name === figures.agent);
  const { answered, closed, escalated, failed } = figures.ends;
  const own = answered + closed + escalated + failed;
  const per = (count: number) => (count === 0 ? null : Math.round(figures.nano / count));
  return {
    ...figures,
    workflow,
    tier: agent?.tier ?? null,
    isCurrent: contract?.hashes[figures.agent] === figures.spec,
    answeredShare: own === 0 ? null : wilson(answered, own),
    nanoPerRecord: per(figures.records),
    nanoPerAnswer: per(answered),
  };
}

function inForceFirst(one: AgentPerformance, other: AgentPerformance): number {
  const rank = ({ tier }: AgentPerformance) =>
    tier === null ? 3 : ["http", "classifier", "browser"].indexOf(tier);
  return (
    rank(one) - rank(other) ||
    one.agent.localeCompare(other.agent) ||
    Number(other.isCurrent) - Number(one.isCurrent)
  );
}
