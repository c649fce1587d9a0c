import { reader } from "../../../specs/tech-stack/workflow.ts";
import type { Technology } from "../../../specs/tech-stack/technology.ts";
import type { Tier } from "../../domain/tier.ts";
import type { Agent } from "../agent.ts";
import { createCatalogue } from "./catalogue.ts";
import { createFetcher } from "./fetcher.ts";
import { requireTechSchema } from "./model-answer.ts";
import { createReader } from "./reader.ts";
import { createRenderer } from "./renderer.ts";

/** The three agents of the tech-stack workflow, sharing one compiled catalogue. */
export function techStackAgents(technologies: readonly Technology[]): Record<Tier, Agent> {
  requireTechSchema();
  const catalogue = createCatalogue(technologies);
  return {
    http: createFetcher(catalogue),
    classifier: createReader(catalogue, reader),
    browser: createRenderer(catalogue),
  };
}
