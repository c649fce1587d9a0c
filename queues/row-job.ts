import { z } from "zod";

/**
 * What travels through a tier queue: names only, the row is the truth. Short, because every
 * waiting job is in memory. Unknown keys are dropped, so that newer feeders can feed older workers.
 */
export const RowJob = z.object({
  /** Batch. */
  b: z.string(),
  /** Row number. */
  r: z.int().min(0),
  /** Epoch: the dispatch that made this job. */
  e: z.int().min(1),
  /** The intake's span, while traces are on; a hint, so what is none is as good as nothing. */
  t: z.string().max(55).optional().catch(undefined),
});
export type RowJob = z.infer<typeof RowJob>;
