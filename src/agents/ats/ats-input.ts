import { z } from "zod";

/** What every agent of this workflow is handed, as the orchestrator's spec has made it. */
export const AtsInput = z.object({
  company: z.string().nullable(),
  domain: z.string(),
  careers_url: z.string().nullable(),
});
