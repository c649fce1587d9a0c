import { evidenceKinds, type EvidenceKind } from "../../domain/evidence.ts";
import type { Quoted } from "./answers.ts";
import { type Document, documentNamed } from "./documents.ts";
import { type Located, locateQuote } from "./quote.ts";

/** A quote that stands where the model says. */
export interface Standing {
  readonly document: Document;
  readonly channel: EvidenceKind;
  readonly at: Located;
  /** What the model says stands there. */
  readonly shows: string;
}

/** Looks a model's quote up: in the document that it names, in the channel that it names. */
export function stands(quoted: Quoted, documents: readonly Document[]): Standing | undefined {
  const document = documentNamed(documents, quoted.document);
  const wanted = quoted.channel.trim().toLowerCase();
  const channel = evidenceKinds.find((kind) => kind === wanted);
  if (document === undefined || channel === undefined) return undefined;
  const at = locateQuote(document.snapshot, channel, quoted.quote);
  return at === undefined ? undefined : { document, channel, at, shows: quoted.shows };
}
