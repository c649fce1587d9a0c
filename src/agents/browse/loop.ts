import type { BrowseTask } from "./browse-task.ts";
import { type BrowseState, newState, readState, settled } from "./browse-state.ts";
import { begun } from "./conversation.ts";
import { nextCall, openCalls } from "./next-call.ts";
import { nextTurn } from "./next-turn.ts";
import { createReach } from "./reach.ts";
import { openFirst, reopen } from "./open-page.ts";
import { type BrowseDeps, type BrowseEnd, type Moved, type Run, stopped } from "./run.ts";
import { stopDue } from "./stops.ts";

/** How a run ended, with all that it noted on the way. */
export interface Browsed<R> {
  readonly end: BrowseEnd<R>;
  readonly state: BrowseState;
}

/**
 * Lets a model drive a browser until it has an answer that its workflow accepts, or until one of
 * the stops. Saved after every step: another worker goes on where this one was killed. Rejects
 * only for bugs and with the abort reason that the models' gateway passes on.
 */
export async function browse<S, R>(task: BrowseTask<S, R>, deps: BrowseDeps): Promise<Browsed<R>> {
  const saved = readState(await deps.checkpoints?.load(), task.name);
  const session = await deps.sessions.start(deps.signal, { isTelling: task.isTelling });
  const run: Run<S, R> = {
    task,
    deps,
    session,
    reach: createReach({ isOwn: task.isOwn, isKnown: task.reaches }),
    documents: new Map(),
    opened: "",
    olderLines: 0,
    isAway: saved !== undefined,
    isStale: false,
  };
  try {
    return saved === undefined
      ? await goOn(run, newState(task.name), start)
      : await goOn(run, saved, advance);
  } finally {
    await session.close();
  }
}

async function goOn<S, R>(
  run: Run<S, R>,
  from: BrowseState,
  first: (run: Run<S, R>, state: BrowseState) => Promise<Moved<R>>,
): Promise<Browsed<R>> {
  let state = from;
  for (let move = first; ; move = advance) {
    const moved = run.deps.signal.aborted
      ? stopped("cancelled", "the work was called off")
      : await move(run, state);
    if ("end" in moved) return { end: moved.end, state: moved.state ?? state };
    state = settled(moved.state);
    if ((await run.deps.checkpoints?.save(state)) === "stale")
      return { ...stopped("cancelled", "another worker holds the row now"), state };
  }
}

async function start<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  const opened = await openFirst(run, state);
  if ("end" in opened) return opened;
  return { state: begun(opened.state, run.task, run.deps.model.limits) };
}

/** One step: a call of the last turn, on a page that is open, or else the next turn, which needs none. */
async function advance<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  const { model, now } = run.deps;
  const due = stopDue(state, { now: now(), deadline: model.deadline });
  if (due !== undefined) return stopped(due.stop, due.detail);
  const [call] = openCalls(state);
  if (call === undefined) return nextTurn(run, state);
  if (!run.isAway) return nextCall(run, state, call);
  run.isAway = false;
  return reopen(run, state);
}
