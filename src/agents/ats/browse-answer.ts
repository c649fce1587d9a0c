import { z } from "zod";
import { checkStrict } from "../../models/strict-schema.ts";
import { toolDefinitions } from "../browse/tools.ts";
import { Quoted } from "../reading/answers.ts";

/** What a model that drives a browser hands in: the places first, then what follows from them. */
export const BrowseAnswer = z.strictObject({
  evidence: z.array(Quoted),
  /** Id of the system of record. */
  system: z.string(),
  tenant: z.string().nullable(),
});
export type BrowseAnswer = z.infer<typeof BrowseAnswer>;

/** Start-up check: the tools are strict for every provider; throws what is not. */
export function requireStrictTools(): void {
  checkStrict(toolDefinitions(BrowseAnswer).map(({ name, input }) => ({ name, schema: input })));
}
