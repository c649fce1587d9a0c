import { createHash } from "node:crypto";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { PageView } from "../../web/browser-session.ts";
import type { BrowseDocument } from "./browse-task.ts";
import type { BrowseState } from "./browse-state.ts";
import { isVisited, noteFound, noteVisit } from "./ledger.ts";
import type { Moved, Run } from "./run.ts";
import { keptView, viewKey } from "./view-text.ts";

const mostDocuments = 80;
const mostFrames = 8;

/**
 * Takes in the page as it stands after a call: its documents, what the workflow makes of them,
 * and whether anything is news. The run ends here when the pages prove the answer by themselves.
 */
export async function takePage<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  view: PageView,
): Promise<Moved<R>> {
  const shown = keptView(view, run.deps.model.limits);
  const { frames, network } = await run.session.capture();
  run.reach.add(shown.url);
  run.reach.show(shown.tree, shown.url);
  const looked = await run.task.look({
    frames,
    network,
    opened: run.opened,
    olderLines: run.olderLines,
  });
  const isNewPlace = run.task.isOwn(shown.url) && !isVisited(state, shown.url);
  const isNewView = state.shown === null || viewKey(state.shown) !== viewKey(shown);
  const hosts = noteFound(
    noteVisit(state, shown.url, String(shown.status)),
    "hosts",
    [...frames.map(({ snapshot }) => snapshot.url), ...addressesOf(network)].flatMap(hostOf),
  );
  const signals = noteFound(hosts.state, "signals", looked.signals);
  const hasNews = isNewPlace || hosts.hasNews || signals.hasNews;
  const { turn } = state;
  const taken: BrowseState = {
    ...withDocuments(run, signals.state, documentsOf(frames, network)),
    url: shown.url,
    shown,
    reach: [...run.reach.seen()],
    turn: {
      hasActed: true,
      hasChanged: turn.hasChanged || isNewView,
      hasNews: turn.hasNews || hasNews,
    },
  };
  return looked.proven === undefined
    ? { state: taken }
    : { end: { kind: "accepted", result: looked.proven, stop: "proven" }, state: taken };
}

function addressesOf(network: Snapshot): string[] {
  return network.text.split("\n").flatMap((line) => line.split(" ")[3] ?? []);
}

function hostOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}

type Fresh = Omit<BrowseDocument, "id">;

function documentsOf(
  frames: readonly { readonly snapshot: Snapshot; readonly parent: string | null }[],
  network: Snapshot,
): Fresh[] {
  const pages = frames.slice(0, mostFrames).map(({ snapshot }, i): Fresh => ({
    kind: i === 0 ? "page" : "frame",
    url: snapshot.url,
    snapshot,
  }));
  return [...pages, { kind: "requests", url: network.url, snapshot: network }];
}

/** Gives each document an id that stays while its text does; one that was lost in a crash gets its own back. */
function withDocuments<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  fresh: readonly Fresh[],
): BrowseState {
  const documents = [...state.documents];
  const current = fresh.map((each) => {
    const text = createHash("sha256").update(each.snapshot.text).digest("hex").slice(0, 24);
    const isSame = ({ kind, url }: Pick<BrowseDocument, "kind" | "url">) =>
      kind === each.kind && url === each.url;
    const known =
      documents.find((document) => isSame(document) && document.text === text) ??
      documents.find((document) => isSame(document) && !run.documents.has(document.id));
    const id = known?.id ?? `d${documents.length + 1}`;
    const note = { id, kind: each.kind, url: each.url, text, snapshot: each.snapshot.hash };
    if (known !== undefined) documents[documents.indexOf(known)] = note;
    else if (documents.length < mostDocuments) documents.push(note);
    run.documents.set(id, { id, ...each });
    return id;
  });
  return { ...state, documents, current };
}
