import type { StopReason } from "../../domain/model.ts";
import type { ModelReply } from "../../models/access.ts";
import type { Turn } from "../../models/provider.ts";
import type { BrowseState } from "./browse-state.ts";
import { noTurn } from "./browse-state.ts";
import { begun, houseRules, nudge, sizeOf } from "./conversation.ts";
import { type Moved, type Run, stopped } from "./run.ts";
import { toolDefinitions } from "./tools.ts";

const mostModelChanges = 3;
const mostBadTurns = 2;
const soonMs = 15_000;

/** Asks the model for its next turn, or begins anew where the conversation can't go on. */
export async function nextTurn<S, R>(run: Run<S, R>, state: BrowseState): Promise<Moved<R>> {
  const { task, deps } = run;
  const { limits, access } = deps.model;
  if (state.step >= limits.maxCalls) return stopped("steps", `${limits.maxCalls} steps are used`);
  if (state.messages.length > 1 && sizeOf(state.messages) > limits.maxPromptTokens)
    return { state: begunAnew(run, state) };
  const reply = await access.converse({
    step: `turn-${state.conversation}-${state.step}`,
    system: `${houseRules}\n\n${task.system}`,
    messages: state.messages,
    tools: toolDefinitions(task.submission),
    stick: state.stick,
  });
  return reply.kind === "ok" ? said(reply, state) : unsaid(run, state, reply);
}

/** The turn as it is kept: its calls are open until their results are known. */
function said(
  { value, by }: Extract<ModelReply<Turn>, { kind: "ok" }>,
  state: BrowseState,
): Moved<never> {
  const read = sizeOf(state.messages);
  const told: BrowseState = {
    ...state,
    stick: state.stick ?? by,
    step: state.step + 1,
    tokens: state.tokens + read + sizeOf(value.raw ?? value.text),
    messages: [
      ...state.messages,
      {
        role: "assistant",
        turn: {
          text: value.text,
          calls: value.calls.map(({ id, name, input }) => ({ id, name, input: input ?? null })),
          raw: value.raw ?? null,
        },
      },
    ],
    answered: [],
    turn: noTurn,
  };
  if (value.calls.length > 0) return { state: told };
  if (state.isNudged) return stopped("gave_up", "the model talked instead of working");
  return {
    state: {
      ...told,
      isNudged: true,
      messages: [...told.messages, { role: "user", text: nudge }],
    },
  };
}

function unsaid<S, R>(
  run: Run<S, R>,
  state: BrowseState,
  reply: Exclude<ModelReply<Turn>, { kind: "ok" }>,
): Moved<R> {
  switch (reply.kind) {
    case "refusal":
      return stopped("refused", "the model refused the task");
    case "unavailable":
      if (reply.elsewhere && state.stick !== null && state.modelChanges < mostModelChanges) {
        return {
          state: { ...begunAnew(run, state), modelChanges: state.modelChanges + 1 },
        };
      }
      return {
        end: {
          kind: "postponed",
          by: "models",
          retryAt: reply.elsewhere
            ? Math.max(reply.retryAt, run.deps.now() + soonMs)
            : reply.retryAt,
          detail: reply.detail,
        },
      };
    case "limit":
      return {
        end: {
          kind: "stopped",
          stop: stopOfLimit[reply.limit],
          detail: reply.detail,
          limit: reply.limit,
        },
      };
    case "truncated":
    case "invalid":
      return afterBadTurn(run, { ...state, step: state.step + 1 }, reply.detail);
    case "failed":
      return afterBadTurn(run, state, reply.detail);
  }
}

/** One bad turn may be the conversation's fault; a second one in a fresh conversation is not. */
function afterBadTurn<S, R>(run: Run<S, R>, state: BrowseState, detail: string): Moved<R> {
  const badTurns = state.badTurns + 1;
  if (badTurns >= mostBadTurns) return stopped("models_unavailable", detail);
  return { state: { ...begunAnew(run, state), badTurns } };
}

function begunAnew<S, R>({ task, deps }: Run<S, R>, state: BrowseState): BrowseState {
  return begun(state, task, deps.model.limits);
}

const stopOfLimit = {
  batch_ceiling: "batch_budget",
  agent_budget: "batch_budget",
  record_budget: "record_budget",
  agent_tokens: "tokens",
  agent_calls: "steps",
} as const satisfies Record<Extract<ModelReply<Turn>, { kind: "limit" }>["limit"], StopReason>;
