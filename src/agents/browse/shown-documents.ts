import { createHash } from "node:crypto";
import type { BrowseDocument, Captured } from "./browse-task.ts";
import type { BrowseState } from "./browse-state.ts";

const mostDocuments = 80;
const mostFrames = 8;

type Fresh = Omit<BrowseDocument, "id">;
type Note = BrowseState["documents"][number];

/**
 * Gives each document of a page an id that stays as long as its text does; the list of requests
 * only grows, and has one id for all. One whose bytes were lost with another worker gets its own
 * id back.
 */
export function keepDocuments(
  atHand: Map<string, BrowseDocument>,
  state: BrowseState,
  captured: Pick<Captured, "frames" | "network">,
): BrowseState {
  const documents = [...state.documents];
  const current: string[] = [];
  for (const fresh of documentsOf(captured)) {
    const text = createHash("sha256").update(fresh.snapshot.text).digest("hex").slice(0, 24);
    const known = knownAs(fresh, text, documents, atHand);
    if (known === undefined && documents.length >= mostDocuments) continue;
    const id = known?.id ?? `d${documents.length + 1}`;
    current.push(id);
    // The bytes that were taken in first are those that proofs stand on.
    if (known?.text === text && atHand.has(id)) continue;
    const note: Note = {
      id,
      kind: fresh.kind,
      url: fresh.url,
      text,
      snapshot: fresh.snapshot.hash,
    };
    if (known === undefined) documents.push(note);
    else documents[documents.indexOf(known)] = note;
    atHand.set(id, { id, ...fresh });
  }
  return { ...state, documents, current };
}

function knownAs(
  fresh: Fresh,
  text: string,
  documents: readonly Note[],
  atHand: ReadonlyMap<string, BrowseDocument>,
): Note | undefined {
  const alike = documents.filter(
    ({ kind, url }) => kind === fresh.kind && (kind === "requests" || url === fresh.url),
  );
  if (fresh.kind === "requests") return alike[0];
  return alike.find((note) => note.text === text) ?? alike.find(({ id }) => !atHand.has(id));
}

function documentsOf({ frames, network }: Pick<Captured, "frames" | "network">): Fresh[] {
  const pages = frames.slice(0, mostFrames).map(({ snapshot }, i): Fresh => ({
    kind: i === 0 ? "page" : "frame",
    url: snapshot.url,
    snapshot,
  }));
  return [...pages, { kind: "requests", url: network.url, snapshot: network }];
}
