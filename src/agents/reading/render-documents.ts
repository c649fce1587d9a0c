import type { Document } from "./documents.ts";
import { markedBlock } from "./marked.ts";
import type { Slice } from "./slices.ts";
import { cut, oneLine } from "./tokens.ts";

/** Documents as a model sees them: each in a block of its own, its pieces by the channel to quote them from. */
export function renderDocuments(documents: readonly Document[], slices: readonly Slice[]): string {
  return documents
    .map((document) => {
      const own = slices.filter((slice) => slice.document.id === document.id);
      return markedBlock(document.id, [head(document), ...own.map(line)].join("\n"));
    })
    .join("\n\n");
}

function head({ snapshot, page, kind }: Document): string {
  return `address: ${cut(snapshot.url, 300)}\ntaken for: ${kind}\ntitle: ${oneLine(page.title, 120)}`;
}

function line({ channel, text, label }: Slice): string {
  return `[${channel}] ${text}${label === "" ? "" : `  (reads: ${label})`}`;
}
