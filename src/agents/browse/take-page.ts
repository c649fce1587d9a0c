import type { Snapshot } from "../../domain/snapshot.ts";
import type { PageView } from "../../web/browser-session.ts";
import type { BrowseState } from "./browse-state.ts";
import { isVisited, noteFound, noteVisit } from "./ledger.ts";
import type { Moved, Run } from "./run.ts";
import { keepDocuments } from "./shown-documents.ts";
import { keptView, viewKey } from "./view-text.ts";

/** Takes in a page that a call has brought to view, whatever it was before. */
export async function takePage<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  view: PageView,
): Promise<Moved<R>> {
  const shown = keptView(view, run.deps.model.limits);
  run.reach.add(shown.url);
  run.reach.show(shown.tree, shown.url);
  const isNewPlace = run.task.isOwn(shown.url) && !isVisited(state, shown.url);
  const isNewView = state.shown === null || viewKey(state.shown) !== viewKey(shown);
  const { turn } = state;
  return takeCapture(run, {
    ...noteVisit(state, shown.url, String(shown.status)),
    url: shown.url,
    shown,
    turn: {
      hasActed: true,
      hasChanged: turn.hasChanged || isNewView,
      hasNews: turn.hasNews || isNewPlace,
    },
  });
}

/**
 * Takes in what the page has loaded and asked for by now, also of one that did not come to view:
 * its documents, what the workflow makes of them, and whether anything is news. The run ends here
 * when the pages prove the answer by themselves.
 */
export async function takeCapture<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  const { frames, network } = await run.session.capture();
  const { opened, olderLines } = run;
  const looked = await run.task.look({ frames, network, opened, olderLines });
  const urls = [...frames.map(({ snapshot }) => snapshot.url), ...addressesOf(network)];
  const hosts = noteFound(state, "hosts", urls.flatMap(hostOf));
  const signals = noteFound(hosts.state, "signals", looked.signals);
  const { turn } = state;
  const hasNews = turn.hasNews || hosts.hasNews || signals.hasNews;
  const taken: BrowseState = {
    ...keepDocuments(run.documents, signals.state, { frames, network }),
    reach: [...run.reach.seen()],
    turn: { ...turn, hasActed: true, hasNews },
  };
  return looked.proven === undefined
    ? { state: taken }
    : { end: { kind: "accepted", result: looked.proven, stop: "proven" }, state: taken };
}

function addressesOf(network: Snapshot): string[] {
  return network.text.split("\n").flatMap((line) => line.split(" ")[3] ?? []);
}

function hostOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).hostname].filter((host) => host !== "") : [];
}
