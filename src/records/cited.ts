import type { AssayRecord } from "./record.ts";

/** The snapshots that a record's evidence and notes name. */
export function citedBy({ evidence, notes }: Pick<AssayRecord, "evidence" | "notes">): Set<string> {
  const looked = notes.flatMap((note) => note.looked.map((look) => look.snapshot));
  return new Set([
    ...evidence.map((item) => item.snapshot),
    ...looked.filter((hash) => hash !== null),
  ]);
}
