import { z } from "zod";
import { strictSchema } from "../../models/strict-schema.ts";
import { Quoted } from "../reading/answers.ts";

/** What a reader of a site answers: the places first, then what to read next. */
export const TechReading = z.strictObject({
  evidence: z.array(Quoted),
  /** Numbers of listed links. */
  links: z.array(z.int()),
  /** Numbers of listed scripts. */
  scripts: z.array(z.int()),
});
export type TechReading = z.infer<typeof TechReading>;

export const techSchema = "tech_reading";

/** Start-up check: what the workflow's model is to answer is strict for every provider; throws what is not. */
export function requireTechSchema(): void {
  strictSchema(techSchema, TechReading);
}
