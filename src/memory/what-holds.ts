import { z } from "zod";
import type { HostMemory } from "./memory.ts";

const Fact = <Value extends z.ZodType>(value: Value) =>
  z.object({
    v: value,
    /** Epoch ms of the last confirmation. */
    t: z.number(),
    /** Which records saw it, and when. */
    w: z.record(z.string(), z.number()),
  });

/** What a scope holds of one host, as Redis keeps it. */
const Known = z.object({
  needsBrowser: Fact(z.literal(true)).optional(),
  blocksBots: Fact(z.literal(true)).optional(),
  careersUrl: Fact(z.string()).optional(),
});
export type Known = z.infer<typeof Known>;

/** Reads one host's facts; throws when somebody else wrote into the memory's keys. */
export function known(text: string): Known {
  return Known.parse(JSON.parse(text));
}

/** The facts that are recent enough and that enough different records agree on. */
export function whatHolds(
  facts: Known | undefined,
  { oldest, fewest }: { readonly oldest: number; readonly fewest: number },
): HostMemory {
  if (facts === undefined) return {};
  const holding = (Object.keys(facts) as (keyof Known)[]).filter(
    (name) => mostAgreeing(facts, name, oldest) >= fewest,
  );
  return Object.fromEntries(holding.map((name) => [name, facts[name]?.v]));
}

/** How many different records saw it within that time. */
export function mostAgreeing(
  facts: Known | undefined,
  name: keyof HostMemory,
  oldest: number,
): number {
  const fact = facts?.[name];
  if (fact === undefined || fact.t < oldest) return 0;
  return Object.values(fact.w).filter((at) => at >= oldest).length;
}
