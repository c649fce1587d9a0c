import type { ProviderName } from "../domain/model.ts";
import type { Tier } from "../domain/tier.ts";
import type { Config } from "../platform/config.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";

/** The settings that say what costs money here. */
export type SpendingSettings = Pick<
  Config,
  "ASSAY_MODELS" | "ASSAY_FETCH_USD" | "ASSAY_BROWSER_SECOND_USD"
>;

/** The tiers of a workflow on which work can cost anything: a model may be asked, or the user's own pages have a price. */
export function spendingTiers(
  { handoff }: OrchestratorSpec,
  settings: SpendingSettings,
  hasKey: (provider: ProviderName) => boolean,
): ReadonlySet<Tier> {
  const spending = handoff.agents.filter(({ tier, constraints: { model } }) => {
    const asksModels =
      settings.ASSAY_MODELS && model?.chain.some(({ provider }) => hasKey(provider)) === true;
    const costsBrowser = tier === "browser" && settings.ASSAY_BROWSER_SECOND_USD > 0;
    return asksModels || costsBrowser || settings.ASSAY_FETCH_USD > 0;
  });
  return new Set(spending.map(({ tier }) => tier));
}
