import type { Snapshot } from "../../domain/snapshot.ts";
import type { RedlineCheck } from "../../specs/kit.ts";
import type { BrowseDocument } from "../browse/browse-task.ts";
import { parsePage } from "../page/parse.ts";
import type { Document } from "../reading/documents.ts";
import { type Standing, stands } from "../reading/stated.ts";
import type { BrowseAnswer } from "./browse-answer.ts";
import { readQuote } from "./quoted-sighting.ts";
import type { Search } from "./search.ts";
import type { Settling } from "./settle.ts";
import type { System } from "./system.ts";

/** A submission of which every word stands, or why it counts for nothing; fixed words, for the model. */
export type Checked =
  | { readonly kind: "stands"; readonly system: System }
  | { readonly kind: "refused"; readonly detail: string; readonly check: RedlineCheck };

const mostQuotes = 8;

/** Looks every quote up and reads it with the catalogue; what stands is added to what the search has seen. */
export function checkSubmission(
  { evidence, system: name }: BrowseAnswer,
  documentOf: (id: string) => BrowseDocument | undefined,
  search: Search,
): Checked {
  const system = search.catalogue.called(name);
  if (system?.role !== "system")
    return refused("catalogue", "the catalogue has no recruiting system of this id");
  if (evidence.length === 0) return refused("quote", "no evidence was given");
  const standing: Standing[] = [];
  for (const [i, quoted] of evidence.slice(0, mostQuotes).entries()) {
    const document = documentOf(quoted.document.trim().toLowerCase());
    if (document === undefined)
      return refused(
        "quote",
        `evidence ${i + 1} names a document that is not at hand; open it again`,
      );
    const found = stands(quoted, [asRead(document)]);
    if (found === undefined)
      return refused(
        "quote",
        `evidence ${i + 1} does not stand in ${document.id}, in the channel named, character by character`,
      );
    standing.push(found);
  }
  const read = standing.flatMap((each) => readQuote(each, search));
  const fitting = read.filter(({ sighting }) => sighting.recognised.system === system);
  if (fitting.length === 0)
    return refused("catalogue", `no quote holds an address of ${system.id} that an own page shows`);
  search.sightings.push(
    ...fitting.flatMap(({ sighting, isNew }) => (isNew ? [{ ...sighting, isAdvised: true }] : [])),
  );
  return { kind: "stands", system };
}

/** Why quotes that stand do not settle it; says nothing that a page or a vendor said. */
export function whyOpen({ resolution, checked }: Settling, system: System): string {
  if (resolution.kind === "settled")
    return `the pages speak for ${resolution.winner.candidate.system.id}, not for ${system.id}`;
  if (resolution.kind === "conflict")
    return "two systems stand on equal ground; find what tells them apart";
  const of = checked.filter(({ candidate }) => candidate.system === system);
  if (of.some(({ check }) => check.identity === "mismatch"))
    return "the vendor says that this board is another company's";
  if (of.some(({ check }) => check.life === "dead"))
    return "the vendor says that there is no such board";
  return "the quotes alone do not prove it; find the page of the company's own that leads to the board";
}

function refused(check: RedlineCheck, detail: string): Checked {
  return { kind: "refused", check, detail };
}

/** A captured document as quotes are looked up in it. */
function asRead({ id, kind, snapshot }: BrowseDocument): Document {
  return { id, snapshot, kind, page: pageOf(snapshot) };
}

const pages = new WeakMap<Snapshot, Document["page"]>();

function pageOf(snapshot: Snapshot): Document["page"] {
  const page = pages.get(snapshot) ?? parsePage(snapshot);
  pages.set(snapshot, page);
  return page;
}
