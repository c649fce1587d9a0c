import { z } from "zod";
import { noticeCauses } from "../notices/causes.ts";

const Series = z.object({
  windows: z.array(z.tuple([z.number(), z.number(), z.number()])),
  baseline: z.number(),
  weight: z.number(),
  learntTo: z.number(),
  streak: z.object({ reason: z.string(), length: z.int() }).nullable(),
  isFiring: z.boolean(),
  calmSince: z.number().nullable(),
});

/** What one look leaves for the next; it lies in Redis, so any watchdog process may take over. */
export const Memory = z.object({
  lastTickAt: z.number().nullable(),
  /** By `<batch> <series>`. */
  series: z.record(z.string(), Series),
  /** Notices that the watchdog raised and that stand. */
  standing: z.array(z.object({ cause: z.enum(noticeCauses), subject: z.string() })),
  /** When each repair was made, by `<kind> <subject>`. */
  repairs: z.record(z.string(), z.array(z.number())),
  /** Looks in a row at which a tier had work and no worker. */
  withoutWorker: z.record(z.string(), z.int()),
  /** Batches that stood still at the last look; the next looks closer at them. */
  stalled: z.array(z.string()),
  /** Where reading goes on; see `read-facts.ts`. */
  cursors: z.object({
    /** Batches that were in work at the last look. */
    open: z.array(z.string()),
    /** Last event read, by batch. */
    events: z.record(z.string(), z.string()),
    /** Next row to be audited, by batch. */
    audit: z.record(z.string(), z.int()),
    /** Place in the list of all batches. */
    batches: z.int(),
  }),
});
export type Memory = z.infer<typeof Memory>;

/** Before the first look. */
export function freshMemory(): Memory {
  return {
    lastTickAt: null,
    series: {},
    standing: [],
    repairs: {},
    withoutWorker: {},
    stalled: [],
    cursors: { open: [], events: {}, audit: {}, batches: 0 },
  };
}
