import { parsePage } from "../../../src/agents/page/parse.ts";
import { type Document, documentsOf } from "../../../src/agents/reading/documents.ts";
import { sealSnapshot, type Snapshot, type SnapshotMeta } from "../../../src/domain/snapshot.ts";

/** A fetched body; markup unless a type says otherwise. */
export function fetched(body: string, more: Partial<SnapshotMeta> = {}): Snapshot {
  const url = more.url ?? "https://acme.example/careers";
  return sealSnapshot(
    {
      source: "http",
      requestedUrl: url,
      url,
      status: 200,
      headers: [["content-type", "text/html"]],
      redirects: [],
      charset: "utf-8",
      fetchedAt: "2026-11-21T12:00:00.000Z",
      ...more,
    },
    new TextEncoder().encode(body),
    body,
  );
}

/** Bodies as documents, `d1` first, each at an address of its own. */
export function documents(...bodies: readonly string[]): Document[] {
  return documentsOf(
    bodies.map((body, i) => ({
      page: parsePage(fetched(body, { url: `https://acme.example/p${i}` })),
      kind: "careers",
    })),
    20,
  );
}
