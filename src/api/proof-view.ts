import { z } from "zod";
import { Evidence } from "../domain/evidence.ts";
import { SnapshotCorrupt, type SnapshotStore } from "../evidence/snapshot-store.ts";
import { textFragment, type WebAnnotation, webAnnotation } from "../evidence/web-annotation.ts";
import { RecordView } from "./record-view.ts";

const Annotation = z
  .object({
    "@context": z.literal("http://www.w3.org/ns/anno.jsonld"),
    type: z.literal("Annotation"),
    motivation: z.literal("identifying"),
    body: z.object({
      type: z.literal("TextualBody"),
      value: z.string(),
      format: z.literal("text/plain"),
    }),
    target: z.object({
      type: z.literal("SpecificResource"),
      source: z.string(),
      state: z.object({
        type: z.literal("TimeState"),
        sourceDate: z.string(),
        cached: z.string(),
      }),
      selector: z.tuple([
        z.object({
          type: z.literal("TextQuoteSelector"),
          exact: z.string(),
          prefix: z.string(),
          suffix: z.string(),
        }),
        z.object({ type: z.literal("TextPositionSelector"), start: z.int(), end: z.int() }),
      ]),
    }),
  })
  .meta({ id: "WebAnnotation" });

/** Evidence with what a reader needs to see it for themselves. */
export const EvidenceView = Evidence.extend({
  textFragment: z
    .string()
    .nullable()
    .meta({ description: "the live page with the match highlighted, where a reader can see it" }),
  annotation: Annotation.nullable().meta({
    description: "W3C Web Annotation; null when the snapshot is no longer stored",
  }),
}).meta({ id: "Evidence" });
export type EvidenceView = z.infer<typeof EvidenceView>;

/** A record whose evidence can be followed to the live page and to the stored bytes. */
export const RecordWithProof = RecordView.extend({ evidence: z.array(EvidenceView) }).meta({
  id: "RecordWithProof",
});
export type RecordWithProof = z.infer<typeof RecordWithProof>;

/** Adds the proof's public forms. One snapshot is held at a time: a rendered page may be large. */
export async function withProof(
  record: RecordView,
  store: Pick<SnapshotStore, "get">,
): Promise<RecordWithProof> {
  const annotations = new Map<Evidence, EvidenceView["annotation"]>();
  for (const hash of new Set(record.evidence.map(({ snapshot }) => snapshot))) {
    const snapshot = await readSound(store, hash);
    for (const item of record.evidence) {
      if (!snapshot || item.snapshot !== hash) continue;
      annotations.set(item, plain(webAnnotation(item, snapshot, snapshotPath(record.id, hash))));
    }
  }
  const evidence = record.evidence.map((item) => ({
    ...item,
    textFragment: textFragment(item),
    annotation: annotations.get(item) ?? null,
  }));
  return { ...record, evidence };
}

/** Where a record's stored copies can be had. */
export function snapshotPath(record: string, hash: string): string {
  return `/records/${record}/snapshots/${hash}`;
}

/** The text fragment stands beside the annotation, not in it: the standard has no such member. */
function plain({
  textFragment: _beside,
  ...annotation
}: WebAnnotation): EvidenceView["annotation"] {
  return {
    ...annotation,
    target: { ...annotation.target, selector: [...annotation.target.selector] },
  };
}

async function readSound(store: Pick<SnapshotStore, "get">, hash: string) {
  return store.get(hash).catch((error: unknown) => {
    if (error instanceof SnapshotCorrupt) return undefined;
    throw error;
  });
}
