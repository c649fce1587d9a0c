import { createHash } from "node:crypto";
import type { ToolCall } from "../../models/provider.ts";
import type { BrowseState } from "./browse-state.ts";
import { lastCall } from "./conversation.ts";
import { noteRefusal } from "./ledger.ts";
import { judgeCall, type PolicyVerdict } from "./policy.ts";
import type { Moved, Run } from "./run.ts";
import { budgetUsed, countTurn } from "./stops.ts";
import { refOf, type ToolUse } from "./tools.ts";
import { type Used, useTool } from "./use-tool.ts";
import { shownText, viewKey } from "./view-text.ts";

const mostCallsInATurn = 4;
const warnAt = 0.9;
/** How often a row looks whether a person has decided. */
const approvalPauseMs = 60_000;

const phrases = {
  tooMany: `Not run: at most ${mostCallsInATurn} calls in one turn.`,
  reopened: "Not run: the page had to be opened anew and looks different now.",
  denied: "Refused by a person.",
  repeated:
    "Not run: you made exactly this call on exactly this page before. Once more ends the work; do something else.",
} as const;

/** The calls of the last turn that have no result yet. */
export function openCalls({ messages, answered }: BrowseState): readonly ToolCall[] {
  const last = messages.at(-1);
  return last?.role === "assistant" ? last.turn.calls.slice(answered.length) : [];
}

/** Judges and runs the next open call; after the last one the turn is closed. */
export async function nextCall<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  call: ToolCall,
): Promise<Moved<R>> {
  if (state.answered.length >= mostCallsInATurn)
    return answer(run, state, call, { text: phrases.tooMany, isError: true });
  const ref = refOf(call);
  if (ref !== undefined && run.isStale) {
    run.isStale = false;
    const text = `${phrases.reopened}\n${shownText(state)}`;
    return answer(run, state, call, { text, isError: false });
  }
  const verdict = judgeCall(call, {
    pageUrl: state.url ?? undefined,
    target: ref === undefined ? undefined : await run.session.target(ref),
    reach: run.reach,
    submitSchema: run.task.submission,
    asks: run.deps.asks,
    allowed: run.deps.allowed,
  });
  if (verdict.verdict === "deny") return refuse(run, state, call, verdict);
  if (verdict.verdict === "ask") {
    const { approvals } = run.deps;
    const { rule, detail, use } = verdict;
    const decision = await approvals?.decisionOn({
      rule,
      detail,
      tool: use.name,
      input: use.input,
    });
    if (decision === "waiting") {
      const retryAt = run.deps.now() + approvalPauseMs;
      return { end: { kind: "postponed", by: "approval", retryAt, detail: `${rule}: ${detail}` } };
    }
    if (decision !== "allowed")
      return refuse(run, state, call, {
        rule,
        detail: decision === undefined ? detail : phrases.denied,
      });
  }
  return runOnce(run, state, call, verdict.use);
}

/** The same call on the same page is made once; a submission is judged each time. */
async function runOnce<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  call: ToolCall,
  use: ToolUse,
): Promise<Moved<R>> {
  const key = callKey(use, state);
  const times = (state.made.find((made) => made.call === key)?.times ?? 0) + 1;
  const counted = {
    ...state,
    made: [...state.made.filter((made) => made.call !== key), { call: key, times }],
  };
  if (times > 1 && use.name !== "submit" && use.name !== "give_up") {
    const turn = { ...counted.turn, hasActed: true };
    return answer(run, { ...counted, turn }, call, { text: phrases.repeated, isError: false });
  }
  const used = await useTool(run, use.name === "submit" ? state : counted, use);
  if ("end" in used) return used;
  return answer(run, used.state, call, used);
}

function callKey(use: ToolUse, { shown }: BrowseState): string {
  const page = shown === null ? "" : viewKey(shown);
  return createHash("sha256")
    .update(JSON.stringify([use.name, use.input, page]))
    .digest("hex")
    .slice(0, 24);
}

/** A refusal is told in fixed words, noted with its rule, and counted; a ref that is gone is a mere miss. */
function refuse<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  call: ToolCall,
  { rule, detail }: Pick<Extract<PolicyVerdict, { verdict: "deny" }>, "rule" | "detail">,
): Moved<R> {
  run.deps.log?.debug({ tool: call.name, rule, step: state.step }, "a tool call was refused");
  const noted = noteRefusal(state, `${call.name} ${JSON.stringify(call.input) ?? ""}`, rule);
  const fired: BrowseState["fired"] =
    rule === "unknown_ref" ? state.fired : [...state.fired, "tools"];
  return answer(run, { ...noted, fired }, call, { text: `Refused: ${detail}`, isError: true });
}

function answer<S, R>(
  { deps }: Run<S, R>,
  state: BrowseState,
  { id }: ToolCall,
  { text, isError }: Pick<Used, "text" | "isError">,
): Moved<R> {
  const stepsLeft = deps.model.limits.maxCalls - state.step;
  const told = { id, text: `${text}\n${stepsLeft} steps left.`, isError };
  const answered = [...state.answered, told];
  const counted = { ...state, answered, errorsInARow: isError ? state.errorsInARow + 1 : 0 };
  return { state: openCalls(counted).length > 0 ? counted : closed(deps, counted) };
}

/** All calls of the turn have their results: they are told, with a last call when the budget nears its end. */
function closed({ model, now }: Run<unknown, unknown>["deps"], state: BrowseState): BrowseState {
  const clock = { now: now(), deadline: model.deadline };
  const isDue = !state.isWarned && budgetUsed(state, model.limits, clock) >= warnAt;
  const results = state.answered.map((result, i) =>
    isDue && i === state.answered.length - 1
      ? { ...result, text: `${result.text}\n${lastCall}` }
      : result,
  );
  return {
    ...countTurn(state),
    isWarned: state.isWarned || isDue,
    messages: [...state.messages, { role: "tools", results }],
    answered: [],
  };
}
