import type { BrowseState } from "./browse-state.ts";
import { noteVisit } from "./ledger.ts";
import type { Moved, Run } from "./run.ts";
import { takePage } from "./take-page.ts";
import { beginTrail } from "./trails.ts";
import { viewKey } from "./view-text.ts";

const mostReopened = 4;

/** Opens the first start address that answers; a site that answers nowhere is left to the model. */
export async function openFirst<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  let noted = state;
  for (const url of run.task.startUrls) run.reach.add(url);
  for (const url of run.task.startUrls) {
    const opened = await openQuietly(run, noted, url);
    if ("end" in opened || opened.state.url !== null) return opened;
    noted = opened.state;
  }
  return { state: noted };
}

/**
 * Takes up a run that another worker began: the pages that submissions may quote are opened again,
 * the current one last. The state itself stays as it was saved, so that the next prompt does too.
 */
export async function reopen<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  for (const url of state.reach) run.reach.add(url);
  const pages = state.documents.filter(({ kind, url }) => kind === "page" && url !== state.url);
  const urls = [...new Set(pages.map(({ url }) => url))].slice(-mostReopened);
  let now = state;
  for (const url of [...urls, ...(state.url === null ? [] : [state.url])]) {
    const opened = await openQuietly(run, now, url);
    if ("end" in opened) return opened;
    now = opened.state;
  }
  const isSame =
    state.shown === null || (now.shown !== null && viewKey(now.shown) === viewKey(state.shown));
  run.isStale = !isSame;
  const { documents, current, shown, trails } = now;
  return { state: { ...state, documents, current, shown, trails } };
}

async function openQuietly<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  url: string,
): Promise<Moved<R>> {
  run.olderLines = run.opened === "" ? 0 : await linesSoFar(run);
  run.opened = url;
  const result = await run.session.open(url);
  if (!result.ok) return { state: noteVisit(state, url, result.kind) };
  return takePage(run, beginTrail(state, url), result.view);
}

async function linesSoFar<S, R>({ session }: Run<S, R>): Promise<number> {
  const { network } = await session.capture();
  return network.text.split("\n").length - 1;
}
