import type { FetchFailure } from "../../web/web.ts";
import type { ActionFailure, ActionResult } from "../../web/browser-session.ts";
import { markedBlock } from "../reading/marked.ts";
import { cut } from "../reading/tokens.ts";
import type { BrowseState } from "./browse-state.ts";
import { noteFound, noteRefusal, noteVisit } from "./ledger.ts";
import { type Ended, type Run, stopped } from "./run.ts";
import { takeCapture, takePage } from "./take-page.ts";
import type { ToolUse } from "./tools.ts";
import { beginTrail, goOnTrail } from "./trails.ts";
import { shownText, viewKey } from "./view-text.ts";

/** What a call came to: a text for the model, in our words but for what stands between marks. */
export interface Used {
  readonly state: BrowseState;
  readonly text: string;
  readonly isError: boolean;
}

const mostSignalChars = 6_000;

/** Runs one call that the policy has allowed. */
export async function useTool<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  use: ToolUse,
): Promise<Used | Ended<R>> {
  switch (use.name) {
    case "open":
      return open(run, state, use.input.url);
    case "click":
      return follow(run, state, use, await run.session.click(use.input.ref));
    case "scroll":
      return follow(run, state, use, await run.session.scroll(use.input.direction));
    case "type": {
      const { ref, text, submit: isSent } = use.input;
      return follow(run, state, use, await run.session.type(ref, text, isSent));
    }
    case "page_signals":
      return pageSignals(run, state);
    case "submit":
      return submit(run, state, use.input as S);
    case "give_up":
      return stopped(
        "gave_up",
        `the model gave up: ${JSON.stringify(use.input.why.slice(0, 300))}`,
      );
  }
}

/** The way goes on where a deed has led. */
function follow<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  use: ToolUse,
  result: ActionResult,
): Promise<Used | Ended<R>> {
  const isDone = result.ok || result.kind === "navigation" || result.kind === "timeout";
  return show(run, isDone ? goOnTrail(state, use) : state, result);
}

/** Opens an address; what was asked before belongs to other pages from now on. */
async function open<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  url: string,
): Promise<Used | Ended<R>> {
  run.olderLines = await requestsSoFar(run, state);
  run.opened = url;
  const result = await run.session.open(url);
  if (result.ok) return show(run, beginTrail(state, url), result);
  if (isAction(result)) return show(run, state, result);
  return failed(noteVisit(state, url, result.kind), phrases[result.kind] ?? phrases.unreachable);
}

async function requestsSoFar<S, R>({ session }: Run<S, R>, { url }: BrowseState): Promise<number> {
  if (url === null) return 0;
  const { network } = await session.capture();
  return network.text.split("\n").length - 1;
}

function isAction(result: ActionFailure | FetchFailure): result is ActionFailure {
  return !("url" in result);
}

async function show<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  result: ActionResult,
): Promise<Used | Ended<R>> {
  const failure = result.ok ? undefined : phrases[result.kind];
  const { view } = result;
  if (view === undefined) {
    // What did not come to view was asked for all the same.
    const asked = await takeCapture(run, state);
    return "end" in asked ? asked : failed(asked.state, failure ?? phrases.navigation);
  }
  run.isStale = false;
  const taken = await takePage(run, state, view);
  if ("end" in taken) return taken;
  const told = tell(taken.state);
  return failure === undefined
    ? told
    : { ...told, text: `${failure}\n${told.text}`, isError: true };
}

/** The page in words: in whole, or as one that this conversation has seen. */
function tell(state: BrowseState): Used {
  const known = state.seen.find(({ view }) => view === keyOf(state));
  if (known)
    return { state, text: `The page is unchanged since step ${known.step}.`, isError: false };
  const seen = [...state.seen, { view: keyOf(state), step: state.step }];
  return { state: { ...state, seen }, text: shownText(state), isError: false };
}

function keyOf({ shown }: BrowseState): string {
  return shown === null ? "" : viewKey(shown);
}

async function pageSignals<S, R>(run: Run<S, R>, before: BrowseState): Promise<Used | Ended<R>> {
  if (before.url === null) return failed(before, phrases.no_page);
  const taken = await takeCapture(run, before);
  if ("end" in taken) return taken;
  const { state } = taken;
  const signals = cut(await run.session.signals(), mostSignalChars);
  run.reach.show(signals, before.url);
  const { state: noted, hasNews } = noteFound(state, "hosts", hostsIn(signals));
  return {
    state: {
      ...noted,
      reach: [...run.reach.seen()],
      turn: { ...noted.turn, hasActed: true, hasNews: noted.turn.hasNews || hasNews },
    },
    text: markedBlock("signals", signals),
    isError: false,
  };
}

function hostsIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/([a-z0-9.-]{1,253})/gi)].map(([, host = ""]) =>
    host.toLowerCase(),
  );
}

async function submit<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  submission: S,
): Promise<Used | Ended<R>> {
  const judged = await run.task.judge(submission, (id) => run.documents.get(id));
  if (judged.kind === "accepted")
    return { end: { kind: "accepted", result: judged.result, stop: "submitted" } };
  const noted = noteRefusal(state, "submission", judged.detail);
  return {
    state: {
      ...noted,
      rejections: state.rejections + 1,
      fired: judged.check === null ? state.fired : [...state.fired, judged.check],
    },
    text: `Not accepted: ${judged.detail}`,
    isError: false,
  };
}

function failed(state: BrowseState, text: string): Used {
  return { state: { ...state, turn: { ...state.turn, hasActed: true } }, text, isError: true };
}

/** What a model is told of a failure: never the page's or the driver's own words. */
const phrases: Readonly<
  Record<ActionFailure["kind"] | "unreachable", string> &
    Partial<Record<FetchFailure["kind"], string>>
> = {
  stale_ref: "The page has no element with this ref any more.",
  not_usable: "This element can't be used that way.",
  timeout: "It took too long.",
  navigation: "The page did not open.",
  no_page: "No page is open yet; open one first.",
  budget: "The browser's own limit for this page is reached.",
  unreachable: "The address could not be reached.",
  no_such_domain: "There is no such host.",
  robots_denied: "The site does not want automatic visitors at this address.",
  egress_denied: "This address may not be visited.",
  rate_limited: "The host asks for patience; do without it.",
  page_limit: "No more pages may be opened.",
};
