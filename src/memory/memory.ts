import { z } from "zod";

/** What is remembered of a host beyond one record. Every field may be unknown. */
export const HostMemory = z.strictObject({
  /** Plain fetches show nothing there: a page needs a browser. */
  needsBrowser: z.boolean().optional(),
  /** It answers automatic visitors with a wall. */
  blocksBots: z.boolean().optional(),
  /** Where its careers page was found. */
  careersUrl: z.string().max(500).optional(),
});
export type HostMemory = z.infer<typeof HostMemory>;

/** Memory as one attempt sees it: its workflow's own, over what holds for every workflow. */
export interface MemoryScope {
  /** `undefined` when nothing (recent enough) is known. */
  recall(host: string): Promise<HostMemory | undefined>;
}
