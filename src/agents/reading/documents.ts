import { createHash } from "node:crypto";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Page } from "../page/page.ts";

/** A page of this attempt under the short name that a model knows it by. */
export interface Document {
  /** `d1`, `d2`, … */
  readonly id: string;
  readonly snapshot: Snapshot;
  readonly page: Page;
  /** What kind of page it was taken for: `home`, `careers`. */
  readonly kind: string;
}

/** Pages in the order in which they are worth reading; each body once. */
export function documentsOf(
  pages: readonly { readonly page: Page; readonly kind: string }[],
  most: number,
): Document[] {
  const seen = new Set<string>();
  const documents: Document[] = [];
  for (const { page, kind } of pages) {
    const body = contentHash(page.snapshot);
    if (seen.has(body) || documents.length >= most) continue;
    seen.add(body);
    documents.push({ id: `d${documents.length + 1}`, snapshot: page.snapshot, page, kind });
  }
  return documents;
}

/** The document that a model names: `d2`, `D2`. */
export function documentNamed(documents: readonly Document[], name: string): Document | undefined {
  const wanted = name.trim().toLowerCase();
  return documents.find(({ id }) => id === wanted);
}

/** sha256 of what a page says, whenever it was fetched: equal pages may share an answer. */
export function contentHash({ url, body }: Pick<Snapshot, "url" | "body">): string {
  return createHash("sha256").update(`${url}\n`).update(body).digest("hex");
}
