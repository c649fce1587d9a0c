import { z } from "zod";
import { evidenceKinds, snapshotParts } from "../../domain/evidence.ts";
import type { Handoff } from "../../domain/handoff.ts";

const kinds = ["home", "careers", "openings", "job", "about", "noise", "other"] as const;

const ProofNote = z.object({
  kind: z.enum(evidenceKinds),
  snapshot: z.string(),
  part: z.enum(snapshotParts),
  start: z.int(),
  match: z.string(),
});

/** What one attempt leaves for the next: pages by their snapshots, where to look, what is settled. */
export const Findings = z.object({
  /** Own pages, in the order they were read. */
  pages: z.array(
    z.object({
      snapshot: z.string(),
      url: z.string(),
      kind: z.enum(kinds),
      via: ProofNote.nullable(),
    }),
  ),
  leads: z.array(
    z.object({
      url: z.string(),
      kind: z.enum(kinds),
      score: z.number(),
      via: ProofNote.nullable(),
    }),
  ),
  walled: z.array(z.string()),
  shells: z.array(z.string()),
  failures: z.array(z.string()),
  /** Systems that came up, for a person: `lever/acme: dead`. */
  candidates: z.array(z.string()),
  frontEnd: z.string().nullable(),
  /** Addresses that only a model's word led to. */
  advised: z.array(z.string()).default([]),
});
export type Findings = z.infer<typeof Findings>;
export type ProofNote = z.infer<typeof ProofNote>;

/** The findings of the last attempt that left any; unreadable ones are none. */
export function findingsIn({ context }: Handoff): Findings | undefined {
  for (const note of context.notes.toReversed()) {
    const parsed = Findings.safeParse(note.findings);
    if (parsed.success && parsed.data.pages.length > 0) return parsed.data;
  }
  return undefined;
}
