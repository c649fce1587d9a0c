import type { ProviderName } from "../domain/model.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import type { Workflow } from "../agents/workflow.ts";

/** The values that labels can have, from the specs that are loaded: closed sets, known at start-up. */
export interface KnownLabels {
  readonly workflows: readonly string[];
  readonly agents: readonly {
    readonly workflow: string;
    readonly agent: string;
    readonly tier: Tier;
  }[];
  readonly models: readonly {
    readonly tier: Tier;
    readonly agent: string;
    readonly provider: ProviderName;
    readonly model: string;
  }[];
}

/** What stands for a value outside its set: a spec of before, a model that was taken out. */
export const other = "other";

export function knownLabels(workflows: ReadonlyMap<string, Workflow>): KnownLabels {
  const agents = [...workflows.values()].flatMap(({ spec, agents: own }) =>
    tiers.map((tier) => ({ workflow: spec.workflow, tier, spec: own[tier].spec })),
  );
  const models = agents.flatMap(({ tier, spec }) =>
    (spec.constraints.model?.chain ?? []).map(({ provider, model }) => {
      return { tier, agent: spec.name, provider, model };
    }),
  );
  return {
    workflows: [...workflows.keys()],
    agents: agents.map(({ workflow, tier, spec }) => ({ workflow, tier, agent: spec.name })),
    models: [...new Map(models.map((one) => [Object.values(one).join(" "), one])).values()],
  };
}
