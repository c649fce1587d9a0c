import type { Handoff } from "../../domain/handoff.ts";
import type { Sighting } from "./sighting.ts";

/**
 * Leaves out what the verifier refused in an earlier attempt: that kind of proof on that page.
 * On broken markup two honest readers may differ, and one doubtful tag must not cost the row the
 * proofs that stand.
 */
export function notRefused(sightings: readonly Sighting[], { context }: Handoff): Sighting[] {
  const refused = context.notes.flatMap(({ rejections }) => rejections.map(({ detail }) => detail));
  return sightings.filter(
    ({ evidence }) =>
      !refused.some((detail) => detail.startsWith(`${evidence.kind} at ${evidence.url}:`)),
  );
}
