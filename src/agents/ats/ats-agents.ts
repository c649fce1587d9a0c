import { classifier } from "../../../specs/ats/classifier.ts";
import { discoverer } from "../../../specs/ats/discoverer.ts";
import type { RecruitingSystem } from "../../../specs/ats/recruiting-system.ts";
import type { Tier } from "../../domain/tier.ts";
import type { Agent } from "../agent.ts";
import { indexCatalogue } from "./catalogue-index.ts";
import { createClassifier } from "./classifier.ts";
import { createDiscoverer } from "./discoverer.ts";
import { createInvestigator } from "./investigator.ts";
import { requireAtsSchemas } from "./model-schemas.ts";

/** The agents of the ATS workflow by tier, over one catalogue that is compiled once. */
export function atsAgents(systems: readonly RecruitingSystem[]): Readonly<Record<Tier, Agent>> {
  requireAtsSchemas();
  const catalogue = indexCatalogue(systems);
  return {
    http: createDiscoverer(catalogue, discoverer),
    classifier: createClassifier(catalogue, classifier),
    browser: createInvestigator(catalogue),
  };
}
