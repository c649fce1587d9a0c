import { z } from "zod";
import { Quoted } from "../reading/answers.ts";

/** What a reader of the pages answers: the places first, then what follows from them. */
export const ReadingAnswer = z.strictObject({
  evidence: z.array(Quoted),
  /** Id of the system of record; `null`: the pages don't show it. */
  system: z.string().nullable(),
  tenant: z.string().nullable(),
  /** Numbers of listed links. */
  links: z.array(z.int()),
  /** Paths of the own site that the pages' code names or builds. */
  paths: z.array(z.string()),
});
export type ReadingAnswer = z.infer<typeof ReadingAnswer>;

export const linksSchema = "ats_links";
export const readingSchema = "ats_reading";
